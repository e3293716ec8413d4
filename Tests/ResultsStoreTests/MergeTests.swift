import Foundation
import GRDB
import Results
import TestSupport
import Testing
@testable import ResultsStore

@Suite("Merging another store")
struct MergeTests {
    private let folder = TemporaryFolder()

    func store(_ name: String) throws -> ResultsDatabase {
        try ResultsDatabase(path: folder.path("\(name).sqlite"), access: .readWrite)
    }

    private func snapshot(_ name: String) throws -> StoreSnapshot {
        let place = folder.url.appendingPathComponent(UUID().uuidString, isDirectory: true)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        return try StoreSnapshot(of: folder.path("\(name).sqlite"), in: place)
    }

    @discardableResult
    func merge(
        _ name: String, into target: ResultsDatabase, isRestoring: Bool = false, isAhead: Bool = false,
        placeFiles: ([MergeJob]) throws -> Set<String> = { _ in [] }
    ) throws -> MergeOutcome {
        let snapshot = try snapshot(name)
        let plan = try target.mergePlan(snapshot) { _ in isAhead }
        var rules = MergeRules()
        rules.isRestoring = isRestoring
        return try #require(try target.merge(snapshot, jobs: plan, rules: rules, placeFiles: placeFiles))
    }

    /// A done job with a row in every table of results.
    private func finish(_ store: ResultsDatabase, _ key: String, loss: Double = 0.25, point: Int = 0, host: String = "node-a") throws {
        try store.register([job(key, point: point)])
        let attempt = try #require(
            try store.claim(
                key, by: runner(host: host), leaseSeconds: 60,
                provenance: Provenance(codeVersion: "7", cpuModel: "CPU of \(host)", blasKernel: "native-256")))
        let site = AttentionSite(step: 2, caption: "caption of \(key)", blockIndex: 0, block: "b", head: 0, timestep: 500)
        try attempt.record(metrics: [
            Metric.loss.value(loss, on: .train, step: 1), Metric.loss.value(.nan, on: .train, step: 2),
            Metric.loss.value(0.5, on: .validation, step: 2),
        ])
        try attempt.record(missing: [MissingMetric(MetricName("recall", "all"), step: 2, reason: "too few")])
        try attempt.record(identities: ["judge": "j"])
        try attempt.record(attention: [
            AttentionRecord(
                tokens: ["a", "b"], map: AttentionMap(site: site, queryTokens: 1, keyTokens: 2, values: [0.25, 0.75]),
                summary: AttentionSummary(site: site, textMass: 0.5, entropy: nil, effectiveRank: 1))
        ])
        try attempt.record(samples: [SampleRecord(step: 2, kind: .grid, position: 0, caption: nil, png: Data([1, 2, 3]))])
        try attempt.record(measurements: ["images_per_second": 12])
        try attempt.finish(.done, usage: AttemptUsage(wallSeconds: 3))
    }

    /// Everything but integers that stand for something.
    private func content(_ store: ResultsDatabase) throws -> [[[SQLValue]]] {
        try [
            "SELECT key, state, seed, training_key, data_fingerprint, reason, created_at, updated_at FROM jobs ORDER BY key",
            "SELECT * FROM job_options ORDER BY job, path",
            "SELECT job, name, split, step, value, kind FROM v_curves ORDER BY 1, 2, 3, 4",
            "SELECT * FROM v_missing_metrics ORDER BY job, name", "SELECT * FROM v_attention_maps ORDER BY job, step, caption, block_index",
            "SELECT * FROM v_attention ORDER BY job, caption, block_index", "SELECT * FROM v_localisation ORDER BY job",
            "SELECT j.key, s.step, s.kind, s.position, s.png FROM samples s JOIN jobs j ON j.id = s.job ORDER BY 1, 2, 3, 4",
            "SELECT j.key, i.role, i.identity FROM identities i JOIN jobs j ON j.id = i.job ORDER BY 1, 2",
            "SELECT j.key, p.position, p.tokens FROM probes p JOIN jobs j ON j.id = p.job ORDER BY 1, 2",
            "SELECT job, started_at, ended_at, ending, host, pid, code_version, cpu_model, wall_seconds FROM v_attempts ORDER BY 1, 2",
            "SELECT job, name, value FROM v_measurements ORDER BY 1, 2",
            "SELECT j.key, a.started_at FROM jobs j JOIN attempts a ON a.id = j.attempt ORDER BY 1",
            "SELECT name, text_hash, text, first_seen_at, last_seen_at FROM specs ORDER BY 1, 2",
            "SELECT s.name, j.key FROM spec_jobs x JOIN specs s ON s.id = x.spec JOIN jobs j ON j.id = x.job ORDER BY 1, 2",
            "SELECT * FROM declared_claims ORDER BY 1, 2, 3", "SELECT * FROM spec_texts ORDER BY 1",
            "SELECT j.key, n.text FROM job_notes n JOIN jobs j ON j.id = n.job ORDER BY 1, 2",
            "SELECT j.key, t.tag FROM job_tags t JOIN jobs j ON j.id = t.job ORDER BY 1, 2",
            "SELECT j.key FROM archived_jobs a JOIN jobs j ON j.id = a.job ORDER BY 1",
            "SELECT j.key, d.kind, d.bytes FROM dropped_files d JOIN jobs j ON j.id = d.job ORDER BY 1, 2",
            "SELECT spec, cell, round, images_per_second, host FROM v_speed ORDER BY 1, 2, 3",
        ].map { try store.query($0).rows }
    }

    private func expectSound(_ store: ResultsDatabase) throws {
        #expect(try store.query("SELECT * FROM pragma_integrity_check").rows == [[.text("ok")]])
        #expect(try store.query("SELECT * FROM pragma_foreign_key_check").rows.isEmpty)
    }

    /// A store with something of everything.
    private func rich(_ name: String) throws -> ResultsDatabase {
        let there = try store(name), start = Date(timeIntervalSince1970: 1_000_000)
        try finish(there, "a1")
        try finish(there, "b2", point: 1)
        try there.register([job("c3", point: 2), job("d4")])
        try there.record(spec: "s", textHash: "h", text: "name: s", keys: ["a1", "b2", "c3"], now: start)
        try there.declare(spec: "s", claims: [("one", "text")], now: start)
        _ = try there.drop([.samples: 3, .weights: 100], of: "b2")
        let session = try there.begin(SpeedSession(spec: "s", threads: 1, cpuModel: nil, host: "node-a", codeVersion: "7", started: start))
        try there.record(
            [
                SpeedMeasurement(
                    model: "m", cell: "{}", round: 1, place: 0, batch: 1, lanes: 1, steps: 1, seconds: 1, loadBefore: nil, loadAfter: nil,
                    foreignCores: nil, started: start)
            ], ofSession: session)
        let other = try DatabaseQueue(path: there.path)
        try other.write { db in
            try db.execute(
                sql: """
                    INSERT INTO job_notes (job, text, at) SELECT id, 'odd', '2026-01-01' FROM jobs WHERE key = 'a1';
                    INSERT INTO job_tags (job, tag, at) SELECT id, 'paper', '2026-01-01' FROM jobs WHERE key = 'a1';
                    INSERT INTO archived_jobs (job, at) SELECT id, '2026-01-01' FROM jobs WHERE key = 'd4';
                    INSERT INTO spec_texts (sha256, text) VALUES ('f00', 'name: s');
                    """)
        }
        try other.close()
        return there
    }

    @Test("brings every row, once, whatever is here already")
    func everything() throws {
        let there = try rich("there"), here = try store("here"), mixed = try store("mixed")
        let first = try merge("there", into: here)
        #expect(first.jobs.map(\.action) == [.add, .add, .add, .add] && first.specs == 1 && first.claims == 1)
        let expected = try content(there)
        #expect(expected.enumerated().allSatisfy { $0.offset == 6 || !$0.element.isEmpty })
        #expect(try content(here) == expected)
        try expectSound(here)
        let second = try merge("there", into: here)
        #expect(second.jobs.map(\.action) == [.confirm, .confirm, .keep, .keep] && second.specs == 0 && second.claims == 0)
        #expect(try content(here) == expected)

        // Other captions, series and jobs had the first numbers here.
        try finish(mixed, "z9", loss: 3)
        try merge("there", into: mixed)
        #expect(try mixed.attentionMaps("a1").map(\.site.caption) == ["caption of a1"])
        #expect(try mixed.attentionMaps("z9").map(\.site.caption) == ["caption of z9"])
        // By bits: one of the values is not a number.
        func bits(_ store: ResultsDatabase) throws -> [MetricName: [UInt64]]? {
            try store.finalMetrics(["a1"])["a1"]?.mapValues { [UInt64($0.step), $0.value.bitPattern] }
        }
        #expect(try bits(mixed)?.count == 2 && bits(mixed) == bits(there))
        try expectSound(mixed)
    }

    @Test("replaces what is pending or failed here by what is done there, and adds its attempts to those made here")
    func takes() throws {
        let there = try store("there"), here = try store("here")
        try finish(there, "a1")
        try here.register([job("a1")])
        let failed = try here.attempt("a1")
        try failed.record(metrics: [Metric.loss.value(9, on: .train, step: 1), Metric.loss.value(9, on: .validation, step: 1)])
        try failed.finish(.error, reason: "broken")
        let outcome = try merge("there", into: here)
        #expect(outcome.jobs.map(\.action) == [.take] && outcome.jobs[0].here == .error)
        #expect(try here.states(["a1"])["a1"]?.state == .done && here.states(["a1"])["a1"]?.reason == nil)
        #expect(try here.attempts("a1").map(\.ending) == [.error, .done])
        #expect(try here.curves(Metric.loss.name(on: .validation), jobs: ["a1"])["a1"]?.map(\.step) == [2])
        try expectSound(here)
    }

    @Test(
        "decides by the two states",
        arguments: [
            (JobState?.none, false, JobState.pending, false, MergeJob.Action.add), (nil, false, .running, false, .add),
            (.running, true, .done, true, .leaveRunning), (.done, true, .error, true, .keep), (.pending, false, .done, false, .take),
            (.cancelled, false, .done, false, .take), (.timeout, true, .done, false, .take), (.pending, false, .error, false, .take),
            (.pending, true, .error, false, .keep), (.interrupted, true, .error, true, .keep), (.error, true, .timeout, true, .keep),
            (.interrupted, true, .interrupted, true, .take), (.interrupted, true, .interrupted, false, .keep),
            (.lost, true, .interrupted, true, .take), (.pending, true, .lost, true, .take), (.pending, false, .interrupted, false, .take),
            (.error, true, .running, false, .keep), (.error, true, .pending, true, .keep),
        ])
    func actions(here: JobState?, attempts: Bool, there: JobState, isAhead: Bool, action: MergeJob.Action) {
        #expect(MergeJob.action(here: here, hasAttemptsHere: attempts, there: there) { isAhead } == action)
    }

    @Test("tells other bits of one job with both machines, keeps what is here and remembers it once")
    func conflicts() throws {
        let there = try store("there"), here = try store("here")
        try finish(there, "a1", loss: 0.25, host: "node-b")
        try finish(here, "a1", loss: 0.25.nextUp)
        let before = try content(here)
        let outcome = try merge("there", into: here)
        guard case .conflict(let conflicts, let mine, let theirs) = outcome.jobs[0].action else {
            Issue.record("\(outcome.jobs[0].action)")
            return
        }
        #expect(
            conflicts == [
                MergeConflict(what: "loss/train", here: "0.25000000000000006 at step 1", there: "0.25 at step 1")
            ])
        #expect(mine?.host == "node-a" && theirs?.cpuModel == "CPU of node-b")
        #expect(try content(here) == before)
        try merge("there", into: here)
        let recorded = try here.conflicts()
        #expect(recorded.count == 1 && recorded[0].what == "loss/train" && recorded[0].job == "a1")
        #expect(recorded[0].there.hasPrefix("0.25 at step 1 (node-b, CPU of node-b, kernels native-256, engine 7,"))
        #expect(recorded[0].source == folder.path("there.sqlite"))
    }

    @Test("does not take a metric that only one program knew for a difference, but a missing step of a curve for one")
    func partialMetrics() throws {
        let there = try store("there"), here = try store("here")
        for store in [there, here] { try finish(store, "a1") }
        let other = try DatabaseQueue(path: there.path)
        try other.write {
            try $0.execute(sql: "DELETE FROM metrics WHERE series = (SELECT id FROM metric_series WHERE split = 'validation')")
        }
        #expect(try merge("there", into: here).jobs.map(\.action) == [.confirm])
        try other.write { try $0.execute(sql: "DELETE FROM metrics WHERE step = 2") }
        guard case .conflict(let conflicts, _, _) = try merge("there", into: here).jobs[0].action else {
            Issue.record("no conflict")
            return
        }
        #expect(conflicts == [MergeConflict(what: "loss/train", here: "nan at step 2", there: "nothing at step 2")])
    }

    @Test("compares pictures and attention statistics, too")
    func otherResults() throws {
        let there = try store("there"), here = try store("here")
        for store in [there, here] { try finish(store, "a1") }
        let other = try DatabaseQueue(path: there.path)
        try other.write { try $0.execute(sql: "UPDATE samples SET png = x'09'; UPDATE attention_statistics SET text_mass = 0.75") }
        guard case .conflict(let conflicts, _, _) = try merge("there", into: here).jobs[0].action else {
            Issue.record("no conflict")
            return
        }
        #expect(conflicts.map(\.what) == ["samples", "attention statistics"])
        #expect(conflicts[0].here == "grid 0 after step 2")
    }

    @Test("keeps the earliest declaration of a claim and the widest span of a spec's text")
    func declarations() throws {
        let there = try store("there"), here = try store("here")
        func date(_ second: Double) -> Date { Date(timeIntervalSince1970: second) }
        for (store, times) in [(there, (10.0, 60.0)), (here, (20.0, 50.0))] {
            try store.register([job("a1")])
            for time in [times.0, times.1] { try store.record(spec: "s", textHash: "h", text: "t", keys: ["a1"], now: date(time)) }
        }
        try there.declare(spec: "s", claims: [("one", "x"), ("two", "x")], now: date(10))
        try here.declare(spec: "s", claims: [("one", "x")], now: date(20))
        try here.declare(spec: "s", claims: [("two", "x")], now: date(5))
        #expect(try merge("there", into: here).claims == 1)
        let claims = try here.declarations(spec: "s", keys: [])
        #expect(claims["one"]?["x"]?.at == date(10) && claims["two"]?["x"]?.at == date(5))
        let spans = try here.query("SELECT strftime('%s', first_seen_at), strftime('%s', last_seen_at) FROM specs").rows
        #expect(spans == [[.text("10"), .text("60")]])
    }

    @Test("changes nothing when a job changes meanwhile, when files cannot be placed, or when somebody holds the job")
    func undisturbed() throws {
        let there = try store("there"), here = try store("here")
        try finish(there, "a1")
        try finish(there, "b2")
        try here.register([job("a1")])
        let snapshot = try snapshot("there"), plan = try here.mergePlan(snapshot)
        _ = try here.attempt("a1")
        let running = try content(here)
        #expect(
            try here.merge(snapshot, jobs: plan) { _ in
                Issue.record("files were placed"); return []
            } == nil)
        #expect(try content(here) == running)

        struct Full: Error {}
        let again = try here.mergePlan(snapshot)
        #expect(again.map(\.action) == [.leaveRunning, .add])
        #expect(throws: Full.self) { try here.merge(snapshot, jobs: again) { _ in throw Full() } }
        #expect(try content(here) == running)
        let held = try #require(try here.merge(snapshot, jobs: again) { jobs in Set(jobs.map(\.key)) })
        #expect(held.jobs.map(\.action) == [.leaveRunning, .leaveRunning])
        #expect(try content(here) == running)
        // The connection can merge again: nothing is left attached.
        #expect(try here.merge(snapshot, jobs: here.mergePlan(snapshot))?.jobs.map(\.action) == [.leaveRunning, .add])
    }

    @Test("leaves what runs there: it comes as pending, and later as it is then")
    func runningThere() throws {
        let there = try store("there"), here = try store("here")
        try there.register([job("a1")])
        let attempt = try there.attempt("a1")
        try attempt.record(metrics: [Metric.loss.value(1, on: .train, step: 1)])
        #expect(try merge("there", into: here).jobs.map(\.action) == [.add])
        #expect(try here.states(["a1"])["a1"]?.state == .pending)
        #expect(try here.attempts("a1").isEmpty && here.finalMetrics(["a1"]).isEmpty)
        try attempt.finish(.done)
        #expect(try merge("there", into: here).jobs.map(\.action) == [.take])
        #expect(try here.states(["a1"])["a1"]?.state == .done)
    }

    @Test("gives back dropped rows when asked to, and only then")
    func restores() throws {
        let there = try store("there"), here = try store("here")
        for store in [there, here] { try finish(store, "a1") }
        _ = try here.drop([.maps: 4, .samples: 3, .weights: 9], of: "a1")
        #expect(try here.attentionMaps("a1").isEmpty && here.samples("a1").isEmpty)
        #expect(try merge("there", into: here).jobs[0].lacks == [.maps, .samples])
        #expect(try here.attentionMaps("a1").isEmpty)
        try merge("there", into: here, isRestoring: true)
        #expect(try here.attentionMaps("a1") == there.attentionMaps("a1") && here.samples("a1") == there.samples("a1"))
        #expect(try here.dropped(["a1"])["a1"]?.map(\.kind) == [.weights])
        try expectSound(here)
    }

    @Test("takes stores of every earlier schema, which are only read", arguments: MigrationTests.dumps)
    func earlierSchemas(dump: URL) throws {
        let path = folder.path("old.sqlite"), queue = try DatabaseQueue(path: path)
        let text = try String(contentsOf: dump, encoding: .utf8)
        try queue.writeWithoutTransaction { try $0.execute(sql: text) }
        try queue.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let here = try store("here"), outcome = try merge("old", into: here)
        #expect(!outcome.jobs.isEmpty && outcome.jobs.allSatisfy { $0.action == .add && $0.there == .done })
        #expect(try !here.attentionMaps(outcome.jobs[0].key).isEmpty)
        #expect(try merge("old", into: here).jobs.allSatisfy { $0.action == .confirm })
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasPrefix("old.sqlite") }
        #expect(names == ["old.sqlite"])
        try expectSound(here)
    }

    @Test("sees what a process that still has the store open has written")
    func inUse() throws {
        let there = try store("there"), here = try store("here")
        try finish(there, "a1")
        let reader = try ResultsDatabase(path: there.path, access: .readOnly)
        _ = try reader.metricNames()
        #expect(try merge("there", into: here).jobs.map(\.key) == ["a1"])
        try finish(there, "b2")
        #expect(try merge("there", into: here).jobs.map(\.action) == [.confirm, .add])
        try reader.close()
    }

    @Test("gives the same from any number of stores at once")
    func together() throws {
        let here = try store("here"), names = (0..<6).map { "node-\($0)" }
        for (number, name) in names.enumerated() {
            let there = try store(name)
            for key in ["a\(number)", "a\((number + 1) % 6)"] { try finish(there, key, point: number % 2) }
            try there.record(spec: "s", textHash: "h", text: "t", keys: ["a\(number)"], now: Date(timeIntervalSince1970: 5))
            try there.close()
        }
        DispatchQueue.concurrentPerform(iterations: names.count) { index in
            do {
                let mine = try ResultsDatabase(path: here.path, access: .readWrite), snapshot = try snapshot(names[index])
                while try mine.merge(snapshot, jobs: mine.mergePlan(snapshot)) == nil {}
            } catch { Issue.record(error) }
        }
        #expect(try here.query("SELECT count(*), count(DISTINCT job) FROM attempts").rows == [[.integer(6), .integer(6)]])
        #expect(try here.query("SELECT count(*) FROM spec_jobs").rows == [[.integer(6)]])
        for name in names { #expect(try merge(name, into: here).jobs.map(\.action) == [.confirm, .confirm]) }
        try expectSound(here)
    }

    @Test("refuses what it cannot merge by its own name")
    func refusals() throws {
        func problem(_ name: String) -> String? {
            do {
                _ = try snapshot(name)
                return nil
            } catch { return "\(error)".replacing(folder.path("\(name).sqlite"), with: "X") }
        }
        #expect(problem("absent")?.hasPrefix("X: cannot be merged: there is no such file") == true)
        try Data("not a database, whatever its name says: long enough to be read as one".utf8)
            .write(to: URL(fileURLWithPath: folder.path("text.sqlite")))
        #expect(problem("text") == "X: cannot be merged: it is no fusiongrid results database: found a file that is not an SQLite database")
        try Data().write(to: URL(fileURLWithPath: folder.path("empty.sqlite")))
        #expect(problem("empty") == "X: cannot be merged: it is no fusiongrid results database: found an empty database")
        try DatabaseQueue(path: folder.path("foreign.sqlite")).write { try $0.execute(sql: "CREATE TABLE jobs (id)") }
        #expect(problem("foreign") == "X: cannot be merged: it is no fusiongrid results database: found the database of another program")
        try FileManager.default.createDirectory(atPath: folder.path("folder.sqlite"), withIntermediateDirectories: true)
        #expect(problem("folder") == "X: cannot be merged: it is no fusiongrid results database: found a folder or a device")

        try rich("newer").close()
        try DatabaseQueue(path: folder.path("newer.sqlite")).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('tomorrow')")
        }
        #expect(problem("newer")?.hasPrefix("X: cannot be merged: written by a newer version of fusiongrid (migrations tomorrow)") == true)

        try rich("damaged").copy(to: folder.path("whole.sqlite"))
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path("whole.sqlite")))
        for place in stride(from: 5 * 4096, to: bytes.count, by: 4096) { bytes[place] ^= 0xff }
        try bytes.write(to: URL(fileURLWithPath: folder.path("broken.sqlite")))
        #expect(problem("broken")?.hasPrefix("X: cannot be merged: it is damaged: ") == true)
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: folder.path("cut.sqlite")))
        #expect(problem("cut")?.hasPrefix("X: cannot be merged: it is damaged: ") == true)
    }
}
