import ArgumentParser
import Foundation
import Reports
import ResultsStore
import Runner

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Every cell against a baseline cell: seed-paired difference, 95 % interval, sign-flip p, Holm's adjustment.",
        discussion: """
            Prints the least p that the seeds can reach and how many more it takes for 0.05; jobs without a result are \
            named. Differences are in the metric's shown unit, in csv and json in its stored unit. \
            docs/statistics.md defines every number.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "The cell to compare with, as option=value,... (default: the spec's baseline).") var baseline: String?
    @Option(name: [.customLong("metric"), .customShort("m")], help: "name or name/split; repeatable.") var metrics: [String] = []
    @Option(help: "text, csv, markdown, latex or json.") var format: TableFormat = .text

    func run() throws {
        let sweep = try specOptions.sweep()
        let database = try specOptions.storeOptions.openForReading()
        try reportingBadInput {
            let grid = sweep.gridView
            let comparison = try Comparison(
                grid: grid, store: database, baseline: try baseline.map { try sweep.baseline(named: $0, in: grid) },
                metrics: metrics.isEmpty ? nil : metrics.flatMap(TableCommand.list))
            print(try comparison.rendered(format), terminator: "")
        }
    }
}

extension Sweep {
    /// The one cell in which all of `option=value,...` hold.
    func baseline(named text: String, in grid: GridView) throws -> Int {
        let found = try spec.cellIndices(where: Self.conditions(text))
        guard found.count == 1 else {
            throw ReportsError.unclearBaseline(
                text, matches: grid.labels(of: found), swept: grid.paths)
        }
        return found[0]
    }

    /// Cut at the commas outside of brackets.
    private static func conditions(_ text: String) -> [String] {
        var parts = [""], depth = 0
        for character in text {
            if "[{".contains(character) { depth += 1 }
            if "]}".contains(character) { depth -= 1 }
            if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
