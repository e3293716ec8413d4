import Foundation
import Platform
import ResultsStore
@testable import Runner
import Synchronization
import Testing
import Training

@Suite("Training shared by jobs that differ only at the end", .serialized)
struct SharedTrainingTests {
    private let axes = "axes: {sample.guidance: [0, 1, 3]}\nseeds: [1, 2]\n"

    private func trainedJobs(_ fixture: SweepFixture) throws -> Int {
        let sql = "SELECT count(*) FROM measurements WHERE name = 'images_per_second'"
        guard case .integer(let count) = try fixture.store.open(.readOnly).query(sql).rows[0][0] else { return -1 }
        return Int(count)
    }

    @Test("happens once, and each result has the bits that it has alone", arguments: [1, 3])
    func once(workers: Int) throws {
        let shared = try SweepFixture()
        let options = ["train.steps=12", "evaluate.every=5"]
        let summary = try shared.run(shared.sweep("shared", axes, overrides: options), workers: workers)
        #expect(summary.done == 6)
        #expect(try trainedJobs(shared) == 2)

        var alone: [String] = []
        for guidance in [0, 1, 3] {
            let fixture = try SweepFixture()
            let sweep = try fixture.sweep("alone", "axes: {sample.guidance: [\(guidance)]}\nseeds: [1, 2]\n", overrides: options)
            _ = try fixture.run(sweep)
            #expect(try trainedJobs(fixture) == 2)
            alone += try fixture.results()
            for job in sweep.jobs {
                let (one, other) = (fixture.store.files(of: job.key).model, shared.store.files(of: job.key).model)
                #expect(try Data(contentsOf: one) == Data(contentsOf: other))
            }
        }
        #expect(try shared.results().sorted() == alone.sorted())
    }

    @Test("is that of an earlier sweep, too")
    func earlier() throws {
        let fixture = try SweepFixture()
        _ = try fixture.run(fixture.sweep("first", "seeds: [1]\n"))
        let later = try fixture.sweep("later", "axes: {evaluate.timesteps: [[100], [500]], sample.images: [3, 4]}\nseeds: [1]\n")
        let states = try fixture.store.open(.readOnly).states(later.jobs.map(\.key))
        let plan = try SweepPlan(
            sweep: later, states: states, database: fixture.store.open(.readOnly), store: fixture.store,
            pace: SweepPace(gflops: 1, source: "given"),
            workers: 1, threads: 1)
        #expect(plan.sharedJobs == 3)
        let shared = try SharedTraining(jobs: later.jobs, database: fixture.store.open(.readOnly), store: fixture.store)
        #expect(later.jobs.allSatisfy { shared.group(of: $0) == nil }, "they need not wait for one another")
        #expect(try fixture.run(later).done == 3)
        #expect(try trainedJobs(fixture) == 1)
    }

    @Test("comes without the samples that the other job drew on the way, bit for bit as trained alone")
    func withoutSamples() throws {
        let options = ["train.steps=12", "evaluate.every=5"]
        let fixture = try SweepFixture()
        _ = try fixture.run(
            fixture.sweep("meanwhile", "seeds: [1]\n", overrides: options + ["evaluate.sample_every=3", "evaluate.sample_images=2"]))
        let later = try fixture.sweep("later", "seeds: [1]\n", overrides: options)
        #expect(try fixture.run(later).done == 1)
        #expect(try trainedJobs(fixture) == 1)
        let alone = try SweepFixture()
        let same = try alone.sweep("alone", "seeds: [1]\n", overrides: options)
        _ = try alone.run(same)
        #expect(same.jobs[0].key == later.jobs[0].key)
        func metrics(_ fixture: SweepFixture) throws -> [[SQLValue]] {
            try fixture.store.open(.readOnly).query(
                """
                SELECT s.name, s.split, m.step, m.value FROM metrics m JOIN metric_series s ON s.id = m.series
                JOIN jobs j ON j.id = m.job WHERE j.key = '\(later.jobs[0].key)' ORDER BY 1, 2, 3
                """
            ).rows
        }
        #expect(try metrics(fixture) == metrics(alone))
    }

    @Test("is not assumed where samples on the way would differ, nor across engine versions")
    func notShared() throws {
        let fixture = try SweepFixture()
        let meanwhile = ["evaluate.sample_every=3", "evaluate.sample_images=2"]
        _ = try fixture.run(fixture.sweep("meanwhile", "axes: {sample.guidance: [0, 1]}\nseeds: [1]\n", overrides: meanwhile))
        #expect(try trainedJobs(fixture) == 2)

        let other = try SweepFixture()
        // The same training as an older program would have left it.
        let old = try other.sweep("old", "seeds: [1]\n"), key = old.jobs[0].key
        _ = try other.run(old)
        let database = try other.store.open(.readWrite)
        try database.retry([key], endings: [.done])
        let attempt = try #require(
            try database.claim(
                key, by: .current, leaseSeconds: 60, provenance: Provenance(codeVersion: "0"), startStep: 0))
        try attempt.finish(.done)
        _ = try other.run(other.sweep("new", "seeds: [1]\n", overrides: ["sample.guidance=2"]))
        #expect(try trainedJobs(other) == 2)
    }

    @Test("does not come from damaged weights: the job trains itself and says why")
    func damaged() throws {
        let fixture = try SweepFixture()
        let first = try fixture.sweep("first", "seeds: [1]\n")
        _ = try fixture.run(first)
        let model = fixture.store.files(of: first.jobs[0].key).model
        var bytes = try Data(contentsOf: model)
        bytes[bytes.count - 9] ^= 1
        try bytes.write(to: model)
        #expect(throws: TrainingError.damagedWeights(path: model.path)) {
            try TrainedWeights.load(of: TrainingJob(first.jobs[0]), from: fixture.store.files(of: first.jobs[0].key))
        }
        let second = try fixture.sweep("second", "seeds: [1]\n", overrides: ["sample.guidance=2"])
        #expect(try fixture.run(second).done == 1)
        #expect(try trainedJobs(fixture) == 2)
        let log = try #require(try fixture.store.open(.readOnly).attempts(second.jobs[0].key).first?.logTail)
        #expect(log.contains("not taken over from job \(first.jobs[0].key.prefix(12))"))
        #expect(log.contains("damaged weights"))
    }

    @Test("is handed out in order, one job of a group at a time")
    func queue() {
        let queue = JobQueue(groups: [0, 0, nil, 1, 0, 0], stop: StopSignal())
        #expect(queue.take() == 0 && queue.take() == 2 && queue.take() == 3)
        // The first fails: the next tries. When that is done nobody waits any more.
        for (index, isTrained, next) in [(0, false, [1]), (1, true, [4, 5])] {
            let isFinished = Atomic(false)
            Thread.detachNewThread {
                usleep(20_000)
                isFinished.store(true, ordering: .sequentiallyConsistent)
                queue.finished(index, isTrained: isTrained)
            }
            for index in next { #expect(queue.take() == index && isFinished.load(ordering: .sequentiallyConsistent)) }
        }
        #expect(queue.take() == nil)
    }

    @Test("is not waited for once a stop is requested")
    func stoppedQueue() {
        let stop = StopSignal(), queue = JobQueue(groups: [0, 0, 0], stop: stop)
        #expect(queue.take() == 0)
        Thread.detachNewThread { stop.request() }
        #expect(queue.take() == nil)
    }
}
