import Foundation
import GRDB
import GRDBSQLite

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
    public func record(metrics: [MetricRecord], job key: String, fence: AttemptID? = nil) throws {
        guard !metrics.isEmpty else { return }
        try write("record metrics") { db in try insert(db, metrics, job: try jobID(db, key, fence: fence)) }
    }

    /// Writes machine-dependent values of an attempt (images_per_second, executed_gflops, ...); the
    /// same name again overwrites. The attempt may have ended.
    public func record(measurements: [String: Double], attempt: AttemptID) throws {
        try write("record measurements") { db in
            guard
                try Bool.fetchOne(
                    db, sql: "SELECT 1 FROM attempts WHERE id = ?", arguments: [attempt.rawValue]) == true
            else { throw ResultsStoreError.attemptNotRunning(attempt: attempt.rawValue, ending: nil) }
            for (name, value) in measurements.sorted(by: { $0.key < $1.key }) {
                try db.cachedStatement(
                    sql: """
                        INSERT INTO measurements (attempt, name, value, kind) VALUES (?, ?, ?, ?)
                        ON CONFLICT (attempt, name) DO UPDATE SET value = excluded.value, kind = excluded.kind
                        """
                ).execute(arguments: [
                    attempt.rawValue, name, value.isFinite ? value : nil, ValueKind(value).rawValue,
                ])
            }
        }
    }

    /// All metrics that any job has, in order.
    public func metricNames() throws -> [MetricName] {
        try read("read metric names") { db in
            try Row.fetchAll(db, sql: "SELECT name, split FROM metric_series").map { try MetricName($0[checked: 0], $0[checked: 1]) }
                .sorted()
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
        let keys = unique(keys)
        return try read("read curves") { db in
            // Rows carry the place of their key in the list, not the key: texts would take most of the time.
            let rows = try db.makeStatement(
                sql: """
                    SELECT k.key, m.step, m.value, m.kind
                    FROM json_each(?) k CROSS JOIN jobs j ON j.key = k.value
                    CROSS JOIN metrics m ON m.job = j.id
                        AND m.series = (SELECT id FROM metric_series WHERE name = ? AND split = ?)
                    ORDER BY k.id, m.step
                    """)
            try rows.setArguments([jsonArray(keys), name.name, name.split])
            var points: [[MetricPoint]] = Array(repeating: [], count: keys.count)
            // Millions of rows pass here: SQLite's own columns instead of GRDB's.
            let statement = rows.sqliteStatement
            defer { sqlite3_reset(statement) }
            var code = sqlite3_step(statement)
            while code == SQLITE_ROW {
                let type = sqlite3_column_type(statement, 2), isNumber = type == SQLITE_FLOAT || type == SQLITE_INTEGER
                let value = try ValueKind.value(
                    isNumber ? sqlite3_column_double(statement, 2) : nil, kind: Int(sqlite3_column_int64(statement, 3)), in: "metrics")
                points[Int(sqlite3_column_int64(statement, 0))]
                    .append(MetricPoint(step: Int(sqlite3_column_int64(statement, 1)), value: value))
                code = sqlite3_step(statement)
            }
            guard code == SQLITE_DONE else {
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
            }
            var curves: [String: [MetricPoint]] = [:]
            for (key, points) in zip(keys, points) where !points.isEmpty { curves[key] = points }
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
        let keys = unique(keys)
        return try read("read final metrics") { db in
            var series: [Int64: MetricName] = [:]
            for row in try Row.fetchAll(
                db,
                sql: """
                    SELECT id, name, split FROM metric_series
                    WHERE ?1 IS NULL OR name || '/' || split IN (SELECT value FROM json_each(?1))
                    """, arguments: [wanted])
            { try series[row[checked: 0]] = MetricName(row[checked: 1], row[checked: 2]) }
            // For each job and series one step down the primary key to its end.
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT k.key, s.value, m.step, m.value, m.kind
                    FROM json_each(?1) k CROSS JOIN jobs j ON j.key = k.value
                    CROSS JOIN json_each(?2) s
                    CROSS JOIN metrics m ON m.job = j.id AND m.series = s.value
                        AND m.step = (SELECT max(step) FROM metrics WHERE job = j.id AND series = s.value)
                    """, arguments: [jsonArray(keys), "[" + series.keys.sorted().map(String.init).joined(separator: ",") + "]"])
            var points: [[MetricName: MetricPoint]] = Array(repeating: [:], count: keys.count)
            while let row = try rows.next() {
                let value = try ValueKind.value(row[checked: 3], kind: row[checked: 4], in: "metrics")
                let id: Int64 = try row[checked: 1]
                try points[row[checked: 0]][series[id]!] = MetricPoint(step: row[checked: 2], value: value)
            }
            var finals: [String: [MetricName: MetricPoint]] = [:]
            for (key, points) in zip(keys, points) where !points.isEmpty { finals[key] = points }
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
            let usage = try Row.fetchCursor(
                db,
                sql: """
                    SELECT j.key, sum(a.wall_seconds), sum(a.cpu_seconds), max(a.peak_bytes)
                    FROM json_each(?) k JOIN jobs j ON j.key = k.value JOIN attempts a ON a.job = j.id GROUP BY j.id
                    """, arguments: [array])
            while let row = try usage.next() {
                let values: [String: Double?] = try [
                    "wall_seconds": row[checked: 1], "cpu_seconds": row[checked: 2], "peak_bytes": row[checked: 3],
                ]
                try result[row[checked: 0]] = values.compactMapValues { $0 }
            }
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT j.key, m.name, m.value, m.kind
                    FROM json_each(?) k JOIN jobs j ON j.key = k.value JOIN attempts a ON a.job = j.id
                    JOIN measurements m ON m.attempt = a.id ORDER BY a.id
                    """, arguments: [array])
            while let row = try rows.next() {
                try result[row[checked: 0], default: [:]][row[checked: 1]] = ValueKind.value(
                    row[checked: 2], kind: row[checked: 3], in: "measurements")
            }
            return result
        }
    }

    /// Removes a job's metrics, attention and samples of steps greater than `step`.
    public func deleteResults(job key: String, after step: Int) throws {
        try write("delete results") { db in
            let job = try jobID(db, key)
            for table in [
                "metrics", "missing_metrics", "attention_packs", "attention_statistics", "attention_localisation", "samples",
            ] {
                try db.execute(sql: "DELETE FROM \(table) WHERE job = ? AND step > ?", arguments: [job, step])
            }
        }
    }

    // MARK: Inside a transaction

    /// Binds and steps SQLite's statement directly: ten million rows pass here, and GRDB's arguments cost more than SQLite.
    func insert(_ db: Database, _ metrics: [MetricRecord], job: Int64) throws {
        var series: [MetricName: Int64] = [:]
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO metrics (job, series, step, value, kind) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (job, series, step) DO UPDATE SET value = excluded.value, kind = excluded.kind
                """
        ).sqliteStatement
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        var last: (name: MetricName, id: Int64)?
        for metric in metrics {
            if last?.name != metric.name {
                let id = try series[metric.name] ?? seriesID(db, metric.name)
                series[metric.name] = id
                last = (metric.name, id)
            }
            sqlite3_reset(statement)
            sqlite3_bind_int64(statement, 1, job)
            sqlite3_bind_int64(statement, 2, last!.id)
            sqlite3_bind_int64(statement, 3, Int64(metric.step))
            if metric.value.isFinite { sqlite3_bind_double(statement, 4, metric.value) } else { sqlite3_bind_null(statement, 4) }
            sqlite3_bind_int64(statement, 5, Int64(ValueKind(metric.value).rawValue))
            let code = sqlite3_step(statement)
            guard code == SQLITE_DONE else {
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
            }
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
