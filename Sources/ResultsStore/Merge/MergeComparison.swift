import Foundation
import GRDB

extension ResultsDatabase {
    /// What a merge would do with each job of another store. Nothing is changed.
    ///
    /// - Parameter isAhead: whether the checkpoint there of the job with this key is of a later step than the one here.
    public func mergePlan(_ snapshot: StoreSnapshot, isAhead: (_ key: String) -> Bool = { _ in false }) throws -> [MergeJob] {
        // The private copy is the one that is written to, so that comparing millions of rows keeps nobody here waiting.
        try snapshot.database.write("compare it with \(path)", attaching: path) { db in
            let comparison = try JobComparison(db)
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT j.key, j.id AS there, j.state AS there_state, h.id AS here, h.state AS here_state, h.attempt,
                        EXISTS (SELECT 1 FROM other.attempts WHERE job = h.id) AS has_attempts
                    FROM main.jobs j LEFT JOIN other.jobs h ON h.key = j.key ORDER BY j.id
                    """
            ).map { row in
                let key: String = try row[checked: "key"], there: JobState = try row.stored("there_state", in: "jobs")
                let isKnown = try (row[checked: "here"] as Int64?) != nil
                var job = MergeJob(
                    key: key, there: there, here: isKnown ? try row.stored("here_state", in: "jobs") : nil, action: .keep,
                    attemptHere: try row[checked: "attempt"])
                if job.here == .done, there == .done {
                    let pair = try JobComparison.Pair(there: row[checked: "there"], here: row[checked: "here"])
                    let conflicts = try comparison.conflicts(pair)
                    if conflicts.isEmpty {
                        job.action = .confirm
                        job.lacks = try comparison.lacking(pair)
                    } else {
                        job.action = .conflict(
                            conflicts, here: try ResultOrigin.find(db, job: key, schema: "other"),
                            there: try ResultOrigin.find(db, job: key, schema: "main"))
                    }
                } else {
                    job.action = MergeJob.action(here: job.here, hasAttemptsHere: try row[checked: "has_attempts"], there: there) {
                        isAhead(key)
                    }
                }
                return job
            }
        }
    }
}

extension ResultOrigin {
    /// - Parameter schema: `main`, or the name of an attached database.
    static func find(_ db: Database, job key: String, schema: String) throws -> ResultOrigin? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT a.host, a.cpu_model, a.blas_kernel, a.code_version, a.code_commit, a.tool_sha256
                FROM \(schema).jobs j JOIN \(schema).attempts a ON a.job = j.id WHERE j.key = ? AND a.ending = 'done' ORDER BY a.id DESC
                """, arguments: [key])
        guard let row else { return nil }
        return ResultOrigin(
            host: try row[checked: "host"], cpuModel: try row[checked: "cpu_model"], blasKernel: try row[checked: "blas_kernel"],
            codeVersion: try row[checked: "code_version"], commit: try row[checked: "code_commit"],
            tool: try row[checked: "tool_sha256"])
    }
}

/// Compares the results of one job in two databases, bit for bit: `main` is there, `other` is here.
private final class JobComparison {
    struct Pair {
        var there: Int64
        var here: Int64
    }

    private let db: Database
    private let metrics: Statement
    private let samples: Statement
    private let statistics: Statement
    private let localisation: Statement
    private let lacksMaps: Statement
    private let lacksSamples: Statement

