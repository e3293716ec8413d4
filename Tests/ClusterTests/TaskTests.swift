import Experiments
import Foundation
import Platform
import ResultsStore
import Runner
import Testing
@testable import Cluster

@Suite("A task", .serialized)
struct TaskTests {
    @Test("leaves bundles that merge to the bits of a plain run, in any order and as often as one likes")
    func endToEnd() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("axes: {fusion.point: [0, 1]}\nseeds: [1, 2]\n")
        let sent = try fixture.submit(try fixture.plan(sweep, ClusterFixture.single(seconds: 1)))
        let expected = try fixture.localResults(sweep)
        // The last first; what is there is merged half-way.
        #expect(try fixture.run(sent.submission, [3, 1]) == [.finished, .finished])
        #expect(try fixture.merge().jobs.count == 2)
        #expect(try fixture.run(sent.submission, [0, 2, 2]) == [.finished, .finished, .finished])
        let second = try fixture.merge()
        #expect(second.known == 2 && second.jobs.map(\.action) == [.take, .take])
        let third = try fixture.merge()
        #expect(third.known == 4 && third.jobs.isEmpty && third.damaged.isEmpty)
        #expect(try ClusterFixture.results(fixture.store, sweep) == expected)
        // Another store takes all at once, and compares when the first is merged into it.
        let other = fixture.folder.path("other.sqlite")
        #expect(try fixture.merge(into: other).jobs.map(\.action) == Array(repeating: .add, count: 4))
        #expect(try ClusterFixture.results(StoreLocation(path: other), sweep) == expected)
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.spool.folder("checkpoints").path).isEmpty)
        let attempts = try fixture.store.open(.readOnly).attempts(sweep.jobs[0].key)
        #expect(attempts.count == 1 && attempts[0].ending == .done && attempts[0].provenance.toolSHA256 != nil)
        withExtendedLifetime(fixture) {}
    }

    @Test("is done again for a bundle that is truncated or has a flipped bit; the others are not touched")
    func damaged() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("seeds: [1, 2, 3]\n"), settings = ClusterFixture.single(seconds: 1)
        let sent = try fixture.submit(try fixture.plan(sweep, settings))
        _ = try fixture.run(sent.submission, [0, 1, 2])
        let bundles = sweep.jobs.map { fixture.spool.bundle($0.key, of: sent.submission.id) }
        var bytes = try Data(contentsOf: bundles[0])
        bytes[bytes.count / 2] ^= 4
        try bytes.write(to: bundles[0])
        try Data(contentsOf: bundles[1]).dropLast(100).write(to: bundles[1])
        let outcome = try fixture.merge()
        #expect(outcome.jobs.map(\.key) == [sweep.jobs[2].key])
        #expect(Set(outcome.damaged.map(\.job)) == Set(sweep.jobs.prefix(2).map(\.key)))
        #expect(StoreSpools.messages(outcome).count == 2)
        try fixture.folder.write("state/squeue", "")
        // They count as missing, and the next submission sends exactly them.
        let next = try fixture.plan(sweep, settings, held: fixture.look().held())
        #expect(Set(next.slices.flatMap(\.entries).map(\.key)) == Set(sweep.jobs.prefix(2).map(\.key)))
        let again = try fixture.submit(next)
        _ = try fixture.run(again.submission, [0, 1])
        #expect(try fixture.merge().jobs.count == 2)
        #expect(try ClusterFixture.results(fixture.store, sweep) == fixture.localResults(sweep))
        withExtendedLifetime(fixture) {}
    }

    @Test("goes on from the checkpoint in the spool, with its earlier attempts, on another node")
    func resumed() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("seeds: [1]\n")
        let job = sweep.jobs[0], sent = try fixture.submit(try fixture.plan(sweep))
        // A node that was stopped half-way.
        let node = StoreLocation(path: fixture.folder.path("node.sqlite")), database = try node.open(.readWrite)
        let scratch = fixture.folder.url.appendingPathComponent("scratch", isDirectory: true)
        try createFolder(scratch)
        let stop = StopSignal()
        let courier = try Courier(sent.submission, task: 0, store: node, database, scratch: scratch, period: 60)
        let stopping = Stopping(courier, at: 3, stop)
        let summary = try SweepRunner(
            sweep: sweep, store: node, database: database, options: SweepOptions(workers: 1, threads: 1, quiet: true), stop: stop,
            observer: stopping
        ).run()
        courier.end()
        try database.close()
        #expect(summary.interrupted == 1)
        let header = try Bundle.check(fixture.spool.checkpoint(job.key), job: job.key)
        #expect(header.state == .interrupted && header.step > 0 && header.step < 6)
        #expect(try fixture.merge().jobs.isEmpty)
        #expect(try fixture.run(sent.submission, [0]) == [.finished])
        #expect(try fixture.merge().jobs.count == 1)
        let attempts = try fixture.store.open(.readOnly).attempts(job.key)
        #expect(attempts.map(\.ending) == [.interrupted, .done])
        #expect(try ClusterFixture.results(fixture.store, sweep) == fixture.localResults(sweep))
        #expect(access(fixture.spool.checkpoint(job.key).path, F_OK) != 0)
        withExtendedLifetime(fixture) {}
    }

    @Test("is not run by another program than the one that was submitted")
    func otherProgram() throws {
        let fixture = try ClusterFixture()
        let sent = try fixture.submit(try fixture.plan(try fixture.sweep("seeds: [1]\n")))
        #expect(throws: SpoolProblem.changed(file: fixture.spool.file(sent.submission.manifest.tool.copy).path)) {
            _ = try ClusterTask(sent.submission, number: 0, slurm: fixture.slurm).run()
        }
        withExtendedLifetime(fixture) {}
    }

    @Test("whose node vanished counts as an attempt: the third without progress is the last")
    func stuck() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("seeds: [1]\n"), job = sweep.jobs[0]
        let sent = try fixture.submit(try fixture.plan(sweep))
        for _ in 0..<3 {
            // What the spool has of a node that was there a moment ago.
            let folder = fixture.folder.url.appendingPathComponent(UUID().uuidString, isDirectory: true)
            try createFolder(folder)
            let node = StoreLocation(path: folder.appendingPathComponent("node.sqlite").path), database = try node.open(.readWrite)
            try NodeStore(fixture.spool, node, database).takeUp([.init(key: job.key)], of: sent.submission, in: sweep)
            try sweep.register(in: database)
            let courier = try Courier(sent.submission, task: 0, store: node, database, scratch: folder, period: 60)
            #expect(try database.claim(job.key, by: .current, leaseSeconds: 60, startStep: 0) != nil)
            try courier.began(job)
            courier.end()
            try database.close()
            try FileManager.default.removeItem(at: folder)
        }
        #expect(try fixture.run(sent.submission, [0]) == [.finished])
        let outcome = try fixture.merge()
        #expect(outcome.jobs.map(\.there) == [.error])
        let status = try #require(try fixture.store.open(.readOnly).states([job.key])[job.key])
        #expect(status.reason?.contains("3 attempts in a row") == true)
        // `retry` gives it a new budget, there as here.
        try fixture.folder.write("state/squeue", "")
        let database = try fixture.store.open(.readWrite)
        #expect(try database.retry([job.key]) == [job.key])
        try database.close()
        let again = try fixture.submit(try fixture.plan(sweep, held: fixture.look().held()))
        #expect(try fixture.run(again.submission, [0]) == [.finished])
        #expect(try fixture.merge().jobs.map(\.there) == [.done])
        withExtendedLifetime(fixture) {}
    }

    @Test("that cannot write to the spool waits, loses nothing and goes on when there is room")
    func fullSpool() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("seeds: [1, 2]\n")
        let sent = try fixture.submit(try fixture.plan(sweep))
        let bundles = fixture.spool.bundles(sent.submission.id), aside = fixture.folder.url.appendingPathComponent("aside")
        // A folder that is not there refuses files as a full disk does.
        try FileManager.default.moveItem(at: bundles, to: aside)
        let ends = try fixture.run(sent.submission, [0])
        guard case .left(requeued: false, let reason) = ends[0] else {
            Issue.record("it ended as \(ends)")
            return
        }
        #expect(reason.contains("the spool took no more") && reason.contains("make room"))
        let kept = try #require(reason.firstMatch(of: /stays in (\/\S+): make room/)?.1)
        #expect(FileManager.default.fileExists(atPath: "\(kept)/node.sqlite"))
        try FileManager.default.removeItem(atPath: String(kept))
        try FileManager.default.moveItem(at: aside, to: bundles)
        #expect(try fixture.run(sent.submission, [0]) == [.finished])
        _ = try fixture.merge()
        #expect(try ClusterFixture.results(fixture.store, sweep) == fixture.localResults(sweep))
        withExtendedLifetime(fixture) {}
    }

    @Test("takes over the training of another, trained in the same task or by a done job of the store")
    func sharedTraining() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("axes: {sample.guidance: [0, 1.5]}\nseeds: [1]\n"), expected = try fixture.localResults(sweep)
        let plan = try fixture.plan(sweep, ClusterFixture.single(seconds: 1))
        #expect(plan.slices.map(\.entries.count) == [2])
        let first = try fixture.submit(plan)
        _ = try fixture.run(first.submission, [0])
        _ = try fixture.merge()
        #expect(try ClusterFixture.results(fixture.store, sweep) == expected)
        // One more of that training: its donor comes along.
        let more = try fixture.sweep("axes: {sample.guidance: [0, 1.5, 3]}\nseeds: [1]\n")
        let next = try fixture.plan(more, held: fixture.look().held())
        #expect(next.jobs == 1 && next.slices[0].entries[0].donor != nil)
        let second = try fixture.submit(next)
        _ = try fixture.run(second.submission, [0])
        _ = try fixture.merge()
        let log = try String(
            contentsOf: fixture.store.files(of: next.slices[0].entries[0].key).log, encoding: .utf8)
        #expect(log.contains("whose weights and curves it takes over"))
        #expect(try ClusterFixture.results(fixture.store, more).count > expected.count)
        withExtendedLifetime(fixture) {}
    }

    @Test("leaves out jobs that were cancelled; a job that fails is bundled with its reason")
    func cancelledAndFailed() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("axes: {train.learning_rate: [1e-3, 1e30]}\nseeds: [1, 2]\n")
        let sent = try fixture.submit(try fixture.plan(sweep, ClusterFixture.single(seconds: 1)))
        let victim = sweep.jobs[0].key
        let (count, problems) = try ClusterCancel([fixture.spool], slurm: fixture.slurm).cancel(jobs: [victim])
        #expect(count == 1 && problems.isEmpty)
        // Its task has nothing else and is taken out of the queue.
        #expect(fixture.calls("scancel").count == 1)
        _ = try fixture.run(sent.submission, Array(0..<4))
        let outcome = try fixture.merge()
        #expect(outcome.jobs.count == 3 && !outcome.jobs.contains { $0.key == victim })
        #expect(outcome.jobs.filter { $0.there == .diverged }.count == 2)
        let told = try ClusterCancel([fixture.spool], slurm: fixture.slurm).cancelAll()
        #expect(told.names == [sent.submission.manifest.jobName])
        #expect(fixture.calls("scancel").last == "scancel --name=\(sent.submission.manifest.jobName)")
        withExtendedLifetime(fixture) {}
    }

    @Test("two merges at once, and one job with other bits, are told apart")
    func mergesAtOnce() throws {
        let fixture = try ClusterFixture()
        let sweep = try fixture.sweep("seeds: [1, 2, 3, 4]\n"), expected = try fixture.localResults(sweep)
        let sent = try fixture.submit(try fixture.plan(sweep))
        _ = try fixture.run(sent.submission, [0])
        let failures = try inParallel([1, 2, 3]) { _ in try fixture.merge() }.flatMap(\.damaged)
        #expect(failures.isEmpty)
        #expect(try ClusterFixture.results(fixture.store, sweep) == expected)
        // A store that has other bits keeps its own and tells.
        let other = StoreLocation(path: fixture.folder.path("local.sqlite"))
        let script = "UPDATE metrics SET value = value + 1e-9 WHERE step = 6 AND job = (SELECT id FROM jobs ORDER BY key LIMIT 1)"
        let changed = try ChildProcess.capture(
            "/usr/bin/env", ["sqlite3", other.path, script], environment: ["PATH": "/usr/bin:/bin"], seconds: 20)
        try #require(changed.ending == .exit(0), "\(changed.messages)")
        let outcome = try fixture.merge(into: other.path)
        let conflicts = outcome.jobs.filter { if case .conflict = $0.action { true } else { false } }
        #expect(conflicts.count == 1 && outcome.jobs.count == 4)
        #expect(StoreSpools.messages(outcome).contains { $0.contains("OTHER BITS") })
        #expect(try fixture.merge(into: other.path).jobs.isEmpty)
        withExtendedLifetime(fixture) {}
    }
}

/// Stops a sweep after some steps.
private final class Stopping: SweepObserver {
    private let next: Courier
    private let step: Int
    private let stop: StopSignal

    init(_ next: Courier, at step: Int, _ stop: StopSignal) { (self.next, self.step, self.stop) = (next, step, stop) }

    func began(_ job: Job) throws { try next.began(job) }
    func advanced(_ job: Job, step: Int) {
        next.advanced(job, step: step)
        if step >= self.step { stop.request() }
    }
    func ended(_ job: Job, as ending: Ending, reason: String?) throws { try next.ended(job, as: ending, reason: reason) }
}
