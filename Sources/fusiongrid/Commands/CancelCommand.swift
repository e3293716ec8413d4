import ArgumentParser
import ResultsStore

struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Stop a job, or keep one from running.",
        discussion: """
            A waiting job is cancelled at once. A running one is asked to stop: its runner looks with every renewal of its \
            lease, ends the job after the step it is in and goes on with the next. `retry` lets it run again.
            """)

    @Argument(help: "A job key or enough of its beginning.") var job: String
    @OptionGroup var storeOptions: StoreOptions

    func run() throws {
        let database = try storeOptions.openForChanging()
        defer { try? database.close() }
        try reportingBadInput {
            let key = try database.key(withPrefix: job), short = key.prefix(12)
            switch try database.cancel(key) {
            case .cancelled: print("\(short): cancelled")
            case .requested: print("\(short): is running; its runner was asked to stop it")
            case .alreadyEnded(let state):
                printError("\(short): ended already (\(state.rawValue)); nothing to cancel")
                throw ExitStatus.badInput
            }
        }
    }
}
