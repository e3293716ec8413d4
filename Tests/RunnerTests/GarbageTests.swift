import Foundation
import Platform
import Results
import ResultsStore
@testable import Runner
import Testing
import Training

@Suite("Dropping files to save space", .serialized)
struct GarbageTests {
    private func cells(_ sweep: Sweep) -> [GarbagePlan.Cell] {
        Dictionary(grouping: sweep.jobs, by: \.cellIndex).sorted { $0.key < $1.key }
            .map { _, jobs in GarbagePlan.Cell(jobs: jobs.map { ($0.key, sweep.label(of: $0)) }) }
    }

    private func plan(_ rules: GarbageRules, _ sweep: Sweep, _ fixture: SweepFixture) throws -> GarbagePlan {
        try GarbagePlan(rules, cells: cells(sweep), store: fixture.store, fixture.store.open(.readWrite))
    }

    private func hasWeights(_ fixture: SweepFixture, _ key: String) -> Bool {
        access(fixture.store.files(of: key).model.path, F_OK) == 0
    }

    private func numbers(_ fixture: SweepFixture) throws -> [[SQLValue]] {
        let database = try fixture.store.open(.readOnly)
        return try [
            "v_curves ORDER BY 1, 3, 4, 5", "v_attention ORDER BY 1, 3, 4, 5, 7", "v_localisation ORDER BY 1, 2, 3",
            "v_attempts ORDER BY 2",
        ]
        .flatMap { try database.query("SELECT * FROM \($0)").rows }
    }

    @Test("Use on disk is that of the files and blobs, by kind")
    func use() throws {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("one", "seeds: [1]\n"), key = sweep.jobs[0].key
        _ = try fixture.run(sweep)
        let database = try fixture.store.open(.readOnly), files = fixture.store.files(of: key)
        try Data(count: 1000).write(to: files.checkpoint)
        try Data(count: 10).write(to: files.previousCheckpoint)
        try createFolderWith(bytes: 7, at: fixture.store.filesFolder.appendingPathComponent("0123"))
        let use = try DiskUse(fixture.store, database)
        #expect(use.jobs[key]?[.checkpoints] == 1010)
        #expect(use.jobs[key]?[.weights] == (try Data(contentsOf: files.model)).count)
        #expect(use.jobs[key]?[.logs] == (try Data(contentsOf: files.log)).count)
        #expect(try use.jobs[key]?[.samples] == database.samples(key).reduce(0) { $0 + $1.png.count })
        #expect(try use.jobs[key]?[.maps] == database.attentionMaps(key).reduce(0) { $0 + 2 * $1.values.count })
        #expect(use.orphans.map(\.bytes) == [7] && use.total(of: [key, "absent"])[.checkpoints] == 1010)
        #expect(bytesText(999) == "999 B" && bytesText(1_234_567) == "1.2 MB")
    }

    private func createFolderWith(bytes: Int, at folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(count: bytes).write(to: folder.appendingPathComponent("x"))
    }

    @Test(
        "Numbers stay, weights of the best of a cell stay, what goes is remembered and gone", arguments: GarbageRules.KeptWeights.allCases)
    func rules(kept: GarbageRules.KeptWeights) throws {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("grid", "axes: {fusion.point: [0, 1]}\nseeds: [1, 2, 3]\n")
        _ = try fixture.run(sweep)
        let before = try numbers(fixture), database = try fixture.store.open(.readWrite)
        let plan = try plan(GarbageRules(drop: [.maps, .samples, .logs], kept: kept), sweep, fixture)
        #expect(plan.items.count == 6 && plan.keptWeights == (kept == .all ? 0 : 2))
        #expect(try numbers(fixture) == before && sweep.jobs.allSatisfy { hasWeights(fixture, $0.key) }, "a plan changes nothing")
        let summary = try plan.carryOut(in: fixture.store, database)
        #expect(summary.jobs == 6 && summary.bytes == plan.bytes && summary.held == 0 && summary.givenBack != nil)
        #expect(try numbers(fixture) == before)
        #expect(try database.query("SELECT count(*) FROM samples").rows == [[.integer(0)]])
        #expect(try database.query("SELECT count(*) FROM attention_maps").rows == [[.integer(0)]])
        #expect(try database.fileBytes().free == 0)
        let errors = try database.finalMetrics(sweep.jobs.map(\.key)), metric = Metric.x0Error.name(on: .validation)
        for cell in cells(sweep) {
            let keys = cell.jobs.map(\.key), left = keys.filter { hasWeights(fixture, $0) }
            switch kept {
            case .all: #expect(left == keys)
            case .bestPerCell: #expect(left == [keys.min { errors[$0]![metric]!.value < errors[$1]![metric]!.value }])
            case .last: #expect(left.count == 1)
            }
            for key in keys where !left.contains(key) {
                #expect(try database.dropped([key])[key]?.map(\.kind).sorted() == [.weights, .maps, .samples, .logs])
                let said = try #require(try droppedWeightsText(of: key, in: fixture.store, database))
                #expect(said.hasPrefix("weights of job \(key.prefix(12)) were dropped by gc on 2"))
            }
        }
        #expect(try sweep.droppedTexts(database).count == 2)
        #expect(try self.plan(GarbageRules(drop: [.maps, .samples, .logs], kept: kept), sweep, fixture).items.isEmpty)
    }

