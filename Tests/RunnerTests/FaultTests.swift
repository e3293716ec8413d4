import Dispatch
import Foundation
import Platform
import Results
import ResultsStore
@testable import Runner
import Testing
import Training

@Suite("A sweep under faults", .serialized)
struct FaultTests {
    private func options(_ change: (inout SweepOptions) -> Void) -> SweepOptions {
        var options = SweepOptions(workers: 1, threads: 1, quiet: true)
        change(&options)
        return options
    }

    private func run(_ fixture: SweepFixture, _ sweep: Sweep, _ change: (inout SweepOptions) -> Void = { _ in }) throws -> SweepSummary {
        try SweepRunner(
            sweep: sweep, store: fixture.store, database: fixture.store.open(.readWrite), options: options(change),
            stop: StopSignal()
        ).run()
    }

    @Test("Three jobs that fail alike at once pause the sweep and tell the cause once")
    func pauses() throws {
        let fixture = try SweepFixture()
        let broken = ["train.warmup_steps=0", "train.steps=12", "train.learning_rate=1e18"]
        let sweep = try fixture.sweep("alike", "axes: {train.weight_decay: [0, 0.1, 0.2, 0.3, 0.4]}\n", overrides: broken)
        let first = try run(fixture, sweep)
        #expect(first.failed == 3 && first.planned == 5)
        #expect(first.pause?.hasPrefix("3 jobs failed alike in their first minute (diverged): the loss became") == true)
        let order = sweep.jobsInRunningOrder.map(\.key), states = try fixture.store.open(.readOnly).states(order)
        #expect(order.map { states[$0]?.state } == [.diverged, .diverged, .diverged, .pending, .pending])

        let other = try SweepFixture()
        let all = try run(other, other.sweep("alike", "axes: {train.weight_decay: [0, 0.1, 0.2, 0.3, 0.4]}\n", overrides: broken)) {
            $0.keepGoing = true
        }
        #expect(all.failed == 5 && all.pause == nil)
    }

