import ArgumentParser
import Reports

struct TableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: "Compare the cells of a spec: mean, standard deviation and 95 % confidence interval over seeds.",
        discussion: """
            Missing, running, diverged and failed jobs are shown as such and never averaged away; n is the number of \
            finished seeds of those planned. `csv` and `json` carry full precision.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "Paths that make the rows, comma-separated (default: every swept path).") var rows: CommaList?
    @Option(help: "Paths that make the columns, comma-separated.") var columns: CommaList?
    @Option(name: [.customLong("metric"), .customShort("m")], help: "name or name/split; repeatable.") var metrics: [CommaList] = []
    @Option(help: "text, csv, markdown, latex or json.") var format: TableFormat = .text

    func run() throws {
        try specOptions.show(in: format) { sweep, store in
            let request = TableRequest(
                rows: rows?.items, columns: columns?.items ?? [], metrics: metrics.isEmpty ? nil : metrics.flatMap(\.items))
            return try ComparisonTable(grid: sweep.grid, store: store, request: request)
        }
    }
}