    init(_ db: Database) throws {
        self.db = db
        // Both have the series: one that only one program knew is no difference.
        metrics = try db.makeStatement(
            sql: """
                WITH both AS (
                    SELECT s.id AS there, o.id AS here, s.name || '/' || s.split AS name
                    FROM main.metric_series s JOIN other.metric_series o ON o.name = s.name AND o.split = s.split
                    WHERE EXISTS (SELECT 1 FROM main.metrics WHERE job = ?1 AND series = s.id)
                        AND EXISTS (SELECT 1 FROM other.metrics WHERE job = ?2 AND series = o.id))
                SELECT b.name, m.step, o.value AS here, o.kind AS here_kind, m.value AS there, m.kind AS there_kind
                FROM both b CROSS JOIN main.metrics m ON m.job = ?1 AND m.series = b.there
                LEFT JOIN other.metrics o ON o.job = ?2 AND o.series = b.here AND o.step = m.step
                WHERE o.kind IS NOT m.kind OR o.value IS NOT m.value
                UNION ALL
                SELECT b.name, o.step, o.value, o.kind, NULL, NULL
                FROM both b CROSS JOIN other.metrics o ON o.job = ?2 AND o.series = b.here
                WHERE NOT EXISTS (SELECT 1 FROM main.metrics WHERE job = ?1 AND series = b.there AND step = o.step)
                ORDER BY 1, 2
                """)
        samples = try db.makeStatement(
            sql: """
                SELECT a.kind || ' ' || a.position || ' after step ' || a.step AS place
                FROM main.samples a JOIN other.samples o ON o.job = ?2 AND o.step = a.step AND o.kind = a.kind AND o.position = a.position
                WHERE a.job = ?1 AND a.png <> o.png ORDER BY a.step, a.kind, a.position
                """)
        func values(_ columns: [String]) -> String { columns.map { "a.\($0) IS NOT o.\($0)" }.joined(separator: " OR ") }
        statistics = try db.makeStatement(
            sql: """
                SELECT 'block ' || a.block_index || ', head ' || a.head || ', timestep ' || a.timestep AS place
                FROM main.attention_statistics a JOIN main.captions c ON c.id = a.caption JOIN other.captions oc ON oc.text = c.text
                JOIN other.attention_statistics o ON o.job = ?2 AND o.step = a.step AND o.caption = oc.id
                    AND o.block_index = a.block_index AND o.head = a.head AND o.timestep = a.timestep
                WHERE a.job = ?1 AND (\(values(
                    ["text_mass", "entropy", "effective_rank", "energy_first", "energy_first_two", "energy_first_four"])))
                ORDER BY a.step, c.text, a.block_index, a.head, a.timestep
                """)
        localisation = try db.makeStatement(
            sql: """
                SELECT a.source || ' ' || a.role || ', block ' || a.block_index || ', head ' || a.head
                    || ', timestep ' || a.timestep AS place
                FROM main.attention_localisation a JOIN other.attention_localisation o ON o.job = ?2 AND o.step = a.step
                    AND o.source = a.source AND o.role = a.role AND o.block_index = a.block_index AND o.head = a.head
                    AND o.timestep = a.timestep
                WHERE a.job = ?1 AND (\(values(["words", "pointing", "iou", "area", "chance_iou"])))
                ORDER BY a.step, a.source, a.role, a.block_index, a.head, a.timestep
                """)
        func lacks(_ table: String) -> String {
            "SELECT EXISTS (SELECT 1 FROM main.\(table) WHERE job = ?1) AND NOT EXISTS (SELECT 1 FROM other.\(table) WHERE job = ?2)"
        }
        lacksMaps = try db.makeStatement(sql: lacks("attention_packs"))
        lacksSamples = try db.makeStatement(sql: lacks("samples"))
    }

    func conflicts(_ pair: Pair) throws -> [MergeConflict] {
        var found: [MergeConflict] = [], places: [Int] = []
        let rows = try Row.fetchCursor(metrics, arguments: [pair.there, pair.here])
        while let row = try rows.next() {
            let name: String = try row[checked: "name"]
            if found.last?.what == name {
                places[places.count - 1] += 1
                continue
            }
            let step: Int = try row[checked: "step"]
            found.append(
                MergeConflict(
                    what: name, here: "\(try Self.text(row, "here")) at step \(step)",
                    there: "\(try Self.text(row, "there")) at step \(step)"))
            places.append(1)
        }
        for (index, count) in places.enumerated() where count > 1 {
            found[index].here += " (the first of \(count) steps that differ)"
            found[index].there += " (the first of \(count) steps that differ)"
        }
        for (what, statement) in [("samples", samples), ("attention statistics", statistics), ("attention localisation", localisation)] {
            let places = try String.fetchAll(statement, arguments: [pair.there, pair.here])
            guard let first = places.first else { continue }
            let text = places.count == 1 ? first : "\(first) (the first of \(places.count) that differ)"
            found.append(MergeConflict(what: what, here: text, there: text))
        }
        return found
    }

    /// What there has rows of and here has none.
    func lacking(_ pair: Pair) throws -> Set<StoredKind> {
        let maps = try Bool.fetchOne(lacksMaps, arguments: [pair.there, pair.here]) ?? false
        let samples = try Bool.fetchOne(lacksSamples, arguments: [pair.there, pair.here]) ?? false
        return Set((maps ? [.maps] : []) + (samples ? [.samples] : []))
    }

    private static func text(_ row: Row, _ column: String) throws -> String {
        guard let kind = try row[checked: "\(column)_kind"] as Int? else { return "nothing" }
        return String(format: "%.17g", try ValueKind.value(row[checked: column], kind: kind, in: "metrics"))
    }
}
