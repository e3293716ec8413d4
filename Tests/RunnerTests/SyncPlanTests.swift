import ResultsStore
@testable import Runner
import Testing

@Suite("What left a spec")
struct SyncPlanTests {
    @Test("is told with what the grid lacks; done jobs and those of other specs stay, the rest is cancelled")
    func left() throws {
        let fixture = try SweepFixture(), database = try fixture.store.open(.readWrite)
        let old = try fixture.sweep("grid", "axes: {fusion.point: [0, 1], sample.guidance: [0, 2]}\nseeds: [1, 2]\n")
        try old.register(in: database)
        let shared = try fixture.sweep("other", "axes: {fusion.point: [1], sample.guidance: [0]}\nseeds: [1]\n")
        try shared.register(in: database)
        let done = try #require(old.jobs.first { $0.seed == 2 })
        let attempt = try #require(try database.claim(done.key, by: .current, leaseSeconds: 60))
        try attempt.finish(.done)
        let new = try fixture.sweep("grid", "axes: {fusion.point: [0], sample.guidance: [0, 2]}\nseeds: [1]\n")
        let plan = try SyncPlan(new, database)
        #expect(plan.current == 2 && plan.left.count == 6)
        let reasons = Dictionary(grouping: plan.left, by: { $0.because.joined(separator: " ") }).mapValues(\.count)
        #expect(reasons == ["seed=2": 2, "fusion.point=1": 2, "fusion.point=1 seed=2": 2])
        #expect(plan.left.filter { !$0.otherSpecs.isEmpty }.map(\.key) == [shared.jobs[0].key])
        #expect(plan.left.count(where: \.isCancellable) == 4)
        let counts = try plan.cancel(database)
        #expect(counts.cancelled == 4 && counts.asked == 0)
        let states = try database.states(old.jobs.map(\.key)).mapValues(\.state)
        #expect(states[done.key] == .done && states[shared.jobs[0].key] == .pending)
        #expect(states.values.count { $0 == .cancelled } == 4 && new.jobs.allSatisfy { states[$0.key] == .pending })
        #expect(try SyncPlan(new, database).left.allSatisfy { !$0.isCancellable })
        #expect(try SyncPlan(old, database).left.isEmpty)
    }

    @Test("is a combination where every value is in the grid, and a running job is asked to stop")
    func combinations() throws {
        let fixture = try SweepFixture(), database = try fixture.store.open(.readWrite)
        let old = try fixture.sweep("grid", "axes: {fusion.point: [0, 1], sample.guidance: [0, 2]}\nseeds: [1]\n")
        try old.register(in: database)
        let new = try fixture.sweep("grid", "zip: [{fusion.point: [0, 1], sample.guidance: [0, 2]}]\nseeds: [1]\n")
        var plan = try SyncPlan(new, database)
        #expect(plan.left.map(\.because) == [[], []])
        _ = try database.claim(plan.left[0].key, by: .current, leaseSeconds: 60)
        plan = try SyncPlan(new, database)
        let counts = try plan.cancel(database)
        #expect(counts.cancelled == 1 && counts.asked == 1)
        #expect(try database.states([plan.left[0].key])[plan.left[0].key]?.cancelRequested == true)
    }
}
