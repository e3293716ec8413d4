import ArgumentParser
import ResultsStore

struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Stop jobs, or keep them from running.",
        discussion: """
            A waiting job is cancelled at once. A running one is asked to stop: its runner looks with every renewal of its \
            lease, ends the job after the step it is in and goes on with the next. `retry` lets it run again. With --where, \
            jobs that have ended stay as they are.
            """)

    @Argument(help: "Jobs, by enough of the beginnings of their keys.") var words: [String] = []
    @OptionGroup var jobs: StoreJobsOptions

    func validate() throws { try jobs.check(words, command: "cancel") }

    func run() throws {
        let database = try jobs.storeOptions.openForChanging()
        defer { try? database.close() }
        let keys = try jobs.keys(words, in: database)
        try reportingBadInput {
            var ended: [String] = []
            for key in keys {
                switch try database.cancel(key) {
                case .cancelled: print("\(key.prefix(12)): cancelled")
                case .requested: print("\(key.prefix(12)): is running; its runner was asked to stop it")
                case .alreadyEnded(let state): ended.append("\(key.prefix(12)): ended already (\(state.rawValue)); nothing to cancel")
                }
            }
            if words.isEmpty {
                if ended.count == keys.count { print("all \(keys.count) job(s) have ended; nothing to cancel") }
            } else if !ended.isEmpty {
                for text in ended { printError(text) }
                throw ExitStatus.badInput
            }
        }
    }
}
