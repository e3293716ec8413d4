import Foundation
import Results
import ResultsStore
import Testing
@testable import Reports

@Suite("Values at a step")
struct StepChoiceTests {
    private let made: FabricatedStore

    /// Losses after 10, 20 and 30 steps; the oracle after the last; the second cell's last job is on its way.
    init() throws {
        made = try FabricatedStore(points: [0, 2], depths: [0], seeds: [1, 2, 3], results: false)
        for (index, cell) in made.grid.cells.enumerated() {
            for (seed, job) in cell.jobs.enumerated() {
                let isOnItsWay = index == 1 && seed == 2
                func record(_ attempt: Attempt) throws {
                    for step in isOnItsWay ? [10, 20] : [10, 20, 30] {
                        let value = [10: 0.9, 20: 0.2, 30: 0.3][step]! + 0.01 * Double(seed) + 0.1 * Double(index)
                        try attempt.record(metrics: [Metric.loss.value(value, on: .validation, step: step)])
                    }
                    guard !isOnItsWay else { return }
                    try attempt.record(metrics: [
                        Metric.oracle["all"].value(0.5, on: .all, step: 30), Metric.parameters.value(1e6, on: .cost, step: 0),
                        Metric.items.value(4, on: .train, step: 0),
                    ])
                }
                if isOnItsWay {
                    try record(try #require(try made.store.claim(job.key, by: FabricatedStore.runner, leaseSeconds: 60)))
                } else {
                    try FabricatedStore.end(made.store, job.key, .done, record: record)
                }
            }
        }
    }

    private func table(_ at: StepChoice, _ metrics: [String]? = ["loss"]) throws -> ComparisonTable {
        try ComparisonTable(grid: made.grid, store: made.store, request: TableRequest(metrics: metrics, at: at))
    }

    private func means(_ at: StepChoice) throws -> [Double?] {
        let table = try table(at)
        return table.rows.map { table.summary(row: $0, column: [], metric: 0)?.mean.map { ($0 * 1000).rounded() / 1000 } }
    }

    @Test("Words and their errors")
    func words() {
        #expect(StepChoice("step=20") == .step(20) && StepChoice("common") == .common && StepChoice("last") == .last)
        #expect(StepChoice("step=-1") == nil && StepChoice("step=") == nil && StepChoice("20") == nil && StepChoice("Best") == nil)
        for choice in [StepChoice.last, .common, .best, .step(7)] { #expect(StepChoice(choice.description) == choice) }
    }

    @Test("Last, at a step, at the greatest common step, best of each job")
    func values() throws {
        #expect(try means(.last) == [0.31, 0.405, 0.51, 0.61])
        #expect(try means(.step(10)) == [0.91, 1.01, 1.11, 1.21])
        #expect(try means(.step(30)) == [0.31, 0.405, 0.51, 0.61])
        // The job that is on its way counts, and holds the others back.
        #expect(try means(.common) == [0.21, 0.31, 0.41, 0.51])
        let common = try table(.common)
        #expect(common.summary(row: common.rows[1], column: [], metric: 0)?.count == 3)
        // Best is of jobs that are done.
        #expect(try means(.best) == [0.21, 0.305, 0.41, 0.51])
    }

    @Test("A report says which steps its values are of")
    func notes() throws {
        let text = try table(.common, ["loss", "parameters"]).rendered(.text)
        #expect(text.contains("\nValues after 20 steps, the most that all these jobs have: loss.\n1 job that is not done is among them.\n"))
        #expect(text.contains("\nThe same at every step, or measured at the end: parameters.\n"))
        let best = try table(.best, ["loss", "oracle_all"]).rendered(.text)
        #expect(best.contains("Each job's best value over its training, chosen by the numbers that are shown: optimistic. loss the best of 3 values."))
        #expect(best.contains("Recorded once, so best and last: oracle_all."))
        #expect(try !table(.last).rendered(.text).contains("Values after"))
        let csv = try table(.common, ["loss", "parameters"]).rendered(.csv).split(separator: "\n")
        #expect(csv[0].hasSuffix(",best,at,at_step") && csv[1].hasSuffix(",common,20") && csv[2].hasSuffix(",last,"))
        #expect(try table(.last).rendered(.csv).split(separator: "\n")[0].hasSuffix(",best"))
    }

    @Test("What has no value at a step is left out and told, or an error where it was asked for by name")
    func absent() throws {
        let text = try table(.step(20), nil).rendered(.text)
        #expect(text.contains("\nNot recorded there and left out: oracle_all (recorded: 30).\n"))
        #expect(throws: StepChoiceError.noSuchStep(20, metric: "oracle_all/all", recorded: [30])) { try table(.step(20), ["oracle_all"]) }
        let error = #expect(throws: StepChoiceError.self) { try table(.step(15)) }
        #expect(error?.description == "--at step=15: no job has `loss/validation` after so many steps; recorded: 10, 20, 30")
        #expect(throws: StepChoiceError.noDirection(metric: "items/train")) { try table(.best, ["items"]) }
    }

    @Test("Steps that no two jobs share are told; uneven luck crowns nobody and decides nothing")
    func uneven() throws {
        let fresh = try FabricatedStore(points: [0], depths: [0], seeds: [1, 2, 3, 4, 5, 6], results: false)
        for (index, cell) in fresh.grid.cells.enumerated() {
            for (seed, job) in cell.jobs.enumerated() {
                try FabricatedStore.end(fresh.store, job.key, .done) { attempt in
                    for step in index == 0 ? [10] : [15, 25] {
                        try attempt.record(metrics: [
                            Metric.loss.value(1 - 0.5 * Double(index) + 0.01 * Double(seed * seed), on: .validation, step: step)
                        ])
                    }
                }
            }
        }
        #expect(throws: StepChoiceError.noCommonStep(metric: "loss/validation")) {
            try ComparisonTable(grid: fresh.grid, store: fresh.store, request: TableRequest(metrics: ["loss"], at: .common))
        }
        let last = try ComparisonTable(grid: fresh.grid, store: fresh.store, request: TableRequest(metrics: ["loss"]))
        #expect(last.best(metric: 0) == nil || last.best(metric: 0)?.row == last.rows[1])
        let best = try ComparisonTable(grid: fresh.grid, store: fresh.store, request: TableRequest(metrics: ["loss"], at: .best))
        #expect(best.best(metric: 0) == nil)
        let comparison = try Comparison(grid: fresh.grid, store: fresh.store, baseline: 0, metrics: ["loss"], at: .best)
        #expect(comparison.metrics[0].cells[0].verdict(.lower).reason == "best of 1 to 2 values: more values, better luck")
    }

    @Test("Long lists of steps are cut in the middle")
    func listing() {
        #expect(StepChoiceError.listed(Array(1...13)) == "1, 2, 3, 4, 5, 6, ..., 8, 9, 10, 11, 12, 13")
        #expect(StepChoiceError.listed([1, 2]) == "1, 2")
    }
}
