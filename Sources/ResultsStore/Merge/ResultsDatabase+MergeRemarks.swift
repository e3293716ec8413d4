import Foundation
import GRDB

extension ResultsDatabase {
    /// Notes and tags of all jobs, each once; what is put away there is put away here when it is new here.
    func mergeRemarks(_ db: Database, _ jobs: [MergeJob]) throws {
        for table in ["job_notes", "job_tags"] { try unite(db, table, keys: jobs.map(\.key)) }
        try unite(db, "archived_jobs", keys: jobs.filter { $0.action == .add }.map(\.key))
    }

    private func unite(_ db: Database, _ table: String, keys: [String]) throws {
        let columns = try db.columns(in: table, in: "main").map(\.name).filter { $0 != "id" && $0 != "job" }
        let same = columns.map { " AND k.\($0) IS t.\($0)" }.joined()
        let names = columns.map { ", \($0)" }.joined(), values = columns.map { ", t.\($0)" }.joined()
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO main.\(table) (job\(names))
                SELECT h.id\(values) FROM json_each(?) n JOIN other.jobs j ON j.key = n.value JOIN main.jobs h ON h.key = n.value
                JOIN other.\(table) t ON t.job = j.id
                WHERE NOT EXISTS (SELECT 1 FROM main.\(table) k WHERE k.job = h.id\(same))
                """, arguments: [jsonArray(keys)])
    }

    /// Remembers what is otherwise there, once for each pair of values.
    func recordConflicts(_ db: Database, _ jobs: [MergeJob], source: String, now: Date) throws {
        for job in jobs {
            guard case .conflict(let conflicts, let hereOrigin, let thereOrigin) = job.action else { continue }
            func text(_ value: String, _ origin: ResultOrigin?) -> String { "\(value) (\(origin?.description ?? "origin not known"))" }
            for conflict in conflicts {
                try record(
                    db, conflict: conflict.what, job: jobID(db, job.key), here: text(conflict.here, hereOrigin),
                    there: text(conflict.there, thereOrigin), source: source, now: now)
            }
        }
    }

    /// One row of `merged_conflicts`, unless it is there.
    func record(_ db: Database, conflict what: String, job: Int64, here: String, there: String, source: String, now: Date) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO main.merged_conflicts (job, what, here, there, source, at) SELECT ?1, ?2, ?3, ?4, ?5, ?6
                WHERE NOT EXISTS (
                    SELECT 1 FROM main.merged_conflicts WHERE job = ?1 AND what = ?2 AND here = ?3 AND there = ?4)
                """
        ).execute(arguments: [job, what, here, there, source, now])
    }
}

/// A difference that a merge found and left as it was here.
public struct RecordedConflict: Sendable, Equatable, Codable {
    public var job: String
    public var what: String
    /// The value and who computed it.
    public var here: String
    public var there: String
    /// The store that it was found in, or `remake`.
    public var source: String
    public var at: Date
}

extension ResultsDatabase {
    /// What merges found to differ, oldest first.
    public func conflicts() throws -> [RecordedConflict] {
        try read("read conflicts") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT j.key, c.what, c.here, c.there, c.source, c.at FROM merged_conflicts c JOIN jobs j ON j.id = c.job
                    ORDER BY c.at, j.key, c.what
                    """
            ).map {
                try RecordedConflict(
                    job: $0[checked: "key"], what: $0[checked: "what"], here: $0[checked: "here"], there: $0[checked: "there"],
                    source: $0[checked: "source"], at: $0[checked: "at"])
            }
        }
    }
}
