import Foundation
import ResultsStore
@testable import Runner
import Testing

@Suite("A plan")
struct SweepPlanTests {
    @Test("tells new from done, and costs only what is left")
    func counts() throws {
        let fixture = try SweepFixture()
        let small = try fixture.sweep("plan", "axes: {fusion.point: [0]}\nseeds: [1, 2]\n")
        _ = try fixture.run(small)
        let sweep = try fixture.sweep("plan", "axes: {fusion.point: [0, 1]}\nseeds: [1, 2]\n")
        let states = try fixture.store.open(.readOnly).states(sweep.jobs.map(\.key))
        let plan = try SweepPlan(
            sweep: sweep, states: states, store: fixture.store, pace: SweepPace(gflops: 1, source: "given"), workers: 2, threads: 1)
        #expect(plan.totals == ["done": 2, "new": 2])
        #expect(plan.cells.map(\.jobs) == [["done": 2], ["new": 2]])
        #expect(plan.cells[0].remainingFLOPs == 0 && plan.cells[1].remainingFLOPs > 0)
        #expect(plan.cells[1].remainingSeconds == plan.cells[1].remainingFLOPs / 1e9)
        #expect(plan.estimatedSeconds == plan.cells[1].remainingSeconds / 2)
        #expect(plan.cells[1].executedForwardFLOPs < plan.cells[1].referenceForwardFLOPs)
    }

    @Test("counts what the knock-out samples and what readers of blocks look at")
    func interventions() throws {
        let fixture = try SweepFixture()
        func cost(_ options: String) throws -> JobCosts.JobCost {
            let sweep = try fixture.sweep("costs", "axes: {fusion.point: [0], \(options)}\n")
            var costs = JobCosts()
            return costs.cost(of: sweep.jobs[0].configuration)
        }
        let plain = try cost("sample.images: [8]")
        let knockout = try cost("sample.images: [8], evaluate.knockout: [8]")
        let probes = try cost("sample.images: [8], evaluate.block_probes: [16]")
        #expect(knockout.trainingFLOPs == plain.trainingFLOPs && probes.trainingFLOPs == plain.trainingFLOPs)
        // As many images as the sample has, once for each set of blocks: at least nothing, everything and one block.
        let sampled = try cost("sample.images: [16]").finalFLOPs - plain.finalFLOPs
        let sets = (knockout.finalFLOPs - plain.finalFLOPs) / sampled
        #expect(sets >= 3 && abs(sets - sets.rounded()) < 1e-9)
        #expect(probes.finalFLOPs - plain.finalFLOPs > 32 * Double(plain.model.executedForwardFLOPs))
    }

    @Test(
        "writes durations as people say them",
        arguments: [
            (12.4, "12s"), (95, "1m 35s"), (3661, "1h 1m"), (200_000, "2d 7h"),
        ])
    func durations(seconds: Double, text: String) { #expect(durationText(seconds) == text) }

    @Test(
        "counts the mini-clips that jobs wait for, each once, and their time",
        arguments: [
            ("axes: {fusion.point: [0, 1]}", 0), ("axes: {fusion.point: [0, 1], evaluate.evaluator: [mini-clip]}", 1),
            ("axes: {evaluate.evaluator_steps: [100, 200], evaluate.evaluator: [none, mini-clip]}", 2),
            ("base: {text: {encoder: mini-clip, width: 16}}\naxes: {evaluate.evaluator: [none, mini-clip], data.seed: [1, 2]}", 4),
        ])
    func encoders(axes: String, count: Int) throws {
        let fixture = try SweepFixture()
        let file = fixture.folder.appendingPathComponent("encoders.yaml")
        try Data("name: encoders\n\(axes)\n".utf8).write(to: file)
        let sweep = try Sweep(path: file.path)
        let plan = try SweepPlan(
            sweep: sweep, states: [:], store: fixture.store, pace: SweepPace(gflops: 50, source: "given"), workers: 2, threads: 1)
        #expect(plan.encoders == count)
        let jobs = plan.cells.reduce(0) { $0 + $1.remainingSeconds } / 2
        #expect(count == 0 ? plan.estimatedSeconds >= jobs : plan.estimatedSeconds > jobs + 0.5 * Double(count))
    }

    @Test("of 100,000 cells takes seconds: costs are computed once a model, not once a cell")
    func scale() throws {
        let fixture = try SweepFixture()
        let rates = (1...1000).map { "\(Double($0) * 1e-5)" }.joined(separator: ", ")
        let decays = (0..<50).map { "\(Double($0) / 100)" }.joined(separator: ", ")
        let start = ContinuousClock.now
        let sweep = try fixture.sweep(
            "large", "axes: {fusion.point: [0, 1], train.learning_rate: [\(rates)], train.weight_decay: [\(decays)]}\n")
        let plan = try SweepPlan(
            sweep: sweep, states: [:], store: fixture.store, pace: SweepPace(gflops: 50, source: "given"), workers: 2, threads: 1)
        #expect(plan.cells.count == 100_000 && plan.totals == ["new": 100_000])
        // Measured 1 s on a quiet machine; the bound is for a crowded one.
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