    @Test("A cell that cannot be judged keeps its weights")
    func unjudged() throws {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("grid", "seeds: [1, 2]\n")
        _ = try fixture.run(sweep)
        let plan = try plan(GarbageRules(kept: .bestPerCell, metric: MetricName("clip_score", "all"), better: .higher), sweep, fixture)
        #expect(plan.items.isEmpty && plan.unjudged == 2)
    }

    @Test("Nothing goes of a job that runs, or whose folder is held")
    func running() throws {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("two", "seeds: [1, 2]\n")
        _ = try fixture.run(sweep)
        let (first, second) = (sweep.jobs[0].key, sweep.jobs[1].key), database = try fixture.store.open(.readWrite)
        let early = try plan(GarbageRules(drop: [.weights, .maps]), sweep, fixture)
        try database.retry([first], endings: [.done])
        let attempt = try database.claim(first, by: .current, leaseSeconds: 60)
        #expect(attempt != nil)
        let plan = try plan(GarbageRules(drop: [.weights, .maps]), sweep, fixture)
        #expect(plan.running == 1 && plan.items.map(\.key) == [second])
        let lock = try #require(try fixture.store.files(of: second).lock())
        let summary = try withExtendedLifetime(lock) { try early.carryOut(in: fixture.store, database) }
        #expect(summary.held == 2 && summary.jobs == 0)
        #expect(hasWeights(fixture, first) && hasWeights(fixture, second))
        #expect(try !database.attentionMaps(first).isEmpty && !database.attentionMaps(second).isEmpty)
        #expect(try database.dropped([first, second]).isEmpty)
    }

    @Test("Weights that waiting jobs would take over are told")
    func waiting() throws {
        let fixture = try SweepFixture(), first = try fixture.sweep("first", "seeds: [1]\n")
        _ = try fixture.run(first)
        let later = try fixture.sweep("later", "axes: {sample.guidance: [0, 2]}\nseeds: [1]\n")
        try later.register(in: fixture.store.open(.readWrite))
        #expect(try plan(GarbageRules(drop: [.weights]), first, fixture).items.map(\.waiting) == [2])
    }

    @Test("Folders of no job go only when asked for, and never one that became a job's")
    func orphans() throws {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("one", "seeds: [1]\n"), database = try fixture.store.open(.readWrite)
        let stray = fixture.store.filesFolder.appendingPathComponent("feed"), mine = fixture.store.files(of: sweep.jobs[0].key).folder
        try createFolderWith(bytes: 5, at: stray)
        try createFolderWith(bytes: 6, at: mine)
        var plan = try GarbagePlan(GarbageRules(drop: [.logs]), cells: [], store: fixture.store, database)
        #expect(plan.orphans.count == 2 && plan.bytes == 0)
        _ = try plan.carryOut(in: fixture.store, database)
        #expect(access(stray.path, F_OK) == 0)
        plan = try GarbagePlan(GarbageRules(dropsOrphans: true), cells: [], store: fixture.store, database)
        try sweep.register(in: database)
        #expect(try plan.carryOut(in: fixture.store, database).orphans == 1)
        #expect(access(stray.path, F_OK) != 0 && access(mine.appendingPathComponent("x").path, F_OK) == 0)
    }

