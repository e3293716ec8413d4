import Foundation
import GRDB

extension ResultsDatabase {
    /// Every metric of a job, bit for bit: `NAME/SPLIT` -> step -> value as text that reads back to the same bits.
    public func numbers(_ key: String) throws -> [String: [Int: String]] {
        try read("read a job's numbers") { try numbers($0, key) }
    }

    private func numbers(_ db: Database, _ key: String) throws -> [String: [Int: String]] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT s.name || '/' || s.split AS name, m.step, m.value, m.kind FROM metrics m JOIN metric_series s ON s.id = m.series
                WHERE m.job = ?
                """, arguments: [try jobID(db, key)])
        var found: [String: [Int: String]] = [:]
        while let row = try rows.next() {
            let value = try ValueKind.value(row, in: "metrics")
            try found[row[checked: "name"], default: [:]][row[checked: "step"]] = "\(value)"
        }
        return found
    }

    /// Compares a job's metrics with those that it had before it ran again, and records what differs in `merged_conflicts`: `here` is
    /// the earlier value, `there` the one that is stored now.
    /// - Returns: the names of metrics that differ. One that was not measured before is no difference.
    public func recordRemake(_ key: String, earlier: [String: [Int: String]], now: Date = Date()) throws -> [String] {
        try write("compare a job's numbers") { db in
            let job = try jobID(db, key), current = try numbers(db, key)
            let origin = try ResultOrigin.find(db, job: key, schema: "main")?.description ?? "origin not known"
            return try earlier.keys.sorted().filter { name in
                let before = earlier[name]!, after = current[name] ?? [:]
                let steps = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
                guard let first = steps.first else { return false }
                let more = steps.count == 1 ? "" : " (the first of \(steps.count) steps that differ)"
                try record(
                    db, conflict: name, job: job, here: "\(before[first] ?? "nothing") at step \(first)\(more)",
                    there: "\(after[first] ?? "nothing") at step \(first)\(more) (\(origin))", source: "remake", now: now)
                return true
            }
        }
    }

    /// Puts back the end of a done job that ran again and failed: its numbers are still there.
    /// - Returns: false, with nothing changed, when it waits or runs.
    public func restoreDone(_ key: String, now: Date = Date()) throws -> Bool {
        try write("restore a done job") { db in
            let failures = JobState.allCases.filter(\.isFailure).map(\.rawValue)
            let changed = try changeState(
                db, where: "id = ? AND state IN (SELECT value FROM json_each(?))", [try jobID(db, key), jsonArray(failures)], to: .done,
                reason: nil, now: now)
            return changed == 1
        }
    }
}
