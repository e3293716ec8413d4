import Foundation
import GRDB

/// A metric's name and what it was measured on: `loss` on `validation`.
public struct MetricName: Sendable, Equatable, Hashable, Comparable, CustomStringConvertible {
    public var name: String
    public var split: String

    public init(_ name: String, _ split: String) {
        self.name = name
        self.split = split
    }

    public var description: String { "\(name)/\(split)" }

    public static func < (a: MetricName, b: MetricName) -> Bool { (a.name, a.split) < (b.name, b.split) }
}

/// One value of a job's metric. NaN and infinity are values like any other.
public struct MetricRecord: Sendable, Equatable {
    public var name: MetricName
    public var step: Int
    public var value: Double

    public init(_ name: String, split: String, step: Int, value: Double) {
        self.name = MetricName(name, split)
        self.step = step
        self.value = value
    }
}

/// One point of a curve; in final metrics the last one.
public struct MetricPoint: Sendable, Equatable {
    public var step: Int
    public var value: Double

    public init(step: Int, value: Double) {
        self.step = step
        self.value = value
    }
}

extension ResultsDatabase {
    /// Writes metrics of a job; the same name, split and step again overwrites.
    public func record(metrics: [MetricRecord], job key: String) throws {
        guard !metrics.isEmpty else { return }
        try write("record metrics") { db in try insert(db, metrics, job: try jobID(db, key)) }
    }

    /// Writes machine-dependent values of an attempt (images_per_second, executed_gflops, ...); the
    /// same name again overwrites. The attempt may have ended.
    public func record(measurements: [String: Double], attempt: AttemptID) throws {
        try write("record measurements") { db in
            guard try Bool.fetchOne(
                db, sql: "SELECT 1 FROM attempts WHERE id = ?", arguments: [attempt.rawValue]) == true
            else { throw ResultsStoreError.attemptNotRunning(attempt: attempt.rawValue, ending: nil) }
            for (name, value) in measurements.sorted(by: { $0.key < $1.key }) {
                try db.cachedStatement(sql: """
                    INSERT INTO measurements (attempt, name, value, kind) VALUES (?, ?, ?, ?)
                    ON CONFLICT (attempt, name) DO UPDATE SET value = excluded.value, kind = excluded.kind
                    """).execute(arguments: [
                        attempt.rawValue, name, value.isFinite ? value : nil, ValueKind(value).rawValue,
                    ])
            }
        }
    }

    /// All metrics that any job has, in order.
    public func metricNames() throws -> [MetricName] {
        try read("read metric names") { db in
            try Row.fetchAll(db, sql: "SELECT name, split FROM metric_series").map { MetricName($0[0], $0[1]) }.sorted()
        }
    }

    /// All names of measurements that any attempt has, in order.
    public func measurementNames() throws -> [String] {
        try read("read measurement names") { db in
            try String.fetchAll(db, sql: "SELECT DISTINCT name FROM measurements ORDER BY name")
        }
    }

    /// The curve of one metric for each job that has it, by ascending step.
    public func curves(_ name: MetricName, jobs keys: [String]) throws -> [String: [MetricPoint]] {
        try read("read curves") { db in
            let rows = try Row.fetchCursor(db, sql: """
                SELECT j.key, m.step, m.value, m.kind
                FROM json_each(?) k JOIN jobs j ON j.key = k.value
                JOIN metrics m ON m.job = j.id
                    AND m.series = (SELECT id FROM metric_series WHERE name = ? AND split = ?)
                ORDER BY j.id, m.step
                """, arguments: [jsonArray(unique(keys)), name.name, name.split])
            var curves: [String: [MetricPoint]] = [:]
            while let row = try rows.next() {
                let value = try ValueKind.value(row[2], kind: row[3], in: "metrics")
                curves[row[0], default: []].append(MetricPoint(step: row[1], value: value))
            }
            return curves
        }
    }

