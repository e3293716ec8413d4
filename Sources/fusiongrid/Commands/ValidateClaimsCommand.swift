import ArgumentParser
import Experiments
import Platform
import Reports

struct ValidateClaimsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate-claims",
        abstract: "Judge the judge: ask the paper's claims of simulated stores whose truth is known, and count wrong verdicts.",
        discussion: """
            Each truth (nothing, a fusion point only, a hole in the grid, heavy tails, ...) fills --stores stores in memory with a \
            2 x 2 x 2 grid; claims and compare are asked as of any store. docs/statistics.md has the table of 2,000.
            """)

    @Option(help: "Stores of each truth.") var stores = 200
    @Option(help: "Only truths whose names contain this.") var truth: String?
    @OptionGroup var reportOptions: ReportOptions

    func validate() throws {
        guard stores > 0 else { throw ValidationError("--stores \(stores): allowed: 1 or more") }
    }

    func run() throws {
        let truths = SimulatedTruth.all.filter { known in truth.map { known.name.contains($0) } ?? true }
        guard !truths.isEmpty else {
            throw ValidationError("--truth \(truth ?? ""): allowed: \(SimulatedTruth.all.map(\.name).joined(separator: ", "))")
        }
        let study = try JudgeStudy(claims: PaperClaims.list, truths: truths, stores: stores) { printError("\($0): done") }
        try reportOptions.show(study)
    }
}
