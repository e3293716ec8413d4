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
        let plan = SweepPlan(sweep: sweep, states: states, rate: (1, "given"), workers: 2, threads: 1)
        #expect(plan.totals == ["done": 2, "new": 2])
        #expect(plan.cells.map(\.jobs) == [["done": 2], ["new": 2]])
        #expect(plan.cells[0].remainingFLOPs == 0 && plan.cells[1].remainingFLOPs > 0)
        #expect(plan.cells[1].remainingSeconds == plan.cells[1].remainingFLOPs / 1e9)
        #expect(plan.estimatedSeconds == plan.cells[1].remainingSeconds / 2)
        #expect(plan.cells[1].executedForwardFLOPs < plan.cells[1].referenceForwardFLOPs)
    }

    @Test("writes durations as people say them", arguments: [
        (12.4, "12s"), (95, "1m 35s"), (3661, "1h 1m"), (200_000, "2d 7h"),
    ])
    func durations(seconds: Double, text: String) { #expect(durationText(seconds) == text) }
}
