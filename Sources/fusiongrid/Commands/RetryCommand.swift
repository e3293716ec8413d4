import ArgumentParser
import ResultsStore
import Runner

struct RetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Make a spec's failed jobs runnable again; the next run takes them.",
        discussion: "Diverged and failed jobs never run again by themselves.")

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "Only jobs that ended so; repeatable. Default: every failure.") var kind: [Ending] = []

    func run() throws {
        let whole = try specOptions.sweep(), database = try specOptions.storeOptions.openForChanging()
        defer { try? database.close() }
        let sweep = try specOptions.chosen(whole, in: database)
        if let text = sweep.archivedText { printError(text) }
        try reportingBadInput {
            let keys = sweep.jobs.map(\.key)
            let known = try database.states(keys)
            let endings = kind.isEmpty ? Set(Ending.allCases).subtracting([.done]) : Set(kind)
            let changed = try database.retry(keys.filter { known[$0] != nil }, endings: endings)
            print("\(changed.count) job(s) will run again.")
        }
    }
}

extension Ending: ExpressibleByArgument {}
