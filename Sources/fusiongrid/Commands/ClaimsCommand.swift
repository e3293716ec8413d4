import ArgumentParser
import Experiments
import Reports

struct ClaimsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims",
        abstract: "What a spec claims, each claim supported, contradicted, without a difference, or undecided by its results.",
        discussion: """
            Without `claims` in the spec the claims are those of arXiv 2403.16530. A claim compares cells that are equal in \
            every other swept option, within each seed; a grid that lacks the cells is not asked. --list prints the questions \
            and needs no results; --paper prints the paper's list, to begin one's own from. \
            docs/statistics.md says when a claim counts as decided.
            """)

    @OptionGroup var specOptions: SpecOptions
    @Flag(help: "Print the questions, before anything has run.") var list = false
    @Flag(help: "Print the paper's claims in their written form.") var paper = false
    @OptionGroup var paperOptions: PaperOptions

    func run() throws {
        if paper { return print(PaperClaims.text(PaperClaims.standard) ?? "", terminator: "") }
        if list {
            let sweep = try specOptions.openedIfPresent().sweep
            return try reportingBadInput {
                try paperOptions.reportOptions.show(ClaimQuestions(grid: sweep.grid), style: paperOptions.style)
            }
        }
        try specOptions.show(paperOptions) { try ClaimsReport(grid: $0.grid, store: $1) }
    }
}
