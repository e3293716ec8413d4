import ArgumentParser
import Reports

struct ClaimsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims",
        abstract: "The paper's claims (arXiv 2403.16530), each supported, contradicted or undecided by a spec's results.",
        discussion: """
            A claim compares cells that are equal in every other swept option, within each seed. The metric that the paper \
            used has its row even when it was not recorded; related metrics have rows of their own, marked stand-in. \
            docs/statistics.md says when a claim counts as decided.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Option(help: "text, csv, markdown, latex or json.") var format: TableFormat = .text

    func run() throws {
        try specOptions.show(in: format) { try ClaimsReport(grid: $0.grid, store: $1) }
    }
}
