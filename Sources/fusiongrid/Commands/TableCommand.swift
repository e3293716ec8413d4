import ArgumentParser
import Foundation
import Reports
import ResultsStore

struct TableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: "Compare the cells of a spec: mean, standard deviation and 95 % confidence interval over seeds.",
        discussion: """
            Missing, running, diverged and failed jobs are shown as such and never averaged away; n is the number of \
            finished seeds of those planned. `csv` and `json` carry full precision.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "Paths that make the rows, comma-separated (default: every swept path).") var rows: String?
    @Option(help: "Paths that make the columns, comma-separated.") var columns: String?
    @Option(name: [.customLong("metric"), .customShort("m")], help: "name or name/split; repeatable.") var metrics: [String] = []
    @Option(help: "text, csv, markdown, latex or json.") var format: TableFormat = .text

    func run() throws {
        let sweep = try specOptions.sweep()
        let database = try specOptions.storeOptions.openForReading()
        try reportingBadInput {
            let request = TableRequest(
                rows: rows.map(Self.list), columns: columns.map(Self.list) ?? [],
                metrics: metrics.isEmpty ? nil : metrics.flatMap(Self.list))
            let table = try ComparisonTable(grid: sweep.gridView, store: database, request: request)
            print(try table.rendered(format), terminator: "")
        }
    }

    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}

extension TableFormat: ExpressibleByArgument {}
