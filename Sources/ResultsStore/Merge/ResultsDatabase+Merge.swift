import Foundation
import GRDB

/// What a merge did.
public struct MergeOutcome: Sendable, Equatable {
    /// Every job of the other store with what became of it.
    public var jobs: [MergeJob]
    /// Specs (by name and text) and claims that were not known here, or known to be later here.
    public var specs = 0
    public var claims = 0

    public init(jobs: [MergeJob]) { self.jobs = jobs }
}

/// What a merge takes over, and how.
public struct MergeRules: Sendable {
    /// Jobs that are done in both get back what they lack here (``MergeJob/lacks``).
    public var isRestoring = false
    /// Jobs with what hangs on them, and specs; no studies and no speeds.
    public var jobsOnly = false
    /// Attempts that run there come as lost: their process is known to have ended, or the copy is for when it has.
    public var endsRunning = false
    /// The attempts made there count for the retry budget here.
    public var keepsBudget = false
    /// Sealed bundles that the other store was put together from, by the key of the one job in each: remembered as merged, but for
    /// those of jobs that are left alone.
    public var bundles: [String: String] = [:]

    public init() {}
}

/// A job is not as it was when the stores were compared: compare again.
struct MergeRace: Error {}

extension ResultsDatabase {
    /// Takes over what another store has, in one transaction: jobs with their attempts and results, specs, claims.
    ///
    /// It is idempotent; ids of jobs and attempts are this store's own, keys and contents the other's.
    ///
    /// - Parameters:
    ///   - jobs: what ``mergePlan(_:isAhead:)`` said of them.
    ///   - placeFiles: called before any row is written, with the jobs whose results come: puts their weights into place, durably, and
    ///     returns the keys of those that somebody else holds; they are left alone.
    /// - Returns: nil, with nothing changed, when a job was changed here since `jobs` was made: make a new plan then.
    /// - Throws: ``ResultsStoreError``, and what `placeFiles` throws; nothing is changed then.
    public func merge(
        _ snapshot: StoreSnapshot, jobs: [MergeJob], rules: MergeRules = MergeRules(), now: Date = Date(),
        placeFiles: ([MergeJob]) throws -> Set<String> = { _ in [] }
    ) throws -> MergeOutcome? {
        do {
            return try write("merge \(snapshot.source) into it", attaching: snapshot.database.path) { db in
                try checkUnchanged(db, jobs)
                return try take(db, jobs, rules, source: snapshot.source, now: now, placeFiles: placeFiles)
            }
        } catch is MergeRace {
            return nil
        }
    }

    /// The work of a merge, within a transaction of a connection that has the other database attached as `other`.
    func take(
        _ db: Database, _ jobs: [MergeJob], _ rules: MergeRules, source: String, now: Date = Date(),
        placeFiles: ([MergeJob]) throws -> Set<String> = { _ in [] }
    ) throws -> MergeOutcome {
        var outcome = MergeOutcome(jobs: jobs)
        let held = try placeFiles(jobs.filter(\.isTaken))
        for index in outcome.jobs.indices where held.contains(outcome.jobs[index].key) {
            if outcome.jobs[index].isTaken { outcome.jobs[index].action = .leaveRunning } else { outcome.jobs[index].lacks = [] }
        }
        let copier = try RowCopier(db)
        try takeJobs(db, outcome.jobs, copier, rules)
        if rules.isRestoring { try restore(db, outcome.jobs, copier) }
        try mergeSpecs(db, copier, &outcome)
        if !rules.jobsOnly {
            try mergeRemarks(db, outcome.jobs)
            try mergeSpeed(db)
            try mergeStudies(db)
        }
        try record(db, merged: rules.bundles, of: outcome.jobs, now: now)
        try recordConflicts(db, outcome.jobs, source: source, now: now)
        return outcome
    }

    private func checkUnchanged(_ db: Database, _ jobs: [MergeJob]) throws {
        for job in jobs {
            let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT state, attempt FROM main.jobs WHERE key = ?"), arguments: [job.key])
            let state: JobState? = try row?.stored("state", in: "jobs"), attempt: Int64? = try row?[checked: "attempt"]
            guard state == job.here, attempt == job.attemptHere else { throw MergeRace() }
        }
    }

    // MARK: Jobs and their results

    /// Rows that hang on a job and are what it computed.
    static let resultTables = [
        "identities", "probes", "metrics", "missing_metrics", "attention_packs", "attention_maps", "attention_statistics",
        "attention_localisation", "samples", "dropped_files",
    ]
    private static let rows: [StoredKind: [String]] = [.maps: ["attention_packs", "attention_maps"], .samples: ["samples"]]

