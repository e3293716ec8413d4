import GRDB
import GRDBSQLite
import Platform
import Results

extension ResultsDatabase {
    /// Metrics at their greatest steps, of those of the jobs that are done: a column a metric, in order of `keys`; nil where a job is not
    /// done or has no value.
    public func finalColumns(_ keys: [String], names: [MetricName]) throws -> [MetricName: [MetricPoint?]] {
        if let kept = keptJobs { return try kept.finalColumns(keys, names: names, of: self) }
        let (places, jobs) = try read("read jobs") { db in
            var places: [Int] = [], jobs: [Int64] = []
            // In the order of jobs rows are neighbours.
            try db.forEachRow(
                "SELECT k.key, j.id FROM json_each(?) k CROSS JOIN jobs j ON j.key = k.value WHERE j.state = 'done' ORDER BY j.id",
                [jsonArray(keys)]
            ) { row in
                places.append(Int(row.integer(0)))
                jobs.append(row.integer(1))
            }
            return (places, jobs)
        }
        let found = try finals(of: jobs, names: names)
        return found.mapValues { values in
            var column = [MetricPoint?](repeating: nil, count: keys.count)
            for (place, value) in zip(places, values) { column[place] = value }
            return column
        }
    }

    /// A column a metric, in order of jobs by number.
    func finals(of jobs: [Int64], names: [MetricName]) throws -> [MetricName: [MetricPoint?]] {
        guard !names.isEmpty else { return [:] }
        let share = 2_500
        let parts = stride(from: 0, to: jobs.count, by: share).map { Array(jobs[$0..<min($0 + share, jobs.count)]) }
        // Most of the time goes into finding rows: as many connections as cores find them.
        let found = try inParallel(parts) { jobs in try read("read final metrics") { try Self.finals($0, of: jobs, names: names) } }
        return Dictionary(uniqueKeysWithValues: names.map { name in (name, found.flatMap { $0[name]! }) })
    }

    static func finals(_ db: Database, of jobs: [Int64], names: [MetricName]) throws -> [MetricName: [MetricPoint?]] {
        let series = try names.map { name in
            try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT id FROM metric_series WHERE name = ? AND split = ?"), arguments: [name.name, name.split])
        }
        var columns = names.map { _ in [MetricPoint?](repeating: nil, count: jobs.count) }
        // One step down the primary key to the end of a curve.
        let statement = try db.cachedStatement(
            sql: "SELECT step, value, kind FROM metrics WHERE job = ? AND series = ? ORDER BY step DESC LIMIT 1"
        ).sqliteStatement
        defer { sqlite3_clear_bindings(statement) }
        for (place, job) in jobs.enumerated() {
            for (column, series) in series.enumerated() {
                guard let series else { continue }
                sqlite3_bind_int64(statement, 1, job)
                sqlite3_bind_int64(statement, 2, series)
                try db.forEachRow(of: statement) { row in
                    columns[column][place] = MetricPoint(
                        step: Int(row.integer(0)), value: try ValueKind.value(row.real(1), kind: Int(row.integer(2)), in: "metrics"))
                }
            }
        }
        return Dictionary(zip(names, columns), uniquingKeysWith: { first, _ in first })
    }
}
