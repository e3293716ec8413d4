import ArgumentParser
import Benchmarks
import Foundation
import Reports
import ResultsStore
import Runner
import Training
import UViT

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what would run, what is cached and what it costs. Writes nothing.",
        discussion: """
            FLOPs are 2 x multiply-adds of one image's forward pass: `reference` as the published model computes it, \
            `executed` without the work whose result is dropped. Memory is of one running job. The time estimate \
            uses the rate of finished jobs in the store, else a short measurement of matrix products.
            """)

    @OptionGroup var specOptions: SpecOptions
    @OptionGroup var workerOptions: WorkerOptions
    @Option(help: "Done jobs of another engine version: reuse or rerun.") var code: CodePolicy = .reuse
    @Option(help: "Show at most this many cells (0: all).") var cells = 40
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let sweep = try specOptions.sweep()
        let (workers, threads) = try workerOptions.resolved(jobs: sweep.jobs.count)
        let database = try specOptions.storeOptions.openIfPresent()
        let keys = sweep.jobs.map(\.key)
        let states = try reportingBadInput { try database?.states(keys) } ?? [:]
        let rate = try reportingBadInput { try Self.rate(database, sweep, threads: threads) }
        let plan = try reportingBadInput {
            try SweepPlan(
                sweep: sweep, states: states, database: database, store: specOptions.storeOptions.location, rate: rate,
                workers: workers, threads: threads, code: code)
        }
        if json { return print(try jsonText(plan)) }
        print(PlanText(plan: plan, limit: cells, otherCode: sweep.otherCodeText(states, policy: code)).text)
        print("\n" + (try reportingBadInput { try SeedPlan(grid: sweep.grid, store: database).rendered(.text) }), terminator: "")
    }

    /// GFLOP/s of one worker: the median of finished jobs, this sweep's first, else 0.6 of the matrix products of its first model.
    private static func rate(
        _ database: ResultsDatabase?, _ sweep: Sweep, threads: Int
    ) throws -> (gflops: Double, source: String) {
        let measured = try database?.measurements(sweep.jobs.map(\.key)).values.compactMap { $0["executed_gflops"] }.sorted() ?? []
        if !measured.isEmpty { return (measured[measured.count / 2], "median of \(measured.count) jobs in the store") }
        let job = sweep.spec.cell(0).configuration
        let products = Benchmark(
            preset: .small, configuration: job.modelConfiguration, batch: job.train.batchSize, lanes: threads, threads: threads,
            repetitions: 1)
        return (0.6 * products.productRate(), "0.6 x matrix products measured now")
    }
}

/// The plan as a terminal table.
struct PlanText {
    let plan: SweepPlan
    let limit: Int
    /// Which results come from other code.
    let otherCode: String?

    var text: String {
        let shown = limit == 0 ? plan.cells : Array(plan.cells.prefix(limit))
        var rows = [["cell", "jobs", "params", "ref GFLOP", "exec GFLOP", "memory", "time"]]
        for cell in shown {
            rows.append([
                cell.label.isEmpty ? "(base)" : cell.label, counts(cell.jobs), number(Double(cell.parameters) / 1e6, "M"),
                String(format: "%.3f", Double(cell.referenceForwardFLOPs) / 1e9),
                String(format: "%.3f", Double(cell.executedForwardFLOPs) / 1e9),
                number(Double(cell.memoryBytes) / 1e6, " MB"),
                cell.remainingSeconds > 0 ? durationText(cell.remainingSeconds) : "-",
            ])
        }
        var lines =
            [
                "\(plan.name): \(plan.cells.count) cells x \(plan.seeds.count) seeds\(varied) = \(counts(plan.totals))", "",
            ] + alignedLines(rows, [.left, .left] + Array(repeating: .right, count: 5))
        if shown.count < plan.cells.count { lines.append("... \(plan.cells.count - shown.count) more cells (--cells 0)") }
        lines.append("")
        if plan.estimatedSeconds > 0 {
            let encoders = plan.encoders > 0 ? ", \(plan.encoders) mini-clip(s) to train first included" : ""
            lines.append(
                "About \(durationText(plan.estimatedSeconds))\(encoders), with \(plan.workers) worker(s) x \(plan.threads) thread(s), "
                    + "\(number(Double(plan.peakMemoryBytes) / 1e6, " MB")) of memory; rate "
                    + String(format: "%.0f", plan.assumedGflops) + " GFLOP/s a worker (\(plan.rateSource)).")
        } else {
            lines.append("Nothing to run.")
        }
        if plan.sharedJobs > 0 {
            lines.append(
                "\(plan.sharedJobs) job(s) take over the weights and curves of a job that trains the same: only sampling and evaluation "
                    + "are theirs.")
        }
        if let otherCode { lines.append(otherCode) }
        return lines.joined(separator: "\n")
    }

    private var varied: String { plan.varied.isEmpty ? "" : " (with \(plan.varied.joined(separator: ", ")))" }

    private func counts(_ counts: [String: Int]) -> String {
        let order = ["new", "interrupted", "running", "done"]
        let known = order.compactMap { word in counts[word].map { "\($0) \(word)" } }
        let others = counts.keys.filter { !order.contains($0) }.sorted().map { "\(counts[$0]!) \($0)" }
        return (known + others).joined(separator: ", ")
    }

    private func number(_ value: Double, _ unit: String) -> String {
        String(format: value < 10 ? "%.2f" : "%.0f", value) + unit
    }
}

extension CodePolicy: ExpressibleByArgument {}
