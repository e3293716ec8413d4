import GRDB

/// Copies rows of jobs from `other` to `main` within one transaction, by the numbers that jobs, captions, ... have in each.
///
/// Rows are copied column by column as the schema names them, so that a later column comes along by itself.
final class RowCopier {
    /// Temporary tables of (there, here) that the columns of results are translated by.
    private static let references = [
        "job": "merge_jobs", "caption": "merge_captions", "block": "merge_blocks", "series": "merge_series", "attempt": "merge_attempts",
        "spec": "merge_specs",
    ]
    private let db: Database

    init(_ db: Database) throws {
        self.db = db
        for table in Self.references.values {
            // They stay with the connection: each one that is made or dropped has every statement prepared again.
            try db.execute(sql: "CREATE TEMP TABLE IF NOT EXISTS \(table) (there INTEGER PRIMARY KEY, here INTEGER NOT NULL)")
            try db.execute(sql: "DELETE FROM temp.\(table)")
        }
    }

    func refer(_ reference: String, there: Int64, here: Int64) throws {
        try db.cachedStatement(sql: "INSERT INTO temp.\(Self.references[reference]!) (there, here) VALUES (?, ?)")
            .execute(arguments: [there, here])
    }

    /// Makes all texts of a table of unique texts known here.
    /// - Parameters:
    ///   - reference: the column that refers to its rows.
    ///   - columns: those that tell its rows apart.
    func intern(_ table: String, columns: [String], as reference: String? = nil) throws {
        let names = columns.joined(separator: ", ")
        try db.execute(sql: "INSERT OR IGNORE INTO main.\(table) (\(names)) SELECT \(names) FROM other.\(table)")
        guard let reference else { return }
        let same = columns.map { "h.\($0) = t.\($0)" }.joined(separator: " AND ")
        try db.execute(
            sql:
                "INSERT OR IGNORE INTO temp.\(Self.references[reference]!) (there, here) "
                + "SELECT t.id, h.id FROM other.\(table) t JOIN main.\(table) h ON \(same)"
        )
    }

    /// Copies the rows of the referred jobs (or, of a table by attempts or specs, those of theirs).
    /// - Parameters:
    ///   - owner: the column by which rows belong to somebody.
    ///   - jobs: only those of these here; nil for all that are referred to.
    ///   - isNew: whether rows that are here already stay as they are.
    func copy(_ table: String, of owner: String = "job", onlyNew: Bool = false, jobsHere: [Int64]? = nil) throws {
        let columns = try db.columns(in: table, in: "main").map(\.name).filter { $0 != "id" }
        let values = columns.map { column -> String in
            if column == owner { return "m.here" }
            guard let map = Self.references[column] else { return "t.\(column)" }
            return "(SELECT here FROM temp.\(map) WHERE there = t.\(column))"
        }
        let chosen = jobsHere.map { _ in "WHERE m.here IN (SELECT value FROM json_each(?))" } ?? ""
        try db.execute(
            sql: """
                INSERT \(onlyNew ? "OR IGNORE " : "")INTO main.\(table) (\(columns.joined(separator: ", ")))
                SELECT \(values.joined(separator: ", "))
                FROM temp.\(Self.references[owner]!) m CROSS JOIN other.\(table) t ON t.\(owner) = m.there \(chosen)
                """, arguments: jobsHere.map { [jsonArray($0)] } ?? [])
    }
}
