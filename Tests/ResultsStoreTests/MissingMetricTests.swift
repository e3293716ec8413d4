import Results
import Testing
@testable import ResultsStore

@Suite("Metrics that could not be computed")
struct MissingMetricTests {
    @Test("reasons are kept by name, split and step, overwritten by the next, and make no metric")
    func reasons() throws {
        let store = try ResultsDatabase.inMemory()
        try store.register([job("a"), job("b")])
        let few = MissingMetric(MetricName("recall", "all"), step: 5, reason: "4 generated image(s); at least 10 are needed")
        let long = MissingMetric(MetricName("clip_score", "seen"), step: 5, reason: "a long caption")
        try store.attempt("a").record(missing: [few, long])
        try store.attempt("b").record(missing: [])
        #expect(try store.missingMetrics("a") == [long, few])
        #expect(try store.missingMetrics("b").isEmpty)
        #expect(try store.metricNames().isEmpty)
        var other = few
        other.reason = "another reason"
        try store.attempt("a").record(missing: [other])
        #expect(try store.missingMetrics("a") == [long, other])
        #expect(
            try store.query("SELECT job, name, split, step, reason FROM v_missing_metrics WHERE name = 'recall'").rows
                == [[.text("a"), .text("recall"), .text("all"), .integer(5), .text("another reason")]])
        try store.attempt("a").finish(.done)
        #expect(try store.forget("a"))
        #expect(try store.missingMetrics("a").isEmpty)
    }

    @Test("reasons of the last step are counted over jobs")
    func counted() throws {
        let store = try ResultsDatabase.inMemory()
        try store.register([job("a"), job("b"), job("c")])
        for (key, step, reason) in [("a", 5, "old"), ("a", 9, "few"), ("b", 9, "few"), ("c", 9, "long")] {
            try store.attempt(key).record(missing: [MissingMetric(MetricName("recall", "all"), step: step, reason: reason)])
        }
        let recall = MetricName("recall", "all")
        let found = try store.missingReasons(["a", "b", "c"], names: [recall, MetricName("precision", "all")])
        #expect(found.keys.map(\.description) == ["recall/all"])
        #expect(found[recall]?.map(\.reason) == ["few", "long"] && found[recall]?.map(\.jobs) == [2, 1])
        #expect(try store.missingReasons(["c"], names: [recall])[recall]?.map(\.reason) == ["long"])
        #expect(try store.missingReasons(["a"], names: []).isEmpty)
    }

    @Test("a job that does not exist has no reasons")
    func unknownJob() throws {
        let store = try ResultsDatabase.inMemory()
        #expect(throws: ResultsStoreError.self) {
            try store.attempt("z").record(missing: [MissingMetric(MetricName("a", "b"), step: 0, reason: "c")])
        }
    }
}
