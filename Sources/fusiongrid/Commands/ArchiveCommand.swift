import ArgumentParser
import Foundation
import ResultsStore

struct ArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Put jobs away: reports leave them out and `run` leaves them alone; --undo takes them back.",
        discussion: """
            Nothing of them is changed or removed, and their keys stay taken. Tables, figures, comparisons, claims and the counts of \
            `status` are then of the other jobs; `status` and `ls` say how many are archived.
            """)

    @Argument(help: "Jobs, by enough of the beginnings of their keys.") var words: [String] = []
    @Flag(help: "Take them back.") var undo = false
    @OptionGroup var jobs: StoreJobsOptions

    func validate() throws { try jobs.check(words, command: "archive") }

    func run() throws {
        let database = try jobs.storeOptions.openForChanging()
        defer { try? database.close() }
        let keys = try jobs.keys(words, in: database)
        try reportingBadInput {
            let running = undo ? [] : try database.states(keys).filter { $0.value.state == .running }.keys.sorted()
            guard running.isEmpty else {
                printError("\(running.count) of these jobs run (\(running[0].prefix(12))...): wait, or `fusiongrid cancel` them first")
                throw ExitStatus.badInput
            }
            let changed = try database.archive(keys, undo: undo), others = keys.count - changed
            let rest = others > 0 ? "; \(others) \(undo ? "were not" : "were already")" : ""
            print("\(changed) job(s) \(undo ? "taken back" : "archived")\(rest)")
        }
    }
}
