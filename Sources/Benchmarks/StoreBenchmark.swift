import Dispatch
import Foundation
import Platform
import Results
import ResultsStore
import Runner
import Synchronization

/// Fills a store as a large sweep would, and times writing beside reading, without training anything.
///
/// The values are made up, so a store filled like this is for measuring alone: its attempts say `benchmark`.
public struct StoreBenchmark: Sendable {
    /// 1,000 metric rows a job: 400 training losses, 12 validation series x 40 steps, 24 oracle series x 5 steps.
    public static let rowsPerJob = 1000
    public static let mapsPerJob = 20
    private static let mapShape = (queries: 64, keys: 16)

    private let sweep: Sweep
    private let database: ResultsDatabase

    public init(sweep: Sweep, database: ResultsDatabase) {
        self.sweep = sweep
        self.database = database
    }

    public struct Filled: Sendable {
        public var jobs: Int
        public var metricRows: Int
        public var attentionMaps: Int
        public var seconds: Double
    }

    /// Registers the sweep's jobs and gives each the rows of a finished one.
    public func fill() throws -> Filled {
        let watch = Stopwatch()
        try sweep.register(in: database)
        for (number, job) in sweep.jobs.enumerated() {
            guard let attempt = try claim(job.key) else { continue }
            try database.transaction {
                try attempt.record(metrics: Self.metrics(number))
                try attempt.record(attention: Self.attention(number))
                try attempt.record(measurements: [Metric.imagesPerSecond.name: 100, Metric.executedGFLOPS.name: 50])
            }
            try attempt.finish(.done, usage: AttemptUsage(wallSeconds: 1))
        }
        return Filled(
            jobs: sweep.jobs.count, metricRows: sweep.jobs.count * Self.rowsPerJob,
            attentionMaps: sweep.jobs.count * Self.mapsPerJob, seconds: watch.seconds)
    }

    private func claim(_ key: String) throws -> Attempt? {
        try database.claim(
            key, by: .current, leaseSeconds: 3600, provenance: Provenance(codeVersion: "benchmark", threads: 1, workers: 1), startStep: 0)
    }

    public struct Writing: Sendable {
        public var rows: Int
        public var seconds: Double
        /// Queries that the readers finished meanwhile.
        public var reads: Int
        public var rowsPerSecond: Double { Double(rows) / seconds }
    }

    /// Writes metric rows with `writers` threads for so long, while `readers` threads, with a connection pool of their
    /// own, ask for states, final metrics and curves of a hundred jobs at a time. Each writer syncs every 10,000 rows, as
    /// a job does before a checkpoint.
    /// - Parameter batch: rows in one transaction.
    public func write(writers: Int, readers: Int, batch: Int, seconds: Double) throws -> Writing {
        let keys = sweep.jobs.map(\.key)
        try database.retry(keys, endings: [.done])
        let attempts = try keys.compactMap(claim)
        defer { for attempt in attempts { try? attempt.finish(.done) } }
        let reading = try ResultsDatabase(path: database.path, access: .readOnly)
        let tally = Tally()
        let group = DispatchGroup()
        let watch = Stopwatch()
        // Threads and not a queue: there are to be more of them than cores.
        for number in 0..<writers + readers {
            group.enter()
            Thread.detachNewThread { [self] in
                do {
                    var round = 0
                    while !tally.isOver.load(ordering: .relaxed) {
                        if number < writers {
                            try writeBatch(attempts[(round * writers + number) % attempts.count], batch, round: round)
                            if (round + 1) % max(1, 10_000 / batch) == 0 { try database.sync() }
                            tally.rows.wrappingAdd(batch, ordering: .relaxed)
                            if watch.seconds > seconds { tally.isOver.store(true, ordering: .relaxed) }
                        } else {
                            try readBatch(reading, keys, start: round * 100 + number * 1000, round: round)
                            tally.reads.wrappingAdd(1, ordering: .relaxed)
                        }
                        round += 1
                    }
                } catch {
                    tally.failure.withLock { $0 = $0 ?? error }
                    tally.isOver.store(true, ordering: .relaxed)
                }
                group.leave()
            }
        }
        group.wait()
        if let error = tally.failure.withLock({ $0 }) { throw error }
        return Writing(
            rows: tally.rows.load(ordering: .relaxed), seconds: watch.seconds,
            reads: tally.reads.load(ordering: .relaxed))
    }

    private final class Tally: Sendable {
        let rows = Atomic<Int>(0)
        let reads = Atomic<Int>(0)
        let isOver = Atomic<Bool>(false)
        let failure = Mutex<(any Error)?>(nil)
    }

    private func writeBatch(_ attempt: Attempt, _ rows: Int, round: Int) throws {
        let first = 1_000_000 + round * rows
        try attempt.record(metrics: (0..<rows).map { Metric.loss.value(Double($0) * 0.001, on: .train, step: first + $0) })
    }

    private func readBatch(_ store: ResultsDatabase, _ keys: [String], start: Int, round: Int) throws {
        let low = start % max(1, keys.count - 100)
        let some = Array(keys[low..<min(low + 100, keys.count)])
        switch round % 3 {
        case 0: _ = try store.states(some)
        case 1: _ = try store.finalMetrics(some, names: [Metric.loss.name(on: .validation)])
        default: _ = try store.curves(Metric.loss.name(on: .validation), jobs: some)
        }
    }

    // MARK: Made-up results

    private static func metrics(_ job: Int) -> [MetricValue] {
        /// A value that differs from job to job and falls with the step, with all its digits.
        func value(_ series: Int, _ step: Int) -> Double {
            let noise = Double((job &* 2_654_435_761 &+ series &* 40_503 &+ step &* 97) % 100_003) / 100_003
            return 0.02 + noise * 0.01 + 1 / Double(step + 10)
        }
        var rows: [MetricValue] = []
        rows.reserveCapacity(rowsPerJob)
        for i in 1...400 { rows.append(Metric.loss.value(value(0, i), on: .train, step: 50 * i)) }
        for (series, metric) in ([Metric.loss, Metric.textUseGap] + (0..<10).map { Metric.lossBucket[$0] }).enumerated() {
            for i in 1...40 { rows.append(metric.value(value(series + 1, i), on: .validation, step: 500 * i)) }
        }
        let questions = ["count", "colour", "shape", "palette", "shape_set", "relation", "all"]
        for (series, metric) in (questions.map { Metric.oracle[$0] } + [Metric.oracleImages]).enumerated() {
            for (part, split) in [Metric.Split].samples.enumerated() {
                for i in 1...5 { rows.append(metric.value(value(20 + 3 * series + part, i), on: split, step: 4000 * i)) }
            }
        }
        return rows
    }

    private static func attention(_ job: Int) -> [AttentionRecord] {
        let count = mapShape.queries * mapShape.keys
        return (0..<mapsPerJob).map { number in
            let site = AttentionSite(
                step: 20_000, caption: "two red circles", blockIndex: number / 10, block: "joint_blocks.\(number / 10)",
                head: number / 5 % 2, timestep: [50, 250, 500, 750, 950][number % 5])
            return AttentionRecord(
                tokens: ["two", "red", "circles"],
                map: AttentionMap(
                    site: site, queryTokens: mapShape.queries, keyTokens: mapShape.keys,
                    values: (0..<count).map { Float(($0 &* 31 &+ job &* 7 &+ number) % 997) / 997 }),
                summary: AttentionSummary(
                    site: site, textMass: Double(job % 101) / 101, entropy: Double(number) / 20, effectiveRank: 1.5))
        }
    }
}
