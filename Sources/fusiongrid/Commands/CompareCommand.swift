import ArgumentParser
import Reports

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
    @Option(name: [.customLong("metric"), .customShort("m")], help: "name or name/split; repeatable.") var metrics: [CommaList] = []
    @Option(help: "text, csv, markdown, latex or json.") var format: TableFormat = .text

    func run() throws {
        let sweep = try specOptions.sweep()
        let database = try specOptions.storeOptions.openForReading()
        try reportingBadInput {
            let grid = sweep.grid
            let comparison = try Comparison(
                grid: grid, store: database, baseline: try baseline.map { try sweep.baseline(named: $0, in: grid) },
                metrics: metrics.isEmpty ? nil : metrics.flatMap(\.items))
            print(try comparison.rendered(format), terminator: "")
        }
    }
}
