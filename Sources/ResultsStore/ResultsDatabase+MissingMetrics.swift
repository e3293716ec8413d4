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
            let statement = try db.cachedStatement(sql: """
                INSERT INTO missing_metrics (job, name, split, step, reason) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (job, name, split, step) DO UPDATE SET reason = excluded.reason
                """)
            for metric in missing {
                try statement.execute(arguments: [job, metric.name.name, metric.name.split, metric.step, metric.reason])
            }
        }
    }

    /// What a job has no value of, by step, name and split.
    public func missingMetrics(_ key: String) throws -> [MissingMetricRecord] {
        try read("read missing metrics") { db in
            try Row.fetchAll(db, sql: """
                SELECT m.name, m.split, m.step, m.reason FROM missing_metrics m JOIN jobs j ON j.id = m.job
                WHERE j.key = ? ORDER BY m.step, m.name, m.split
                """, arguments: [key]).map { try MissingMetricRecord($0[checked: 0], split: $0[checked: 1], step: $0[checked: 2], reason: $0[checked: 3]) }
        }
    }
}
