import Foundation
import Results
import TestSupport
import Testing
@testable import ResultsStore

@Suite("What pages ask a store")
struct ServingTests {
    private let folder = TemporaryFolder()

    @Test("the version changes with what others write, and with nothing else")
    func version() throws {
        let path = folder.path("s.sqlite"), writer = try ResultsDatabase(path: path, access: .readWrite)
        let reader = try ResultsDatabase(path: path, access: .readOnly), version = try DataVersion(of: reader)
        let first = try version.current()
        _ = try reader.recordedSpecs()
        #expect(try version.current() == first)
        try writer.register([job("a")])
        let second = try version.current()
        #expect(second != first)
        #expect(try version.current() == second)
        #expect(try DataVersion(of: ResultsDatabase.inMemory()).current() == 0)
    }

    @Test("a query that takes too long is ended, and the connection goes on")
    func slowQuery() throws {
        let store = try ResultsDatabase.inMemory()
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        #expect(throws: ResultsStoreError.slowQuery(seconds: 0.2)) {
            try store.query(endless, seconds: 0.2) { _ in
            } row: { _ in
                true
            }
        }
        let count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000) SELECT max(i) FROM n"
        #expect(try store.query(count).rows == [[.integer(300_000)]])
    }

    @Test("of every spec the latest text, the spec that was run last first")
    func recordedSpecs() throws {
        let store = try ResultsDatabase.inMemory()
        try store.register([job("a")])
        for (name, hash, seconds) in [("x", "1", 10.0), ("y", "2", 20), ("x", "3", 30), ("z", "4", 25)] {
            try store.record(spec: name, textHash: hash, text: "text \(hash)", keys: ["a"], now: Date(timeIntervalSince1970: seconds))
        }
        #expect(
            try store.recordedSpecs().map { [$0.name, $0.text, $0.textHash] } == [
                ["x", "text 3", "3"], ["z", "text 4", "4"], ["y", "text 2", "2"],
            ])
    }

    @Test("the steps at which jobs kept contact sheets, in order")
    func sampleSteps() throws {
        let store = try ResultsDatabase.inMemory()
        try store.register([job("a"), job("b")])
        for (key, steps) in [("a", [20, 10]), ("b", [30, 10])] {
            let attempt = try #require(try store.claim(key, by: .current, leaseSeconds: 60, provenance: Provenance()))
            try attempt.record(samples: steps.map { SampleRecord(step: $0, kind: .grid, png: Data([1])) })
            try attempt.record(samples: [SampleRecord(step: 99, kind: .sample, png: Data([1]))])
        }
        #expect(try store.sampleSteps(["a", "b", "a"]) == [10, 20, 30])
        #expect(try store.sampleSteps(["a"]) == [10, 20])
        #expect(try store.sampleSteps([]) == [])
    }
}
