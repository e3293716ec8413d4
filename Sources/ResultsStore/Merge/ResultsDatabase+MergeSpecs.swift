import Foundation
import GRDB

extension ResultsDatabase {
    /// Specs with the jobs that they name, and claims; of what both stores know, the earliest declaration and the widest span of time.
    func mergeSpecs(_ db: Database, _ copier: RowCopier, _ outcome: inout MergeOutcome) throws {
        for row in try Row.fetchAll(db, sql: "SELECT id, name, text_hash FROM other.specs ORDER BY id") {
            let there: Int64 = try row[checked: "id"], name: String = try row[checked: "name"], hash: String = try row[checked: "text_hash"]
            let known = try Int64.fetchOne(db, sql: "SELECT id FROM main.specs WHERE name = ? AND text_hash = ?", arguments: [name, hash])
            if let known {
                try db.execute(
                    sql: """
                        UPDATE main.specs SET
                            first_seen_at = min(first_seen_at, (SELECT first_seen_at FROM other.specs WHERE id = ?1)),
                            last_seen_at = max(last_seen_at, (SELECT last_seen_at FROM other.specs WHERE id = ?1))
                        WHERE id = ?2
                        """, arguments: [there, known])
                try copier.refer("spec", there: there, here: known)
            } else {
                let columns = try db.columns(in: "specs", in: "main").map(\.name).filter { $0 != "id" }.joined(separator: ", ")
                try db.execute(
                    sql: "INSERT INTO main.specs (\(columns)) SELECT \(columns) FROM other.specs WHERE id = ?", arguments: [there])
                try copier.refer("spec", there: there, here: db.lastInsertedRowID)
                outcome.specs += 1
            }
        }
        try db.execute(sql: "INSERT OR IGNORE INTO main.spec_texts SELECT * FROM other.spec_texts")
        // Jobs that were left alone may not be known here.
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO main.spec_jobs (spec, job)
                SELECT m.here, h.id FROM temp.merge_specs m JOIN other.spec_jobs t ON t.spec = m.there
                JOIN other.jobs tj ON tj.id = t.job JOIN main.jobs h ON h.key = tj.key
                """)
        try db.execute(
            sql: """
                INSERT INTO main.declared_claims (spec, claim, text, declared_at)
                SELECT spec, claim, text, declared_at FROM other.declared_claims WHERE true
                ON CONFLICT (spec, claim, text) DO UPDATE SET declared_at = excluded.declared_at
                    WHERE excluded.declared_at < declared_claims.declared_at
                """)
        outcome.claims = db.changesCount
    }
}
