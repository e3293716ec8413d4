import Foundation
import Results
import TestSupport
import Testing
@testable import ResultsStore

@Suite("Jobs kept in memory")
struct KeptJobsTests {
    private let folder = TemporaryFolder()
    private static let names = [MetricName("loss", "validation"), MetricName("oracle_count", "all"), MetricName("never", "all")]

    /// Everything that is kept, as a reader without memory has it and as the one with it does.
    private func expectSame(_ kept: ResultsDatabase, _ path: String, _ keys: [String], _ what: String) throws {
        let fresh = try ResultsDatabase(path: path, access: .readOnly)
        #expect(try kept.states(keys) == fresh.states(keys), "states after \(what)")
        #expect(try kept.measurements(keys) == fresh.measurements(keys), "measurements after \(what)")
        #expect(try kept.finalColumns(keys, names: Self.names) == fresh.finalColumns(keys, names: Self.names), "values after \(what)")
        #expect(try kept.spending(keys) == fresh.spending(keys), "costs after \(what)")
        #expect(try StoreCatalogue(kept).entries == StoreCatalogue(fresh).entries, "entries after \(what)")
        let done = try fresh.states(keys).filter { $0.value.state == .done }
        let finals = try fresh.finalMetrics(Array(done.keys), names: Self.names), columns = try kept.finalColumns(keys, names: Self.names)
        for (place, key) in keys.enumerated() {
            for name in Self.names { #expect(columns[name]?[place] == finals[key]?[name], "\(key) after \(what)") }
        }
    }

    @Test("are those of the store after whatever happens to them", arguments: 1...3)
    func followsEverything(seed: UInt64) throws {
        let path = folder.path("s\(seed).sqlite"), writer = try ResultsDatabase(path: path, access: .readWrite)
        let kept = try ResultsDatabase(path: path, access: .readOnly)
        try kept.keepJobs()
        var random = Numbers(state: seed), keys: [String] = [], attempts: [Attempt] = [], ended: [Attempt] = []
        for step in 0..<120 {
            let key = keys.randomElement(using: &random)
            var what = ""
            switch Int.random(in: 0..<12, using: &random) {
            case 0...1:
                what = "registering"
                keys.append("k\(step)")
                try writer.register([job("k\(step)", seed: step, point: step % 3)])
                try writer.record(spec: "spec \(step % 2)", textHash: "\(step % 4)", text: "t", keys: ["k\(step)"])
            case 2...3:
                what = "claiming"
                let provenance = Provenance(codeVersion: "\(step % 3)", commit: step % 2 == 0 ? "c" : nil, cpuModel: "CPU", threads: 2)
                if let key, let attempt = try writer.claim(key, by: .current, leaseSeconds: 60, provenance: provenance) {
                    attempts.append(attempt)
                }
            case 4...6:
                what = "recording"
                guard let attempt = attempts.randomElement(using: &random) else { continue }
                try attempt.record(
                    metrics: Self.names.prefix(2).map { MetricValue($0, step: step, value: step % 7 == 0 ? .infinity : Double(step)) })
                try attempt.record(measurements: [
                    "images_per_second": Double(step), "executed_gflops": 2, "training_seconds": Double(step),
                ])
            case 7...8:
                what = "ending"
                guard let attempt = attempts.popLast() else { continue }
                let ending: Ending = step % 3 == 0 ? .error : .done
                try attempt.finish(ending, reason: "why", usage: AttemptUsage(wallSeconds: 1, cpuSeconds: Double(step), peakBytes: step))
                ended.append(attempt)
            case 9:
                what = "measuring after the end"
                try ended.randomElement(using: &random)?.record(measurements: ["images_per_second": -Double(step)])
            case 10:
                what = "forgetting, trying again or cancelling"
                guard let key else { continue }
                if step % 3 == 0 {
                    _ = try writer.forget(key)
                } else if step % 3 == 1 {
                    try writer.retry([key], endings: [.done, .error])
                } else {
                    _ = try writer.cancel(key)
                }
            default:
                what = "archiving and tagging"
                guard let key else { continue }
                _ = try writer.archive([key], undo: step % 2 == 0)
                _ = try writer.tag([key], "t\(step)")
            }
            try expectSame(kept, path, keys + ["unknown"] + keys.prefix(1), "\(what) in step \(step)")
        }
    }

    @Test("bring what a merge brings")
    func merges() throws {
        let paths = ["here.sqlite", "there.sqlite"].map { folder.path($0) }
        let stores = try paths.map { try ResultsDatabase(path: $0, access: .readWrite) }
        for (place, store) in stores.enumerated() {
            try store.register([job("a"), job("b\(place)")])
            let attempt = try store.attempt(place == 0 ? "b0" : "a")
            try attempt.record(metrics: [MetricValue(Self.names[0], step: 5, value: Double(place))])
            try attempt.record(measurements: ["images_per_second": 7])
            try attempt.finish(.done, usage: AttemptUsage(wallSeconds: 3))
        }
        let kept = try ResultsDatabase(path: paths[0], access: .readOnly), keys = ["a", "b0", "b1"]
        try kept.keepJobs()
        try expectSame(kept, paths[0], keys, "opening")
        try stores[1].close()
        let source = try StoreSnapshot(of: paths[1], in: folder.url)
        #expect(try stores[0].merge(source, jobs: stores[0].mergePlan(source)) != nil)
        try expectSame(kept, paths[0], keys, "merging")
        #expect(try kept.finalColumns(["a"], names: [Self.names[0]])[Self.names[0]]?[0]?.value == 1)
    }

    @Test("are asked by many threads at once")
    func threads() throws {
        let path = folder.path("t.sqlite"), writer = try ResultsDatabase(path: path, access: .readWrite)
        let keys = (0..<300).map { "k\($0)" }, kept = try ResultsDatabase(path: path, access: .readOnly)
        try writer.register(keys.map { job($0) })
        try kept.keepJobs()
        try writer.transaction {
            for key in keys {
                let attempt = try writer.attempt(key)
                try attempt.record(metrics: [MetricValue(Self.names[0], step: 1, value: 2)])
            }
        }
        for key in keys.prefix(100) { try writer.attempt(key).finish(.done) }
        DispatchQueue.concurrentPerform(iterations: 8) { number in
            if number == 0 {
                for key in keys.dropFirst(100) { try? writer.attempt(key).finish(.done) }
            } else {
                var last = 0
                for _ in 0..<20 {
                    let column = (try? kept.finalColumns(keys, names: [Self.names[0]]))?[Self.names[0]] ?? []
                    let count = column.count { $0 != nil }
                    #expect(count >= max(last, 100), "what is done stays done")
                    last = count
                }
            }
        }
        try expectSame(kept, path, keys, "everything")
    }
}

/// The same numbers at every run (SplitMix64).
private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