    /// The value of each metric at its greatest step, for each job that has any, in one query.
    ///
    /// - Parameter names: only these; nil for all.
    public func finalMetrics(
        _ keys: [String], names: [MetricName]? = nil
    ) throws -> [String: [MetricName: MetricPoint]] {
        let wanted = names.map { jsonArray($0.map(\.description)) }
        return try read("read final metrics") { db in
            let rows = try Row.fetchCursor(db, sql: """
                SELECT j.key, s.name, s.split, m.step, m.value, m.kind
                FROM json_each(?1) k JOIN jobs j ON j.key = k.value
                CROSS JOIN metric_series s
                JOIN metrics m ON m.job = j.id AND m.series = s.id
                    AND m.step = (SELECT max(step) FROM metrics WHERE job = j.id AND series = s.id)
                WHERE ?2 IS NULL OR s.name || '/' || s.split IN (SELECT value FROM json_each(?2))
                """, arguments: [jsonArray(unique(keys)), wanted])
            var finals: [String: [MetricName: MetricPoint]] = [:]
            while let row = try rows.next() {
                let value = try ValueKind.value(row[4], kind: row[5], in: "metrics")
                finals[row[0], default: [:]][MetricName(row[1], row[2])] = MetricPoint(step: row[3], value: value)
            }
            return finals
        }
    }

    /// Machine-dependent values per job: each measurement from the latest attempt that has it, and
    /// over all attempts wall_seconds and cpu_seconds (sums) and peak_bytes (greatest), unless
    /// measured under these names.
    public func measurements(_ keys: [String]) throws -> [String: [String: Double]] {
        try read("read measurements") { db in
            var result: [String: [String: Double]] = [:]
            let array = jsonArray(unique(keys))
            let usage = try Row.fetchCursor(db, sql: """
                SELECT j.key, sum(a.wall_seconds), sum(a.cpu_seconds), max(a.peak_bytes)
                FROM json_each(?) k JOIN jobs j ON j.key = k.value JOIN attempts a ON a.job = j.id GROUP BY j.id
                """, arguments: [array])
            while let row = try usage.next() {
                let values: [String: Double?] = ["wall_seconds": row[1], "cpu_seconds": row[2], "peak_bytes": row[3]]
                result[row[0]] = values.compactMapValues { $0 }
            }
            let rows = try Row.fetchCursor(db, sql: """
                SELECT j.key, m.name, m.value, m.kind
                FROM json_each(?) k JOIN jobs j ON j.key = k.value JOIN attempts a ON a.job = j.id
                JOIN measurements m ON m.attempt = a.id ORDER BY a.id
                """, arguments: [array])
            while let row = try rows.next() {
                result[row[0], default: [:]][row[1]] = try ValueKind.value(row[2], kind: row[3], in: "measurements")
            }
            return result
        }
    }

    /// Removes a job's metrics, attention and samples of steps greater than `step`.
    public func deleteResults(job key: String, after step: Int) throws {
        try write("delete results") { db in
            let job = try jobID(db, key)
            for table in [
                "metrics", "missing_metrics", "attention_maps", "attention_statistics", "attention_localisation", "samples",
            ] {
                try db.execute(sql: "DELETE FROM \(table) WHERE job = ? AND step > ?", arguments: [job, step])
            }
        }
    }

    // MARK: Inside a transaction

    func insert(_ db: Database, _ metrics: [MetricRecord], job: Int64) throws {
        var series: [MetricName: Int64] = [:]
        let statement = try db.cachedStatement(sql: """
            INSERT INTO metrics (job, series, step, value, kind) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (job, series, step) DO UPDATE SET value = excluded.value, kind = excluded.kind
            """)
        for metric in metrics {
            let id: Int64
            if let known = series[metric.name] {
                id = known
            } else {
                id = try seriesID(db, metric.name)
                series[metric.name] = id
            }
            try statement.execute(arguments: [
                job, id, metric.step, metric.value.isFinite ? metric.value : nil, ValueKind(metric.value).rawValue,
            ])
        }
    }

    private func seriesID(_ db: Database, _ name: MetricName) throws -> Int64 {
        let find = try db.cachedStatement(sql: "SELECT id FROM metric_series WHERE name = ? AND split = ?")
        if let id = try Int64.fetchOne(find, arguments: [name.name, name.split]) { return id }
        try db.execute(sql: "INSERT INTO metric_series (name, split) VALUES (?, ?)", arguments: [name.name, name.split])
        return db.lastInsertedRowID
    }
}

/// Each string once, in order of first appearance: a join over a list must not multiply rows.
func unique(_ keys: [String]) -> [String] {
    var seen = Set<String>()
    return keys.filter { seen.insert($0).inserted }
}
