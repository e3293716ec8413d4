import Foundation
import GRDB
import GRDBSQLite
import Results

extension ResultsDatabase {
    /// All metrics that any job has, in order.
    public func metricNames() throws -> [MetricName] {
        try read("read metric names") { db in
            try Row.fetchAll(db, sql: "SELECT name, split FROM metric_series").map(MetricName.init).sorted()
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
            { series[try row[checked: "id"]] = try MetricName(row) }
            // For each job and series one step down the primary key to its end.
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT k.key, s.value, m.step, m.value, m.kind
                    FROM json_each(?1) k CROSS JOIN jobs j ON j.key = k.value
                    CROSS JOIN json_each(?2) s
                    CROSS JOIN metrics m ON m.job = j.id AND m.series = s.value
                        AND m.step = (SELECT max(step) FROM metrics WHERE job = j.id AND series = s.value)
                    """, arguments: [jsonArray(keys), jsonArray(series.keys.sorted())])
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
        if let kept = keptJobs { return try kept.measurements(keys, of: self) }
        let keys = unique(keys)
        return try read("read measurements") { db in
            var values = [[String: Double]?](repeating: nil, count: keys.count)
            try db.forEachMeasurement(
                of: "json_each(?) k CROSS JOIN jobs j ON j.key = k.value", by: "k.key", [jsonArray(keys)]
            ) { place, name, value in
                values[Int(place)] = values[Int(place)] ?? [:]
                if let value { values[Int(place)]?[name] = value }
            }
            var result: [String: [String: Double]] = [:]
            for (key, values) in zip(keys, values) where values != nil { result[key] = values }
            return result
        }
    }
}

extension Database {
    /// Hands over machine-dependent values: what attempts add up to, then each measurement from the earliest attempt to the latest.
    ///
    /// - Parameters:
    ///   - from: which jobs, with `j` as their table.
    ///   - owner: the number that a job is handed over by.
    ///   - body: its value is nil where nothing was measured.
    func forEachMeasurement(
        of from: String, by owner: String = "j.id", _ arguments: StatementArguments,
        _ body: (_ owner: Int64, _ name: String, _ value: Double?) throws -> Void
    ) throws {
        let sums = [Metric.wallSeconds, Metric.cpuSeconds, Metric.peakBytes].map(\.name)
        try forEachRow(
            """
            SELECT \(owner), sum(a.wall_seconds), sum(a.cpu_seconds), max(a.peak_bytes)
            FROM \(from) CROSS JOIN attempts a ON a.job = j.id GROUP BY \(owner)
            """, arguments
        ) { row in
            for (column, name) in sums.enumerated() { try body(row.integer(0), name, row.real(Int32(column) + 1)) }
        }
        // Attempts measure the same things in the same order.
        var names: [String] = [], next = 0
        func name(_ row: RawRow) -> String {
            let bytes = row.bytes(1)
            func holds(_ place: Int) -> Bool { bytes.elementsEqual(names[place].utf8) }
            if next >= names.count || !holds(next) { next = names.indices.first(where: holds) ?? names.count }
            if next == names.count { names.append(String(decoding: bytes, as: UTF8.self)) }
            next += 1
            return names[next - 1]
        }
        try forEachRow(
            """
            SELECT \(owner), m.name, m.value, m.kind FROM \(from) CROSS JOIN attempts a ON a.job = j.id
            CROSS JOIN measurements m ON m.attempt = a.id ORDER BY \(owner), a.id
            """, arguments
        ) { row in
            try body(row.integer(0), name(row), ValueKind.value(row.real(2), kind: Int(row.integer(3)), in: "measurements"))
        }
    }
}

extension MetricName {
    /// The columns `name` and `split` of a row.
    init(_ row: Row) throws { try self.init(row[checked: "name"], row[checked: "split"]) }
}

extension Attempt {
    /// Writes metrics of the job; the same name, split and step again overwrites.
    public func record(metrics: [MetricValue]) throws {
        guard !metrics.isEmpty else { return }
        try write("record metrics") { db, job in try insert(db, metrics, job: job) }
    }

    /// Writes machine-dependent values of the attempt (images_per_second, executed_gflops, ...); the
    /// same name again overwrites. The attempt may have ended.
    public func record(measurements: [String: Double]) throws {
        try database.write("record measurements") { db in
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM attempts WHERE id = ?", arguments: [id.rawValue]) == true
            else { throw ResultsStoreError.attemptNotRunning(attempt: id.rawValue, ending: nil) }
            for (name, value) in measurements.sorted(by: { $0.key < $1.key }) {
                try db.upsert(
                    "measurements", key: ["attempt": id.rawValue, "name": name],
                    values: ["value": value.isFinite ? value : nil, "kind": ValueKind(value).rawValue])
            }
            // Who keeps the job's values sees by its time that they have changed; of a running job everybody asks anew.
            try db.execute(
                sql: "UPDATE jobs SET updated_at = ? WHERE id = (SELECT job FROM attempts WHERE id = ? AND ended_at IS NOT NULL)",
                arguments: [Date(), id.rawValue])
        }
    }

    /// Binds and steps SQLite's statement directly: ten million rows pass here, and GRDB's arguments cost more than SQLite.
    private func insert(_ db: Database, _ metrics: [MetricValue], job: Int64) throws {
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
        try db.insert("metric_series", ["name": name.name, "split": name.split])
        return db.lastInsertedRowID
    }
}