    @Test("What was dropped is made again, to the same bits; weights that are there are not trained anew")
    func remakes() throws {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("two", "seeds: [1, 2]\n"), database = try fixture.store.open(.readWrite)
        _ = try fixture.run(sweep)
        let before = try fixture.results(), weights = try Data(contentsOf: fixture.store.files(of: sweep.jobs[0].key).model)
        func remake(_ kinds: Set<StoredKind>) throws -> SweepSummary {
            var options = SweepOptions(workers: 1, threads: 1, quiet: true)
            options.remake = kinds
            return try SweepRunner(sweep: sweep, store: fixture.store, database: database, options: options, stop: StopSignal()).run()
        }
        func trained() throws -> Int64 {
            let sql = "SELECT count(*) FROM measurements WHERE name = 'images_per_second'"
            guard case .integer(let count) = try database.query(sql).rows[0][0] else { return -1 }
            return count
        }
        #expect(try remake([.weights, .maps, .samples]).planned == 0 && trained() == 2)
        _ = try plan(GarbageRules(drop: [.maps, .samples]), sweep, fixture).carryOut(in: fixture.store, database)
        #expect(try remake([.weights]).planned == 0)
        let looked = try remake([.maps])
        #expect(try looked.done == 2 && looked.otherwise == 0 && trained() == 2 && fixture.results() == before)
        _ = try plan(GarbageRules(drop: [.weights]), sweep, fixture).carryOut(in: fixture.store, database)
        let again = try remake([.weights])
        #expect(try again.done == 2 && trained() == 4 && fixture.results() == before)
        #expect(try Data(contentsOf: fixture.store.files(of: sweep.jobs[0].key).model) == weights)
        #expect(try database.dropped(sweep.jobs.map(\.key)).isEmpty && database.conflicts().isEmpty)
        #expect(sweep.jobs.allSatisfy { !fixture.store.files(of: $0.key).isBeingRemade })
    }

    @Test("A job that comes out otherwise is told, and its earlier numbers are kept")
    func otherwise() throws {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("one", "seeds: [1]\n"), key = sweep.jobs[0].key
        _ = try fixture.run(sweep)
        let database = try fixture.store.open(.readWrite)
        var earlier = try database.numbers(key)
        let stored = earlier["loss/validation"]![6]!
        earlier["loss/validation"]![6] = "0.5"
        #expect(try database.recordRemake(key, earlier: earlier) == ["loss/validation"])
        let conflict = try #require(try database.conflicts().first)
        #expect(conflict.here == "0.5 at step 6" && conflict.there.hasPrefix("\(stored) at step 6 (") && conflict.source == "remake")
    }

    @Test("A job that fails while it is made again stays done with the numbers that it had")
    func failed() throws {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("one", "seeds: [1]\n"), key = sweep.jobs[0].key
        _ = try fixture.run(sweep)
        let before = try numbers(fixture).prefix(20), database = try fixture.store.open(.readWrite)
        _ = try plan(GarbageRules(drop: [.weights]), sweep, fixture).carryOut(in: fixture.store, database)
        var options = SweepOptions(workers: 1, threads: 1, quiet: true, jobSeconds: 1e-6)
        options.remake = [.weights]
        // Made slow enough to meet its time limit.
        let runner = SweepRunner(sweep: sweep, store: fixture.store, database: database, options: options, stop: StopSignal())
        try runner.beginRemake(sweep.jobs[0])
        #expect(try database.states([key])[key]?.state == .pending)
        let attempt = try #require(try database.claim(key, by: .current, leaseSeconds: 60))
        try attempt.finish(.timeout, reason: "over its time")
        try runner.endRemake(sweep.jobs[0], display: nil)
        #expect(try database.states([key])[key]?.state == .done && numbers(fixture).prefix(20) == before)
        #expect(!fixture.store.files(of: key).isBeingRemade)
        #expect(try runner.jobsToRemake(database.states([key])).map(\.key) == [key], "its weights are still wanted")
    }

    @Test("Killed between the record and the file, the next call removes the file")
    func recordFirst() throws {
        let fixture = try SweepFixture(), sweep = try fixture.sweep("one", "seeds: [1]\n"), key = sweep.jobs[0].key
        _ = try fixture.run(sweep)
        let database = try fixture.store.open(.readWrite)
        _ = try database.drop([.weights: 1], of: key)
        #expect(try droppedWeightsText(of: key, in: fixture.store, database) == nil, "it is still there")
        _ = try plan(GarbageRules(drop: [.weights]), sweep, fixture).carryOut(in: fixture.store, database)
        #expect(!hasWeights(fixture, key))
        #expect(try droppedWeightsText(of: key, in: fixture.store, database) != nil)
    }
}
