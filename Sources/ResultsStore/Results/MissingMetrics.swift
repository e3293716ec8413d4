import GRDB
import Results

extension Attempt {
    /// Writes why metrics have no value; the same name, split and step again overwrites.
    public func record(missing: [MissingMetric]) throws {
        guard !missing.isEmpty else { return }
        try write("record missing metrics") { db, job in
            for metric in missing {
                try db.upsert(
                    "missing_metrics", key: ["job": job, "name": metric.name.name, "split": metric.name.split, "step": metric.step],
                    values: ["reason": metric.reason])
            }
        }
    }
}

extension ResultsDatabase {
    /// Why the jobs with these keys have no value of the named metrics: the reasons of each job's last step with how many
    /// jobs share them, the most frequent first.
    public func missingReasons(_ keys: [String], names: [MetricName]) throws -> [MetricName: [(reason: String, jobs: Int)]] {
        try read("read missing metrics") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT m.name, m.split, m.reason, count(*) AS jobs FROM missing_metrics m
                    JOIN jobs j ON j.id = m.job
                    WHERE j.key IN (SELECT value FROM json_each(?1)) AND m.name || '/' || m.split IN (SELECT value FROM json_each(?2))
                        AND m.step = (SELECT max(step) FROM missing_metrics WHERE job = m.job AND name = m.name AND split = m.split)
                    GROUP BY m.name, m.split, m.reason ORDER BY count(*) DESC, m.reason
                    """, arguments: [jsonArray(unique(keys)), jsonArray(names.map(\.description))])
            var reasons: [MetricName: [(reason: String, jobs: Int)]] = [:]
            for row in rows {
                try reasons[MetricName(row), default: []].append((row[checked: "reason"], row[checked: "jobs"]))
            }
            return reasons
        }
    }

    /// What a job has no value of, by step, name and split.
    public func missingMetrics(_ key: String) throws -> [MissingMetric] {
        try read("read missing metrics") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT m.name, m.split, m.step, m.reason FROM missing_metrics m JOIN jobs j ON j.id = m.job
                    WHERE j.key = ? ORDER BY m.step, m.name, m.split
                    """, arguments: [key]
            ).map { try MissingMetric(MetricName($0), step: $0[checked: "step"], reason: $0[checked: "reason"]) }
        }
    }
}
