import ArgumentParser
import Reports
import ResultsStore

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Run a SELECT on the results store (docs/schema.md explains its tables and views).",
        discussion: "Example: fusiongrid query \"SELECT * FROM v_results\" --format csv")

    @Argument(help: "One reading SQL statement.") var sql: String
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var reportOptions: ReportOptions

    func run() throws {
        let database = try storeOptions.openForReading()
        try reportingBadInput {
            guard reportOptions.format == .csv else { return try reportOptions.show(database.query(sql)) }
            try database.streamCSV(sql, to: printPart)
        }
    }
}
