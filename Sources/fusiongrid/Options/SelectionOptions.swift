import ArgumentParser
import Experiments
import Platform
import ResultsStore
import Runner

/// Which jobs are meant.
struct SelectionOptions: ParsableArguments {
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Only jobs of which this holds; repeatable. fusion.point=0, point=0,2, '!conditioning=concat', state=failed, seed=3, tag=x.",
            valueName: "path=value"))
    var conditions: [String] = []

    /// Whether jobs are chosen by what became of them.
    var asksForState: Bool {
        conditions.contains { $0.drop { "! ".contains($0) }.prefix { $0 != "=" && $0 != " " } == "state" }
    }
}

/// Jobs of a store, by their keys or by what holds of them.
struct StoreJobsOptions: ParsableArguments {
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var storeOptions: StoreOptions

    /// - Parameter prefixes: enough of the beginnings of keys.
    func check(_ prefixes: [String], command: String) throws {
        guard prefixes.isEmpty != selection.conditions.isEmpty else {
            throw ValidationError("Say which jobs: \(command) JOB, or \(command) --where path=value.")
        }
    }

    /// - Throws: exit 2 when a prefix or a condition fits no job.
    func keys(_ prefixes: [String], in database: ResultsDatabase) throws -> [String] {
        try reportingBadInput {
            guard prefixes.isEmpty else { return unique(try prefixes.map(database.key)) }
            return try StoreCatalogue(database).entries(where: JobSelection(selection.conditions)).map(\.key)
        }
    }
}
