import Foundation
import Platform
import Results
import ResultsStore
@testable import Runner
import Testing
import Training

@Suite("Merging stores with their files", .serialized)
struct StoreMergeTests {
    private func merge(_ source: SweepFixture, into target: SweepFixture, isRestoring: Bool = false) throws -> MergeOutcome {
        let database = try target.store.open(.readWrite)
        defer { try? database.close() }
        var rules = MergeRules()
        rules.isRestoring = isRestoring
        return try StoreMerge(into: target.store, database, rules: rules).merge(source.store.path)
    }

    private func weights(_ fixture: SweepFixture, _ key: String) throws -> Data {
        try Data(contentsOf: fixture.store.files(of: key).model)
    }

    private func staged(_ fixture: SweepFixture) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: fixture.store.filesFolder.appendingPathComponent(Staging.name).path)
    }

    @Test("Halves of a grid come together as the whole, weights and logs with them")
    func halves() throws {
        let whole = try SweepFixture(), left = try SweepFixture(), right = try SweepFixture()
        let axes = "axes: {fusion.point: [0, 1]}\n"
        let sweep = try whole.sweep("grid", axes + "seeds: [1, 2]\n")
        _ = try whole.run(sweep)
        _ = try left.run(left.sweep("grid", axes + "seeds: [1]\n"))
        _ = try right.run(right.sweep("grid", axes + "seeds: [2]\n"))
        #expect(try merge(right, into: left).jobs.map(\.action) == [.add, .add])
        #expect(try left.results() == whole.results())
        for job in sweep.jobs {
            #expect(try weights(left, job.key) == weights(whole, job.key))
            #expect(FileManager.default.fileExists(atPath: left.store.files(of: job.key).log.path))
        }
        #expect(try staged(left).isEmpty)
        #expect(try left.run(sweep).cached == 4, "nothing is left to run")
        #expect(try merge(right, into: left).jobs.map(\.action) == [.confirm, .confirm])
    }

    @Test("An interrupted job goes on here from the checkpoint that it has there, to the same bits")
    func continues() throws {
        let calm = try SweepFixture(), there = try SweepFixture(), here = try SweepFixture()
        let options = ["train.steps=60", "evaluate.every=20", "train.checkpoint_every=10"]
        _ = try calm.run(calm.sweep("slow", "seeds: [1]\n", overrides: options))
        let sweep = try there.sweep("slow", "seeds: [1]\n", overrides: options), job = sweep.jobs[0]
        let database = try there.store.open(.readWrite)
        try sweep.register(in: database)
        // Stopped in the middle: the first request comes after some steps.
        let stop = StopSignal(), files = there.store.files(of: job.key)
        Thread.detachNewThread {
            while files.checkpointStep < 10 { usleep(200) }
            stop.request()
        }
        let attempt = try #require(try database.claim(job.key, by: .current, leaseSeconds: 60, startStep: 0))
        let trainer = try JobTrainer(
            job: TrainingJob(job), assets: JobAssets(), files: files, threads: 1, sink: attempt, stop: stop,
            report: { progress in if progress.step > 12 { usleep(3_000) } })
        guard case .interrupted(let step) = try trainer.run() else {
            Issue.record("it was too fast to be interrupted")
            return
        }
        try attempt.finish(.interrupted, reason: "stopped after step \(step)")

        #expect(try merge(there, into: here).jobs.map(\.action) == [.add])
        #expect(here.store.files(of: job.key).checkpointStep == step)
        // Again it is no further than here.
        #expect(try merge(there, into: here).jobs.map(\.action) == [.keep])
        #expect(try here.run(here.sweep("slow", "seeds: [1]\n", overrides: options)).done == 1)
        #expect(try here.results() == calm.results())
        #expect(here.store.files(of: job.key).checkpointStep == 0)
        // Done here, interrupted there.
        #expect(try merge(there, into: here).jobs.map(\.action) == [.keep])
        #expect(try merge(here, into: there).jobs.map(\.action) == [.take])
        #expect(try there.results() == calm.results() && there.store.files(of: job.key).checkpointStep == 0)
    }

    @Test("A job whose folder somebody holds is left alone, and taken when it is free")
    func held() throws {
        let there = try SweepFixture(), here = try SweepFixture()
        let sweep = try there.sweep("one", "seeds: [1]\n"), key = sweep.jobs[0].key
        _ = try there.run(sweep)
        let lock = try #require(try here.store.files(of: key).lock())
        let actions = try withExtendedLifetime(lock) { try merge(there, into: here).jobs.map(\.action) }
        #expect(actions == [.leaveRunning] && access(here.store.files(of: key).model.path, F_OK) != 0)
    }

    @Test("What cannot be copied leaves the store as it was")
    func unchanged() throws {
        let there = try SweepFixture(), here = try SweepFixture()
        let sweep = try there.sweep("two", "seeds: [1, 2]\n")
        _ = try there.run(sweep)
        let other = try here.sweep("other", "seeds: [3]\n")
        _ = try here.run(other)
        let before = try here.results()
        // A file where the job's folder should be.
        try Data().write(to: here.store.filesFolder.appendingPathComponent(sweep.jobs[1].key))
        #expect(throws: FileError.self) { try merge(there, into: here) }
        #expect(try here.results() == before && here.store.open(.readOnly).states(sweep.jobs.map(\.key)).isEmpty)
        #expect(try staged(here).isEmpty)
        try FileManager.default.removeItem(at: here.store.filesFolder.appendingPathComponent(sweep.jobs[1].key))
        #expect(try merge(there, into: here).jobs.map(\.action) == [.add, .add])
    }

    @Test("What a killed merge left is removed by the next, unless that still goes on")
    func leftovers() throws {
        let there = try SweepFixture(), here = try SweepFixture()
        _ = try there.run(there.sweep("one", "seeds: [1]\n"))
        _ = try here.store.open(.readWrite)
        let other = try Staging(in: here.store.filesFolder)
        let left = other.folder.deletingLastPathComponent().appendingPathComponent("left", isDirectory: true)
        try createFolder(left.appendingPathComponent("deep"))
        _ = try merge(there, into: here)
        #expect(try staged(here) == [other.folder.lastPathComponent])
        withExtendedLifetime(other) {}
    }

    @Test("A store is not merged into itself, under whatever name")
    func itself() throws {
        let fixture = try SweepFixture()
        _ = try fixture.run(fixture.sweep("one", "seeds: [1]\n"))
        let link = fixture.folder.appendingPathComponent("link.sqlite").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.store.path)
        for path in [fixture.store.path, link] {
            #expect(throws: MergeError.itself(path: path)) {
                try StoreMerge(into: fixture.store, fixture.store.open(.readWrite)).merge(path)
            }
        }
    }

    @Test("Dropped weights come back when asked for")
    func restores() throws {
        let there = try SweepFixture(), here = try SweepFixture()
        let sweep = try there.sweep("one", "seeds: [1]\n"), key = sweep.jobs[0].key
        _ = try there.run(sweep)
        _ = try merge(there, into: here)
        let database = try here.store.open(.readWrite)
        let plan = try GarbagePlan(
            GarbageRules(drop: [.weights, .maps]), cells: [.init(jobs: [(key, "one")])], store: here.store, database)
        _ = try plan.carryOut(in: here.store, database)
        #expect(try merge(there, into: here).jobs[0].lacks == [.weights, .maps])
        #expect(try droppedWeightsText(of: key, in: here.store, database) != nil)
        _ = try merge(there, into: here, isRestoring: true)
        #expect(try weights(here, key) == weights(there, key))
        #expect(try here.results() == there.results() && database.dropped([key]).isEmpty)
    }
}
