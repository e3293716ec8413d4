import Foundation
import GRDB

extension ResultsDatabase {
    /// Starts an attempt at a job unless someone else works on it or it has ended.
    ///
    /// Claimable are pending, interrupted and lost jobs, and running ones whose process is gone: at
    /// once when this machine can see that it is, else when its lease has expired. A process that is
    /// seen alive keeps its job even with an expired lease. Of any number of racing claims one wins.
    ///
    /// - Returns: nil when the job is not claimable.
    public func claim(
        _ key: String, by runner: RunnerIdentity, leaseSeconds: Double, provenance: Provenance = Provenance(),
        now: Date = Date()
    ) throws -> AttemptID? {
        try write("claim a job") { db in
            let job = try jobID(db, key)
            let abandoned = try runningAttempts(db, job: job).first { $0.isAbandoned(seenBy: runner, now: now) }
            let changed = try changeState(
                db, where: "id = ? AND (state IN ('pending', 'interrupted', 'lost') OR (state = 'running' AND attempt = ?))",
                [job, abandoned?.id], to: .running, reason: nil, now: now)
            guard changed == 1 else { return nil }
            if let abandoned { try end(db, abandoned, as: .lost, reason: abandoned.lostReason, now: now) }
            try db.execute(sql: """
                INSERT INTO attempts (job, started_at, heartbeat_at, lease_expires_at, host, pid, process_started,
                    process_namespace, boot_id, code_version, code_commit, cpu_model, blas_build, blas_kernel,
                    threads, workers)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments: [
                    job, now, now, now.addingTimeInterval(leaseSeconds), runner.host, runner.pid,
                    runner.processStarted, runner.processNamespace, runner.bootID, provenance.codeVersion,
                    provenance.commit, provenance.cpuModel, provenance.blasBuild, provenance.blasKernel,
                    provenance.threads, provenance.workers,
                ])
            let attempt = db.lastInsertedRowID
            try db.execute(
                sql: "UPDATE jobs SET attempt = ?, cancel_requested = 0 WHERE id = ?", arguments: [attempt, job])
            return AttemptID(rawValue: attempt)
        }
    }

    /// Extends the attempt's lease and tells whether to go on.
    public func heartbeat(_ attempt: AttemptID, leaseSeconds: Double, now: Date = Date()) throws -> HeartbeatReply {
        try write("extend a lease") { db in
            try db.execute(
                sql: "UPDATE attempts SET heartbeat_at = ?, lease_expires_at = ? WHERE id = ? AND ending IS NULL",
                arguments: [now, now.addingTimeInterval(leaseSeconds), attempt.rawValue])
            guard db.changesCount == 1 else { return .lost }
            let cancel = try Bool.fetchOne(
                db, sql: "SELECT cancel_requested FROM jobs WHERE attempt = ?", arguments: [attempt.rawValue])
            return cancel == true ? .cancelRequested : .proceed
        }
    }

    /// Ends a running attempt and moves its job to the state that follows, in one transaction.
    ///
    /// - Throws: ``ResultsStoreError/attemptNotRunning(attempt:ending:)`` when it ended before, for
    ///   instance because another runner took the job over.
    public func finish(
        _ attempt: AttemptID, ending: Ending, reason: String? = nil, logTail: String? = nil,
        usage: AttemptUsage? = nil, now: Date = Date()
    ) throws {
        try write("finish an attempt") { db in
            try db.execute(sql: """
                UPDATE attempts SET ended_at = ?, ending = ?, reason = ?, log_tail = ?, wall_seconds = ?,
                    cpu_seconds = ?, peak_bytes = ?
                WHERE id = ? AND ending IS NULL
                """, arguments: [
                    now, ending.rawValue, reason, logTail, usage?.wallSeconds, usage?.cpuSeconds, usage?.peakBytes,
                    attempt.rawValue,
                ])
            guard db.changesCount == 1 else { throw try notRunning(db, attempt) }
            let changed = try changeState(
                db, where: "attempt = ? AND state = 'running'", [attempt.rawValue], to: ending.state, reason: reason,
                now: now)
            precondition(changed == 1, "a running attempt always belongs to a running job")
        }
    }

    /// Makes ended jobs pending again.
    ///
    /// - Parameter endings: which ones; by default all failures, and what was lost or interrupted.
    ///   With `.done` among them finished jobs run again and overwrite their rows.
    /// - Returns: the keys that are pending now, in the order given.
    @discardableResult
    public func retry(
        _ keys: [String],
        endings: Set<Ending> = [.diverged, .timeout, .outOfMemory, .lost, .interrupted, .error, .cancelled],
        now: Date = Date()
    ) throws -> [String] {
        let states = jsonArray(endings.map(\.state.rawValue))
        return try write("retry jobs") { db in
            var changed: [String] = []
            for key in keys {
                let count = try changeState(
                    db, where: "id = ? AND state IN (SELECT value FROM json_each(?))", [try jobID(db, key), states],
                    to: .pending, reason: nil, now: now)
                if count == 1 { changed.append(key) }
            }
            return changed
        }
    }

    /// Cancels a job that is not running, or asks its runner to stop.
    public func cancel(_ key: String, reason: String = "cancelled on request", now: Date = Date()) throws -> CancelOutcome {
        try write("cancel a job") { db in
            let job = try jobID(db, key)
            let changed = try changeState(
                db, where: "id = ? AND state IN ('pending', 'interrupted', 'lost')", [job], to: .cancelled,
                reason: reason, now: now)
            if changed == 1 { return .cancelled }
            try db.execute(
                sql: "UPDATE jobs SET cancel_requested = 1 WHERE id = ? AND state = 'running'", arguments: [job])
            if db.changesCount == 1 { return .requested }
            let raw = try String.fetchOne(db, sql: "SELECT state FROM jobs WHERE id = ?", arguments: [job]) ?? ""
            return .alreadyEnded(try stored(JobState.self, raw, in: "jobs.state"))
        }
    }

    /// Ends the attempts whose process is gone (see ``claim(_:by:leaseSeconds:provenance:now:)``) as
    /// lost, so that `status` tells the truth.
    ///
    /// - Returns: the keys of their jobs.
    @discardableResult
    public func releaseLost(seenBy runner: RunnerIdentity = .current, now: Date = Date()) throws -> [String] {
        try write("release lost jobs") { db in
            var keys: [String] = []
            for attempt in try runningAttempts(db, job: nil) where attempt.isAbandoned(seenBy: runner, now: now) {
                try end(db, attempt, as: .lost, reason: attempt.lostReason, now: now)
                let changed = try changeState(
                    db, where: "attempt = ? AND state = 'running'", [attempt.id], to: .lost,
                    reason: attempt.lostReason, now: now)
                precondition(changed == 1, "a running attempt always belongs to a running job")
                keys.append(attempt.key)
            }
            return keys
        }
    }

    // MARK: The one place where a job's state changes

    /// Moves the jobs that match to `state` and tells how many there were.
    private func changeState(
        _ db: Database, where condition: String, _ arguments: StatementArguments, to state: JobState,
        reason: String?, now: Date
    ) throws -> Int {
        try db.cachedStatement(sql: "UPDATE jobs SET state = ?, reason = ?, updated_at = ? WHERE \(condition)")
            .execute(arguments: [state.rawValue, reason, now] + arguments)
        return db.changesCount
    }

    private func end(_ db: Database, _ attempt: RunningAttempt, as ending: Ending, reason: String, now: Date) throws {
        try db.execute(
            sql: "UPDATE attempts SET ended_at = ?, ending = ?, reason = ? WHERE id = ?",
            arguments: [now, ending.rawValue, reason, attempt.id])
    }

    private func notRunning(_ db: Database, _ attempt: AttemptID) throws -> ResultsStoreError {
        let ending = try String.fetchOne(
            db, sql: "SELECT ending FROM attempts WHERE id = ?", arguments: [attempt.rawValue])
        return .attemptNotRunning(attempt: attempt.rawValue, ending: ending)
    }

    private func runningAttempts(_ db: Database, job: Int64?) throws -> [RunningAttempt] {
        try Row.fetchAll(db, sql: """
            SELECT a.id, j.key, a.host, a.pid, a.process_started, a.process_namespace, a.boot_id,
                a.lease_expires_at, a.heartbeat_at
            FROM jobs j JOIN attempts a ON a.id = j.attempt
            WHERE j.state = 'running' AND \(job == nil ? "?1 IS NULL" : "j.id = ?1")
            """, arguments: [job])
            .map { row in
                RunningAttempt(
                    id: row[0], key: row[1],
                    runner: RunnerIdentity(
                        host: row[2], pid: row[3], processStarted: row[4], processNamespace: row[5], bootID: row[6]),
                    leaseExpires: row[7], heartbeat: row[8])
            }
    }
}

/// The attempt behind a running job.
private struct RunningAttempt {
    var id: Int64
    var key: String
    var runner: RunnerIdentity
    var leaseExpires: Date
    var heartbeat: Date

    func isAbandoned(seenBy other: RunnerIdentity, now: Date) -> Bool {
        switch other.liveness(of: runner) {
        case .alive: false
        case .gone: true
        case .unknown: leaseExpires < now
        }
    }

    var lostReason: String {
        "process \(runner.pid) on \(runner.host) vanished; last sign of life \(heartbeat.ISO8601Format())"
    }
}
