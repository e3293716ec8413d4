import Foundation
import Testing
@testable import ResultsStore

@Suite("What attempts cost")
struct SpendingTests {
    private let start = Date(timeIntervalSince1970: 1_000_000)

    private func run(
        _ store: ResultsDatabase, _ key: String, _ provenance: Provenance, after seconds: Double, _ ending: Ending, _ usage: AttemptUsage,
        measured: [String: Double] = [:]
    ) throws {
        let clock = LeaseClock(now: start.addingTimeInterval(seconds), uptime: nil)
        let attempt = try #require(try store.claim(key, by: runner(), leaseSeconds: 60, provenance: provenance, clock: clock))
        try attempt.record(measurements: measured)
        try attempt.finish(ending, usage: usage, now: start.addingTimeInterval(seconds + usage.wallSeconds))
    }

    @Test("every attempt at the jobs counts, those at other jobs do not")
    func sums() throws {
        let store = try ResultsDatabase.inMemory()
        try store.register(["a", "b", "c"].map { job($0) })
        let two = Provenance(codeVersion: "3", commit: "abc", cpuModel: "CPU", threads: 2), old = Provenance(codeVersion: "2")
        try run(
            store, "a", two, after: 0, .interrupted, AttemptUsage(wallSeconds: 10, peakBytes: 500),
            measured: ["executed_gflops": 2, "training_seconds": 5])
        try run(
            store, "a", two, after: 100, .done, AttemptUsage(wallSeconds: 20, cpuSeconds: 30, peakBytes: 300),
            measured: ["executed_gflops": 3, "training_seconds": 10])
        try run(
            store, "b", old, after: 50, .error, AttemptUsage(wallSeconds: 1), measured: ["executed_gflops": .nan, "training_seconds": 1])
        try run(store, "c", two, after: 900, .done, AttemptUsage(wallSeconds: 9999, peakBytes: 9999))
        let spending = try store.spending(["a", "b", "a", "unknown"])
        #expect(spending.attempts == 3 && spending.wallSeconds == 31)
        // Two threads for ten seconds, thirty measured, one thread for one.
        #expect(spending.coreSeconds == 20 + 30 + 1)
        #expect(spending.peakBytes == 500 && spending.trainingFLOPs == 40e9)
        #expect(spending.engineVersions == ["2", "3"] && spending.commits == ["abc"] && spending.cpuModels == ["CPU"])
        #expect(spending.firstStart == start && spending.lastEnd == start.addingTimeInterval(120))
    }

    @Test("of jobs that nobody began there is nothing")
    func nothing() throws {
        let store = try ResultsDatabase.inMemory()
        try store.register([job("a")])
        #expect(try store.spending(["a"]) == Spending())
        #expect(try store.spending([]) == Spending())
    }
}