    @Test("A job whose estimate is over the limit is refused before it starts; the others run")
    func refuses() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep("large", "axes: {model.width: [16, 256]}\n")
        let limit = (sweep.jobs[0].configuration.estimatedBytes + sweep.jobs[1].configuration.estimatedBytes) / 2
        let summary = try run(fixture, sweep) { $0.memoryLimit = limit }
        #expect(summary.done == 1 && summary.refused == 1)
        #expect(try fixture.states(sweep) == [.done, .pending])
        #expect(try run(fixture, sweep).done == 1)
    }

    @Test("Jobs that do not fit side by side run one after another")
    func packs() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep("packed", "seeds: [1, 2, 3]\n")
        let summary = try run(fixture, sweep) {
            $0.workers = 3
            $0.memoryLimit = sweep.jobs[0].configuration.estimatedBytes * 3 / 2
        }
        #expect(summary.done == 3)
        let overlaps = try fixture.store.open(.readOnly).query(
            """
            SELECT count(*) FROM attempts a JOIN attempts b ON a.id < b.id
            WHERE a.started_at < b.ended_at AND b.started_at < a.ended_at
            """)
        #expect(overlaps.rows == [[.integer(0)]])
    }

    @Test("A job over its time ends as timeout with a checkpoint; retry goes on from there to the same bits")
    func timesOut() throws {
        let calm = try SweepFixture(), timed = try SweepFixture()
        let longer = ["train.steps=300", "evaluate.every=100"]
        _ = try calm.run(calm.sweep("slow", "seeds: [1]\n", overrides: longer))
        let sweep = try timed.sweep("slow", "seeds: [1]\n", overrides: longer)
        let summary = try run(timed, sweep) { $0.jobSeconds = 0.05 }
        try #require(summary.failed == 1)
        #expect(try timed.states(sweep) == [.timeout])
        #expect(FileManager.default.fileExists(atPath: timed.store.files(of: sweep.jobs[0].key).checkpoint.path))
        #expect(try run(timed, sweep).failedEarlier == 1)
        try timed.store.open(.readWrite).retry([sweep.jobs[0].key], endings: [.timeout])
        #expect(try run(timed, sweep).done == 1)
        #expect(try timed.results() == calm.results())
    }

    @Test("A job whose time is over while it waits for a mini-clip ends as timeout, not as interrupted")
    func timesOutPreparing() throws {
        let fixture = try SweepFixture()
        let encoder = ["text.encoder=mini-clip", "text.width=16", "text.encoder_steps=5000"]
        let sweep = try fixture.sweep("preparing", "seeds: [1]\n", overrides: encoder)
        #expect(try run(fixture, sweep) { $0.jobSeconds = 0.1 }.failed == 1)
        #expect(try fixture.states(sweep) == [.timeout])
        let attempt = try #require(try fixture.store.open(.readOnly).attempts(sweep.jobs[0].key).first)
        #expect(attempt.reason?.contains("while mini-clip was being trained") == true)
    }

    @Test("A job that gets no further in three attempts is an error, and no attempt is started for it")
    func stuck() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep("stuck", "seeds: [1, 2]\n"), key = sweep.jobs[0].key
        let database = try fixture.store.open(.readWrite)
        try sweep.register(in: database)
        for _ in 0..<3 {
            let attempt = try #require(try database.claim(key, by: .current, leaseSeconds: 60, startStep: 0))
            try attempt.finish(.lost, reason: "vanished")
        }
        let summary = try run(fixture, sweep)
        #expect(summary.failed == 1 && summary.done == 1)
        #expect(try fixture.states(sweep) == [.error, .done])
        #expect(try database.attempts(key).count == 3)
    }

    @Test("A job whose files another process holds is left alone, even when its lease is over")
    func filesHeld() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep("files", "seeds: [1, 2]\n")
        let lock = try #require(try fixture.store.files(of: sweep.jobs[0].key).lock())
        #expect(try fixture.store.files(of: sweep.jobs[0].key).lock() == nil)
        let summary = try withExtendedLifetime(lock) { try run(fixture, sweep) }
        #expect(summary.elsewhere == 1 && summary.done == 1)
    }

    @Test("A done job leaves no checkpoint, also when the process ended right after recording it")
    func tidies() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep("tidy", "seeds: [1]\n")
        _ = try run(fixture, sweep)
        let files = fixture.store.files(of: sweep.jobs[0].key)
        #expect(files.checkpointStep == 0)
        try FileManager.default.copyItem(at: files.model, to: files.checkpoint)
        #expect(try run(fixture, sweep).cached == 1)
        #expect(!FileManager.default.fileExists(atPath: files.checkpoint.path))
    }

    @Test("Results of another engine version are told and kept, or run again when asked, to the same bits")
    func otherCode() throws {
        let fixture = try SweepFixture()
        let sweep = try fixture.sweep("code", "axes: {fusion.point: [0, 1]}\n"), key = sweep.jobs[0].key
        _ = try run(fixture, sweep)
        let results = try fixture.results()
        let database = try fixture.store.open(.readWrite)
        #expect(sweep.otherCodeText(try database.states([key]), policy: .reuse) == nil)
        // The same job as an older program would have left it, with a metric that this one no longer has.
        try database.retry([key], endings: [.done])
        let old = try #require(
            try database.claim(
                key, by: .current, leaseSeconds: 60, provenance: Provenance(codeVersion: "0"), startStep: 0))
        try old.record(metrics: [MetricValue(MetricName("gone", "all"), step: 6, value: 1)])
        try old.finish(.done)
        let states = try database.states(sweep.jobs.map(\.key))
        #expect(
            sweep.otherCodeText(states, policy: .reuse) == """
                1 done job(s) come from another engine version than \(EngineVersion.current) (kept; --code rerun runs them again):
                  point=0 seed=1: engine version 0
                """)
        let plan = try SweepPlan(
            sweep: sweep, states: states, store: fixture.store, pace: SweepPace(gflops: 1, source: "given"), workers: 1, threads: 1)
        #expect(plan.otherCodeJobs == 1 && plan.estimatedSeconds == 0)
        let rerun = try SweepPlan(
            sweep: sweep, states: states, store: fixture.store, pace: SweepPace(gflops: 1, source: "given"), workers: 1, threads: 1,
            code: .rerun)
        #expect(rerun.cells[0].remainingSeconds > 0 && rerun.cells[1].remainingSeconds == 0)

        #expect(try run(fixture, sweep).cached == 2)
        let again = try run(fixture, sweep) { $0.code = .rerun }
        #expect(again.done == 1 && again.cached == 1)
        #expect(try fixture.results() == results)
        #expect(try run(fixture, sweep) { $0.code = .rerun }.cached == 2)
    }
}
