import Foundation
import TestSupport
import Testing
@testable import ResultsStore

@Suite("Registering jobs")
struct JobTests {
    let store: ResultsDatabase

    init() throws { store = try ResultsDatabase.inMemory() }

    @Test("Registering twice adds nothing and keeps states")
    func idempotent() throws {
        let jobs = [job("a", seed: 1), job("b", seed: 2), job("c", point: 4)]
        #expect(try store.register(jobs) == 3)
        _ = try store.claim("a", by: runner(), leaseSeconds: 9)
        #expect(try store.register(jobs + [job("d")]) == 1)
        #expect(try store.states(["a", "b", "zz"]).mapValues(\.state) == ["a": .running, "b": .pending])
        #expect(try store.query("SELECT count(*) FROM configurations").rows == [[.integer(2)]])
        #expect(try store.register([job("e"), job("e")]) == 1)
    }

    @Test("A job is read back as registered, its options in SQL as text")
    func readsBack() throws {
        let record = job("abc", seed: 3, point: 2, conditioning: "cross-attention")
        try store.register([record])
        var read = try store.job("abc")
        read.configuration.options.sort { $0.path > $1.path }
        var expected = record
        expected.configuration.options.sort { $0.path > $1.path }
        #expect(read == expected)
        let rows = try store.query("SELECT path, value FROM job_options WHERE job = ? ORDER BY path", arguments: [.text("abc")]).rows
        #expect(
            rows == [
                [.text("fusion.conditioning"), .text("cross-attention")], [.text("fusion.point"), .text("2")],
                [.text("fusion.text_depth"), .text("2")],
            ])
        let view = try store.query("SELECT fusion_point, fusion_conditioning, fusion_text_depth, seed, state FROM v_results")
        #expect(view.rows == [[.integer(2), .text("cross-attention"), .integer(2), .integer(3), .text("pending")]])
    }

    @Test("An abbreviated key finds its job, or says why not")
    func prefixes() throws {
        try store.register([job("abc1"), job("abd2"), job("f0")])
        #expect(try store.key(withPrefix: "abc") == "abc1")
        #expect(
            message { _ = try store.key(withPrefix: "ab") }
                == "job ab: 2 keys start with this (abc1, abd2); give more characters")
        #expect(
            message { _ = try store.key(withPrefix: "0") }
                == "job 0: no job's key starts with this; `fusiongrid status SPEC` lists the jobs of a spec")
        #expect(message { _ = try store.key(withPrefix: "a%") }?.hasPrefix("job a%: no job's key") == true)
    }

    @Test("An empty key is refused and nothing of the batch is stored")
    func emptyKey() throws {
        #expect(
            message { try store.register([job("a"), job("", seed: 4)]) }
                == "job with seed 4: found an empty key; allowed is the job's SHA-256 in hexadecimal")
        #expect(try store.states(["a"]).isEmpty)
    }

    @Test("Specs remember their text and jobs")
    func specs() throws {
        try store.register([job("a"), job("b")])
        let first = Date(timeIntervalSince1970: 1_700_000_000), later = first.addingTimeInterval(60)
        try store.record(spec: "small", textHash: "h", text: "name: small", keys: ["a"], now: first)
        try store.record(spec: "small", textHash: "h", text: "name: small", keys: ["a", "b"], now: later)
        let remembered = """
            SELECT name, text_hash, text, unixepoch(first_seen_at), unixepoch(last_seen_at),
                (SELECT count(*) FROM spec_jobs WHERE spec = id)
            FROM specs
            """
        #expect(
            try store.query(remembered).rows == [
                [.text("small"), .text("h"), .text("name: small"), .integer(1_700_000_000), .integer(1_700_000_060), .integer(2)]
            ])
        #expect(message { try store.record(spec: "s", textHash: "x", text: "", keys: ["a", "zz"]) } != nil)
        #expect(try store.query("SELECT count(*) FROM specs").rows == [[.integer(1)]])
    }

    @Test("A hundred thousand jobs of fifty options register in seconds, and again in less")
    func scale() throws {
        let folder = TemporaryFolder()
        let file = try ResultsDatabase(path: folder.path("results.sqlite"), access: .readWrite)
        let jobs = (0..<100_000).map { number -> JobRecord in
            let cell = number / 5
            let options = (0..<50).map { JobOption(path: "section.option\($0)", value: $0 == 7 ? "\(cell)" : "\($0)") }
            return JobRecord(
                key: String(format: "%064x", number), trainingKey: String(format: "%064x", cell),
                configuration: ConfigurationRecord(json: "{\"cell\": \(cell)}", options: options), seed: number % 5,
                dataFingerprint: "d")
        }
        let clock = ContinuousClock()
        var counts: [Int] = []
        let first = try clock.measure { counts.append(try file.register(jobs)) }
        let again = try clock.measure { counts.append(try file.register(jobs)) }
        let read = try clock.measure { counts.append(try file.states(jobs.map(\.key)).count) }
        #expect(counts == [100_000, 0, 100_000])
        print("register 100,000 jobs: \(first), again: \(again), read states: \(read)")
        #expect(first < .seconds(30))
        #expect(try file.query("SELECT count(*) FROM configuration_options").rows == [[.integer(1_000_000)]])
    }
}
