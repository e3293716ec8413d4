import ArgumentParser
import Foundation
import Reports
import ResultsStore
import Runner
import Training

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what would run, what is cached and what it costs. Writes nothing.",
        discussion: """
            FLOPs are 2 x multiply-adds of one image's forward pass: `reference` as the published model computes it, \
            `executed` without the work whose result is dropped. Memory is of one running job. Times are those of done jobs \
            of this sweep on this kind of CPU, else of some steps of its networks and mini-clips, timed now for under a second.
            """)

    @OptionGroup var specOptions: SpecOptions
    @OptionGroup var workerOptions: WorkerOptions
    @Option(help: "Done jobs of another engine version: reuse or rerun.") var code: CodePolicy = .reuse
    @Option(help: "Show at most this many cells (0: all).") var cells = 40
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var widthOptions: WidthOptions

    func run() throws {
        let (sweep, database) = try specOptions.openedIfPresent()
        for remark in sweep.dataRemarks { printError("note: \(remark)") }
        let (workers, threads) = try workerOptions.resolved(jobs: sweep.jobs.count)
        if let text = sweep.archivedText { printError(text) }
        if sweep.jobs.isEmpty, !json { return print("\(sweep.spec.name): nothing to run.") }
        let keys = sweep.jobs.map(\.key)
        let states = try reportingBadInput { try database?.states(keys) } ?? [:]
        let plan = try reportingBadInput {
            let pace = try SweepPace(sweep: sweep, database: database, workers: workers, threads: threads, seconds: 0.8)
            return try SweepPlan(
                sweep: sweep, states: states, database: database, store: specOptions.storeOptions.location, pace: pace,
                workers: workers, threads: threads, code: code)
        }
        if json { return print(try jsonText(plan)) }
        let grid = sweep.grid, columns = widthOptions.columns
        let text = PlanText(plan: plan, grid: grid, limit: cells, otherCode: sweep.otherCodeText(states, policy: code))
        print(try text.rendered(width: columns))
        for line in relatives(plan, columns) { print(line) }
        print("\n" + (try reportingBadInput { try SeedPlan(grid: grid, store: database).rendered(.text, width: columns) }), terminator: "")
    }

    /// What is new about new jobs, a line a cell.
    private func relatives(_ plan: SweepPlan, _ columns: Int?) -> [String] {
        let shown = cells == 0 ? plan.cells : Array(plan.cells.prefix(cells))
        let lines = shown.compactMap { cell in cell.relative.map { "  \(cell.label.isEmpty ? "(base)" : cell.label): \($0.text)" } }
        return lines.isEmpty
            ? [] : ["", "New jobs:"] + lines.flatMap { line in columns.map { wrapped(line, width: $0, indent: 6) } ?? [line] }
    }
}

extension CodePolicy: ExpressibleByArgument {}
