import Foundation
import Platform
import ResultsStore
@testable import Runner
import Testing
import Training

@Suite("A sweep", .serialized)
struct SweepRunnerTests {
    private let axes = "axes: {fusion.point: [0, 1]}\nseeds: [1, 2]\n"

    @Test("runs every job once; the second run does nothing")
    func idempotent() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep("twice", axes)
        let first = try fixture.run(sweep)
        #expect(first.planned == 4 && first.done == 4 && first.cached == 0 && first.failed == 0)
        let before = try fixture.results()
        #expect(before.count > 50)
        let second = try fixture.run(sweep)
        #expect(second.planned == 4 && second.done == 0 && second.cached == 4)
        #expect(try fixture.results() == before)
        #expect(try fixture.store.open(.readOnly).query("SELECT count(*) FROM attempts").rows == [[.integer(4)]])
    }

    @Test("extended by an axis value runs only the new cells; a removed value deletes nothing")
    func extending() throws {
        let fixture = try SweepFixture()
        _ = try fixture.run(fixture.sweep("grows", axes))
        let grown = try fixture.run(
            fixture.sweep("grows", "axes: {fusion.point: [0, 1], fusion.text_depth: [0, 1]}\nseeds: [1, 2]\n"))
        #expect(grown.planned == 8 && grown.cached == 4 && grown.done == 4)
        let shrunk = try fixture.run(fixture.sweep("grows", "axes: {fusion.point: [1]}\nseeds: [1]\n"))
        #expect(shrunk.planned == 1 && shrunk.cached == 1)
        #expect(try fixture.store.open(.readOnly).query("SELECT count(*) FROM jobs").rows == [[.integer(8)]])
    }

    @Test("shares results with another spec that has the same cells")
    func sharing() throws {
        let fixture = try SweepFixture()
        _ = try fixture.run(fixture.sweep("one", axes))
        let other = try fixture.run(
            fixture.sweep(
                "other", "axes: {fusion.conditioning: [concat, cross-attention]}\nseeds: [2]\n"))
        #expect(other.planned == 2 && other.cached == 1 && other.done == 1)
    }

    @Test("gives the same bits with any number of workers and threads")
    func workers() throws {
        let one = try SweepFixture(), many = try SweepFixture()
        _ = try one.run(one.sweep("same", axes))
        _ = try many.run(many.sweep("same", axes), workers: 3, threads: 2)
        #expect(try one.results() == many.results())
    }

    @Test("records a job that diverges with its reason and log, and runs the others")
    func divergence() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep(
            "breaks", "axes: {train.learning_rate: [1e-3, 1e18]}\nseeds: [1]\n",
            overrides: ["train.warmup_steps=0", "train.steps=12"])
        let summary = try fixture.run(sweep)
        #expect(summary.done == 1 && summary.failed == 1)
        #expect(try fixture.states(sweep) == [.done, .diverged])
        let attempt = try #require(try fixture.store.open(.readOnly).attempts(sweep.jobs[1].key).first)
        #expect(attempt.ending == .diverged)
        #expect(attempt.reason?.contains("lower train.learning_rate") == true)
        #expect(attempt.logTail?.isEmpty == false)

        let again = try fixture.run(sweep)
        #expect(again.cached == 1 && again.failedEarlier == 1 && again.done == 0 && again.failed == 0)
    }

    @Test("stopped and run again ends in the bits of an undisturbed run")
    func stopping() throws {
        let calm = try SweepFixture(), stopped = try SweepFixture()
        let spec = "axes: {fusion.point: [0, 1]}\nseeds: [1]\n"
        let longer = ["train.steps=1500", "evaluate.every=100"]
        _ = try calm.run(calm.sweep("stops", spec, overrides: longer))
        let sweep = try stopped.sweep("stops", spec, overrides: longer)
        let stop = StopSignal()
        // In the first job, however fast the machine: as soon as its first evaluation is in the store. Tests beside this one
        // may keep Dispatch's own threads busy.
        let store = stopped.store
        Thread.detachNewThread {
            for _ in 0..<60_000 {
                let rows = try? store.open(.readOnly).query("SELECT count(*) FROM metrics WHERE step >= 100").rows
                if let rows, rows != [[.integer(0)]] { break }
                usleep(1000)
            }
            stop.request()
        }
        let first = try stopped.run(sweep, stop: stop)
        #expect(first.done < 2)
        _ = try stopped.run(sweep)
        #expect(try stopped.states(sweep) == [.done, .done])
        #expect(try stopped.results() == calm.results())
    }

    @Test("leaves a job that another process holds alone")
    func held() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep("held", "seeds: [1, 2]\n")
        let database = try fixture.store.open(.readWrite)
        let runner = SweepRunner(
            sweep: sweep, store: fixture.store, database: database,
            options: SweepOptions(workers: 1, threads: 1, quiet: true), stop: StopSignal())
        try sweep.register(in: database)
        let stranger = RunnerIdentity(
            host: "another-host", pid: 1, processStarted: "1", processNamespace: "1", bootID: "another boot")
        #expect(try database.claim(sweep.jobs[0].key, by: stranger, leaseSeconds: 3600) != nil)
        let summary = try runner.run()
        #expect(summary.elsewhere == 1 && summary.done == 1)
    }
}
