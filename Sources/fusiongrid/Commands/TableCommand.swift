import ArgumentParser
import Platform
import Reports
import ResultsStore
import Runner

struct TableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: "Compare the cells of a spec: mean, standard deviation and 95 % confidence interval over seeds.",
        discussion: """
            Missing, running, diverged and failed jobs are shown as such and never averaged away; n is the number of \
            finished seeds of those planned. `csv` and `json` carry full precision. On a terminal the table takes its width: \
            docs/tables.md.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "Paths that make the rows, comma-separated (default: every swept path).") var rows: CommaList?
    @Option(help: "Paths that make the columns, comma-separated.") var columns: CommaList?
    @Option(name: [.customLong("metric"), .customShort("m")], help: "name or name/split; repeatable.") var metrics: [CommaList] = []
    @OptionGroup var steps: StepOptions
    @OptionGroup var paperOptions: PaperOptions

    /// Files and pipes get the table alone.
    private var isForTerminal: Bool { paperOptions.reportOptions.format == .text && Terminal.outputColumns != nil }

    func run() throws {
        var cost: String?
        try specOptions.show(paperOptions) { sweep, store in
            let request = TableRequest(
                rows: rows?.items, columns: columns?.items ?? [], metrics: metrics.isEmpty ? nil : metrics.flatMap(\.items),
                at: steps.choice)
            if isForTerminal { cost = try store.spending(sweep.jobs.map(\.key)).text }
            return try ComparisonTable(grid: sweep.grid, store: store, request: request)
        }
        if let cost { print("\nCost so far: \(cost).") }
    }
}
