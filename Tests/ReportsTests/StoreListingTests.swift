import Results
import ResultsStore
import Testing
@testable import Reports

@Suite("What a store holds")
struct StoreListingTests {
    /// Two cells of spec `a`, two seeds each; one of them in spec `b`, too; one job of no spec.
    private func store() throws -> ResultsDatabase {
        let store = try ResultsDatabase.inMemory()
        func record(_ key: String, seed: Int, point: Int, _ more: [JobOption] = []) -> JobRecord {
            let options = [JobOption(path: "fusion.point", value: "\(point)"), JobOption(path: "data.seed", value: "\(seed + 6)")] + more
            return JobRecord(
                key: key, trainingKey: key, configuration: ConfigurationRecord(json: "\(options)", options: options), seed: seed,
                dataFingerprint: "")
        }
        let jobs = [
            record("a1", seed: 1, point: 0), record("a2", seed: 2, point: 0), record("b1", seed: 1, point: 2),
            record("b2", seed: 2, point: 2),
        ]
        try store.register(jobs + [record("c1", seed: 1, point: 5, [JobOption(path: "train.steps", value: "9")])])
        try store.record(spec: "a", textHash: "1", text: "", keys: jobs.map(\.key))
        try store.record(spec: "b", textHash: "2", text: "", keys: ["b1"])
        for (key, error) in [("a1", 0.4), ("a2", 0.6), ("b1", 0.3), ("b2", 0.5)] {
            let attempt = try #require(try store.claim(key, by: .current, leaseSeconds: 60))
            try attempt.record(metrics: [Metric.x0Error.value(error, on: .validation, step: 10)])
            try attempt.finish(.done, usage: AttemptUsage(wallSeconds: 5, cpuSeconds: 1800))
        }
        return store
    }

    private func listing(_ store: ResultsDatabase, metric: String? = nil) throws -> StoreListing {
        let catalogue = try StoreCatalogue(store)
        return try StoreListing(
            catalogue, catalogue.entries, store: store, metric: metric, bytes: ["a1": [.weights: 7], "b1": [.weights: 5]])
    }

    @Test("jobs are cells by what they have in common but for the seed, and what grows with it")
    func cells() throws {
        let store = try store(), listing = try listing(store), group = try #require(listing.groups.first)
        #expect(listing.groups.map(\.spec) == ["a", "b", nil])
        #expect(group.grid.paths == ["fusion.point"] && group.grid.cells.map { $0.jobs.map(\.key) } == [["a1", "a2"], ["b1", "b2"]])
        #expect(group.summaries.map(\.mean) == [0.5, 0.4] && group.best == 1)
        #expect(group.totals.coreSeconds == 7200 && group.totals.bytes == [.weights: 12])
        // A job of two specs counts once in all.
        #expect(listing.totals.states == [.done: 4, .pending: 1] && listing.totals.coreSeconds == 7200)
        let text = try CaptionedTable("", listing.specTable { "\($0) B" }, notes: []).rendered(.text)
        #expect(text.contains("a              2  4 done     point=2: 0.4000 (2/2)          2     12 B"))
        #expect(try jsonText(listing.cellDocument(group)).contains(#""fusion.point" : "2""#))
    }

    @Test("what is put away is counted and in no cell")
    func archived() throws {
        let store = try store()
        #expect(try store.archive(["b1", "b2"]) == 2)
        let group = try #require(try listing(store).groups.first)
        #expect(group.grid.cells.count == 1 && group.totals.jobsText == "2 done; 2 archived")
    }

    @Test("there is no best cell by what is neither good nor bad")
    func noBest() throws {
        let store = try store()
        #expect(throws: ReportsError.noBest("attention_energy_first/probes")) { try listing(store, metric: "attention_energy_first") }
    }
}
