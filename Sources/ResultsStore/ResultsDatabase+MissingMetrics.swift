import GRDB

/// A metric that a job has no value of, and why.
public struct MissingMetricRecord: Sendable, Equatable {
    public var name: MetricName
    public var step: Int
    public var reason: String

    public init(_ name: String, split: String, step: Int, reason: String) {
        self.name = MetricName(name, split)
        self.step = step
        self.reason = reason
    }
}

extension ResultsDatabase {
    /// Writes why metrics have no value; the same name, split and step again overwrites.
    public func record(missing: [MissingMetricRecord], job key: String, fence: AttemptID? = nil) throws {
        guard !missing.isEmpty else { return }
        try write("record missing metrics") { db in
            let job = try jobID(db, key, fence: fence)
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO missing_metrics (job, name, split, step, reason) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (job, name, split, step) DO UPDATE SET reason = excluded.reason
                    """)
            for metric in missing {
                try statement.execute(arguments: [job, metric.name.name, metric.name.split, metric.step, metric.reason])
            }
        }
    }

    /// Why the jobs with these keys have no value of the named metrics: the reasons of each job's last step with how many
    /// jobs share them, the most frequent first.
    public func missingReasons(_ keys: [String], names: [MetricName]) throws -> [MetricName: [(reason: String, jobs: Int)]] {
        try read("read missing metrics") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT m.name, m.split, m.reason, count(*) FROM missing_metrics m
                    JOIN jobs j ON j.id = m.job
                    WHERE j.key IN (SELECT value FROM json_each(?1)) AND m.name || '/' || m.split IN (SELECT value FROM json_each(?2))
                        AND m.step = (SELECT max(step) FROM missing_metrics WHERE job = m.job AND name = m.name AND split = m.split)
                    GROUP BY m.name, m.split, m.reason ORDER BY count(*) DESC, m.reason
                    """, arguments: [jsonArray(unique(keys)), jsonArray(names.map(\.description))])
            var reasons: [MetricName: [(reason: String, jobs: Int)]] = [:]
            for row in rows {
                try reasons[MetricName(row[checked: 0], row[checked: 1]), default: []].append((row[checked: 2], row[checked: 3]))
            }
            return reasons
        }
    }

    /// What a job has no value of, by step, name and split.
    public func missingMetrics(_ key: String) throws -> [MissingMetricRecord] {
        try read("read missing metrics") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT m.name, m.split, m.step, m.reason FROM missing_metrics m JOIN jobs j ON j.id = m.job
                    WHERE j.key = ? ORDER BY m.step, m.name, m.split
                    """, arguments: [key]
            ).map { try MissingMetricRecord($0[checked: 0], split: $0[checked: 1], step: $0[checked: 2], reason: $0[checked: 3]) }
        }
    }
}
