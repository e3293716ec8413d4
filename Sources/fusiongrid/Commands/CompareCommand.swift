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
    @OptionGroup var steps: StepOptions
    @OptionGroup var paperOptions: PaperOptions

    func run() throws {
        try specOptions.show(paperOptions) { sweep, store in
            let grid = sweep.grid, baseline = try baseline.map { try sweep.baseline(named: $0, in: grid) }
            return try Comparison(
                grid: grid, store: store, baseline: baseline, metrics: metrics.isEmpty ? nil : metrics.flatMap(\.items),
                at: steps.choice)
        }
    }
}