    private func takeJobs(_ db: Database, _ jobs: [MergeJob], _ copier: RowCopier, _ rules: MergeRules) throws {
        let taken = jobs.filter(\.isTaken)
        guard taken.contains(where: { $0.there != .running }) || taken.contains(where: { $0.action == .add }) else { return }
        try mergeConfigurations(db, keys: taken.filter { $0.action == .add }.map(\.key))
        try intern(copier)
        var isWithResults: [(job: MergeJob, there: Int64, here: Int64)] = []
        for job in taken {
            let there = try Int64.fetchOne(db.cachedStatement(sql: "SELECT id FROM other.jobs WHERE key = ?"), arguments: [job.key])!
            let here = try job.action == .add ? addJob(db, there: there) : jobID(db, job.key)
            guard job.there != .running else { continue }
            try copier.refer("job", there: there, here: here)
            isWithResults.append((job, there, here))
            guard job.action != .add else { continue }
            for table in Self.resultTables {
                try db.cachedStatement(sql: "DELETE FROM main.\(table) WHERE job = ?").execute(arguments: [here])
            }
        }
        for (job, there, here) in isWithResults { try takeAttempts(db, copier, job, there: there, here: here, rules) }
        for table in Self.resultTables { try copier.copy(table) }
        try copier.copy("measurements", of: "attempt", onlyNew: true)
    }

    private func intern(_ copier: RowCopier) throws {
        try copier.intern("captions", columns: ["text"], as: "caption")
        try copier.intern("blocks", columns: ["name"], as: "block")
        try copier.intern("metric_series", columns: ["name", "split"], as: "series")
    }

    private func mergeConfigurations(_ db: Database, keys: [String]) throws {
        guard !keys.isEmpty else { return }
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT c.json, p.path, v.value FROM other.configurations c
                JOIN other.configuration_options o ON o.configuration = c.id
                JOIN other.option_paths p ON p.id = o.path JOIN other.option_values v ON v.id = o.value
                WHERE c.id IN (SELECT j.configuration FROM json_each(?) k JOIN other.jobs j ON j.key = k.value) ORDER BY c.id, p.path
                """, arguments: [jsonArray(keys)])
        let writer = try ConfigurationWriter(db)
        var next: ConfigurationRecord?
        while let row = try rows.next() {
            let json: String = try row[checked: "json"]
            if let done = next, done.json != json { _ = try writer.id(of: done) }
            if next?.json != json { next = ConfigurationRecord(json: json, options: []) }
            next!.options.append(JobOption(path: try row[checked: "path"], value: try row[checked: "value"]))
        }
        if let next { _ = try writer.id(of: next) }
    }

    /// - Returns: the new job's number here. It is pending.
    private func addJob(_ db: Database, there: Int64) throws -> Int64 {
        try db.cachedStatement(
            sql: """
                INSERT INTO main.jobs (key, training_key, configuration, seed, data_fingerprint, created_at, updated_at)
                SELECT j.key, j.training_key, (SELECT h.id FROM main.configurations h WHERE h.digest = c.digest AND h.json = c.json),
                    j.seed, j.data_fingerprint, j.created_at, j.updated_at
                FROM other.jobs j JOIN other.configurations c ON c.id = j.configuration WHERE j.id = ?
                """
        ).execute(arguments: [there])
        return db.lastInsertedRowID
    }

    /// Copies a job's attempts that have ended, but those that came here before, and puts the job into its state there.
    private func takeAttempts(
        _ db: Database, _ copier: RowCopier, _ job: MergeJob, there: Int64, here: Int64, _ rules: MergeRules
    ) throws {
        let columns = try db.columns(in: "attempts", in: "main").map(\.name).filter { $0 != "id" && $0 != "job" }.joined(separator: ", ")
        let known = try db.cachedStatement(
            sql: """
                SELECT h.id FROM main.attempts h JOIN other.attempts t ON t.id = ?2
                WHERE h.job = ?1 AND h.started_at = t.started_at AND h.host = t.host AND h.pid = t.pid
                    AND h.process_started = t.process_started
                """)
        let insert = try db.cachedStatement(
            sql: "INSERT INTO main.attempts (job, \(columns)) SELECT ?1, \(columns) FROM other.attempts WHERE id = ?2")
        let before = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(id) FROM main.attempts WHERE job = ?"), arguments: [here])
        var last: Int64?, spent: Int64 = 0
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT reason, updated_at, budget_from FROM other.jobs WHERE id = ?"), arguments: [there])!
        let budgetThere: Int64 = try row[checked: "budget_from"]
        let ended = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM other.attempts WHERE job = ? AND (ending IS NOT NULL OR ?) ORDER BY id"),
            arguments: [there, rules.endsRunning])
        for attempt in ended {
            last = try Int64.fetchOne(known, arguments: [here, attempt])
            if last == nil {
                try insert.execute(arguments: [here, attempt])
                last = db.lastInsertedRowID
                if rules.endsRunning { try endRunning(db, attempt: last!) }
            }
            if attempt <= budgetThere { spent = last! }
            try copier.refer("attempt", there: attempt, here: last!)
        }
        let changed = try changeState(
            db, where: "id = ? AND state <> 'running'", [here], to: job.there, reason: row[checked: "reason"],
            now: row[checked: "updated_at"])
        precondition(changed == 1, "a job that runs here is not taken")
        // Attempts that were made elsewhere say nothing of what the next one would do here.
        try db.cachedStatement(
            sql: "UPDATE main.jobs SET attempt = coalesce(?, attempt), budget_from = ?, cancel_requested = 0 WHERE id = ?"
        )
        .execute(arguments: [last, rules.keepsBudget ? spent : max(before ?? 0, last ?? 0), here])
    }

    private func endRunning(_ db: Database, attempt: Int64) throws {
        try db.cachedStatement(
            sql: """
                UPDATE main.attempts SET ended_at = heartbeat_at, ending = 'lost',
                    reason = 'process ' || pid || ' on ' || host || ' ended without a word'
                WHERE id = ? AND ending IS NULL
                """
        ).execute(arguments: [attempt])
    }

    private func restore(_ db: Database, _ jobs: [MergeJob], _ copier: RowCopier) throws {
        for (kind, tables) in Self.rows {
            let lacking = jobs.filter { $0.action == .confirm && $0.lacks.contains(kind) }
            guard !lacking.isEmpty else { continue }
            // Where no job is taken, nothing is translated yet.
            try intern(copier)
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO temp.merge_jobs (there, here)
                    SELECT t.id, h.id FROM json_each(?) k JOIN other.jobs t ON t.key = k.value JOIN main.jobs h ON h.key = k.value
                    """, arguments: [jsonArray(lacking.map(\.key))])
            let here = try lacking.map { try jobID(db, $0.key) }
            for table in tables { try copier.copy(table, jobsHere: here) }
        }
        for job in jobs where job.action == .confirm {
            for kind in job.lacks { try forgetDrop(db, job: jobID(db, job.key), kind) }
        }
    }

    // MARK: What does not hang on a job

    /// Whole studies that are not here, then raters and votes of all: votes of raters of one name are put together, and what was said
    /// here stays.
    private func mergeStudies(_ db: Database) throws {
        func columns(_ table: String, but keys: Set<String> = []) throws -> [String] {
            try db.columns(in: table, in: "main").map(\.name).filter { !keys.contains($0) }
        }
        let missing = try String.fetchAll(
            db, sql: "SELECT key FROM other.studies WHERE key NOT IN (SELECT key FROM main.studies) ORDER BY id")
        let study = try columns("studies", but: ["id"]).joined(separator: ", ")
        for key in missing {
            try db.execute(
                sql: "INSERT INTO main.studies (\(study)) SELECT \(study) FROM other.studies WHERE key = ?", arguments: [key])
            let here = db.lastInsertedRowID
            for table in ["study_cells", "study_pictures", "study_items"] {
                let names = try columns(table, but: ["id", "study"]).joined(separator: ", ")
                try db.execute(
                    sql: """
                        INSERT INTO main.\(table) (study, \(names)) SELECT ?1, \(names) FROM other.\(table)
                        WHERE study = (SELECT id FROM other.studies WHERE key = ?2) ORDER BY number
                        """, arguments: [here, key])
            }
        }
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO main.study_raters (study, name, code, order_seed, created_at)
                SELECT h.id, r.name, r.code, r.order_seed, r.created_at FROM other.study_raters r JOIN other.studies t ON t.id = r.study
                JOIN main.studies h ON h.key = t.key ORDER BY h.id, r.id
                """)
        let vote = try columns("study_votes", but: ["rater", "item"])
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO main.study_votes (rater, item, \(vote.joined(separator: ", ")))
                SELECT hr.id, hi.id, \(vote.map { "v.\($0)" }.joined(separator: ", ")) FROM other.study_votes v
                JOIN other.study_raters r ON r.id = v.rater JOIN other.study_items i ON i.id = v.item JOIN other.studies t ON t.id = r.study
                JOIN main.studies h ON h.key = t.key
                JOIN main.study_raters hr ON hr.study = h.id AND hr.name = r.name
                JOIN main.study_items hi ON hi.study = h.id AND hi.number = i.number
                """)
    }

    private func mergeSpeed(_ db: Database) throws {
        let sessions = try Int64.fetchAll(
            db,
            sql: """
                SELECT t.id FROM other.speed_sessions t WHERE NOT EXISTS (
                    SELECT 1 FROM main.speed_sessions h WHERE h.spec = t.spec AND h.host = t.host AND h.started_at = t.started_at
                        AND h.threads = t.threads AND h.code_version = t.code_version) ORDER BY t.id
                """)
        func columns(_ table: String, but key: String) throws -> String {
            try db.columns(in: table, in: "main").map(\.name).filter { $0 != key }.joined(separator: ", ")
        }
        let session = try columns("speed_sessions", but: "id"), round = try columns("speed_rounds", but: "session")
        for there in sessions {
            try db.execute(
                sql: "INSERT INTO main.speed_sessions (\(session)) SELECT \(session) FROM other.speed_sessions WHERE id = ?",
                arguments: [there])
            try db.execute(
                sql: "INSERT INTO main.speed_rounds (session, \(round)) SELECT ?1, \(round) FROM other.speed_rounds WHERE session = ?2",
                arguments: [db.lastInsertedRowID, there])
        }
    }
}
