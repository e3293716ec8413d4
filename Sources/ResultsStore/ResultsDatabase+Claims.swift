import Foundation
import GRDB

extension ResultsDatabase {
    /// Starts an attempt at a job unless someone else works on it or it has ended.
    ///
    /// Claimable are pending, interrupted and lost jobs, and running ones whose process is gone: a lease ends at once when
    /// this machine can see that its holder no longer exists, else when it has not been renewed in time. A process
    /// that is seen alive keeps its job even with an expired lease. Of any number of racing claims one wins.
    ///
    /// - Parameter startStep: the finished optimiser steps that this attempt can build on.
    /// - Returns: nil when the job is not claimable.
    public func claim(
        _ key: String, by runner: RunnerIdentity, leaseSeconds: Double, provenance: Provenance = Provenance(),
        startStep: Int? = nil, clock: LeaseClock = .current
    ) throws -> AttemptID? {
        try write("claim a job") { db in
            let job = try jobID(db, key), now = clock.now
            let abandoned = try runningAttempts(db, job: job).first { $0.isAbandoned(seenBy: runner, clock: clock) }
            let changed = try changeState(
                db, where: "id = ? AND (state IN ('pending', 'interrupted', 'lost') OR (state = 'running' AND attempt = ?))",
                [job, abandoned?.id], to: .running, reason: nil, now: now)
            guard changed == 1 else { return nil }
            if let abandoned { try end(db, abandoned, as: .lost, reason: abandoned.lostReason, now: now) }
            try db.execute(
                sql: """
                    INSERT INTO attempts (job, started_at, heartbeat_at, lease_expires_at, host, pid, process_started,
                        process_namespace, boot_id, code_version, code_commit, cpu_model, blas_build, blas_kernel,
                        threads, workers, start_step, lease_uptime, kernel_oom_kills)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    job, now, now, now.addingTimeInterval(leaseSeconds), runner.host, runner.pid,
                    runner.processStarted, runner.processNamespace, runner.bootID, provenance.codeVersion,
                    provenance.commit, provenance.cpuModel, provenance.blasBuild, provenance.blasKernel,
                    provenance.threads, provenance.workers, startStep, clock.uptime.map { $0 + leaseSeconds },
                    OutOfMemoryKills.count,
                ])
            let attempt = db.lastInsertedRowID
            try db.execute(
                sql: "UPDATE jobs SET attempt = ?, cancel_requested = 0 WHERE id = ?", arguments: [attempt, job])
            return AttemptID(rawValue: attempt)
        }
    }

    /// Extends the attempt's lease and tells whether to go on.
    public func heartbeat(
        _ attempt: AttemptID, leaseSeconds: Double, clock: LeaseClock = .current
    ) throws -> HeartbeatReply {
        try write("extend a lease") { db in
            try db.execute(
                sql: """
                    UPDATE attempts SET heartbeat_at = ?, lease_expires_at = ?, lease_uptime = ?, kernel_oom_kills = ?
                    WHERE id = ? AND ending IS NULL
                    """,
                arguments: [
                    clock.now, clock.now.addingTimeInterval(leaseSeconds), clock.uptime.map { $0 + leaseSeconds },
                    OutOfMemoryKills.count, attempt.rawValue,
                ])
            guard db.changesCount == 1 else { return .lost }
            let cancel = try Bool.fetchOne(
                db, sql: "SELECT cancel_requested FROM jobs WHERE attempt = ?", arguments: [attempt.rawValue])
            return cancel == true ? .cancelRequested : .proceed
        }
    }

    /// Ends a job as an error when its last `limit` attempts were all lost or interrupted at the same step that the next
    /// one would start from: something ends it each time, and going on is no way out. A retry starts the count anew.
    ///
    /// - Returns: the reason; nil when the job may go on.
    public func endIfStuck(_ key: String, startStep: Int, limit: Int = 3, now: Date = Date()) throws -> String? {
        try write("check a job's retry budget") { db in
            let job = try jobID(db, key)
            let last = try Row.fetchAll(
                db,
                sql: """
                    SELECT a.ending, a.start_step, a.reason FROM attempts a JOIN jobs j ON j.id = a.job
                    WHERE a.job = ? AND a.id > j.budget_from AND a.ending IS NOT NULL ORDER BY a.id DESC LIMIT ?
                    """, arguments: [job, limit])
            let stuck = try last.filter { row in
                let ending: String? = try row[checked: 0], step: Int? = try row[checked: 1]
                return ["lost", "interrupted"].contains(ending) && step == startStep
            }
            guard stuck.count == limit else { return nil }
            let why: String? = stuck[0][2]
            let reason =
                "\(limit) attempts in a row began at step \(startStep) and got no further; "
                + "the last: \(why ?? "no reason known"); `fusiongrid retry SPEC --kind error` lets it run again"
            let changed = try changeState(
                db, where: "id = ? AND state IN ('pending', 'interrupted', 'lost')", [job], to: .error, reason: reason, now: now)
            return changed == 1 ? reason : nil
        }
    }

    /// Ends a running attempt and moves its job to the state that follows, in one transaction that is on disk when it
    /// returns: its checkpoints may go then.
    ///
    /// - Throws: ``ResultsStoreError/attemptNotRunning(attempt:ending:)`` when it ended before, for
    ///   instance because another runner took the job over.
    public func finish(
        _ attempt: AttemptID, ending: Ending, reason: String? = nil, logTail: String? = nil,
        usage: AttemptUsage? = nil, now: Date = Date()
    ) throws {
        try write("finish an attempt") { db in
            try db.execute(
                sql: """
                    UPDATE attempts SET ended_at = ?, ending = ?, reason = ?, log_tail = ?, wall_seconds = ?,
                        cpu_seconds = ?, peak_bytes = ?
                    WHERE id = ? AND ending IS NULL
                    """,
                arguments: [
                    now, ending.rawValue, reason, logTail, usage?.wallSeconds, usage?.cpuSeconds, usage?.peakBytes,
                    attempt.rawValue,
                ])
            guard db.changesCount == 1 else { throw try notRunning(db, attempt) }
            let changed = try changeState(
                db, where: "attempt = ? AND state = 'running'", [attempt.rawValue], to: ending.state, reason: reason,
                now: now)
            precondition(changed == 1, "a running attempt always belongs to a running job")
        }
        try sync()
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
                guard count == 1 else { continue }
                try db.execute(
                    sql: """
                        UPDATE jobs SET budget_from = coalesce((SELECT max(id) FROM attempts WHERE job = jobs.id), 0) WHERE key = ?
                        """, arguments: [key])
                changed.append(key)
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

    /// Ends the attempts whose process is gone (see ``claim(_:by:leaseSeconds:provenance:startStep:clock:)``) as lost,
    /// or as out of memory where the kernel killed it for that, so that `status` tells the truth.
    ///
    /// - Parameter isHeld: whether somebody still holds the job with this key by other signs; asked when its process
    ///   cannot be seen from here.
    /// - Returns: the keys of their jobs.
    @discardableResult
    public func releaseLost(
        seenBy runner: RunnerIdentity = .current, clock: LeaseClock = .current,
        outOfMemory: OutOfMemoryKills = OutOfMemoryKills(), isHeld: (_ key: String) -> Bool = { _ in false }
    ) throws -> [String] {
        // Most of the time there is nothing to do, and then nobody should wait for the write lock.
        let candidates = try read("look for lost jobs") { db in
            try runningAttempts(db, job: nil).filter { $0.isAbandoned(seenBy: runner, clock: clock) }
        }
        let lost = Set(candidates.filter { runner.liveness(of: $0.runner) == .gone || !isHeld($0.key) }.map(\.id))
        guard !lost.isEmpty else { return [] }
        let now = clock.now
        return try write("release lost jobs") { db in
            var keys: [String] = []
            for attempt in try runningAttempts(db, job: nil) where lost.contains(attempt.id) {
                let kill =
                    attempt.runner.bootID == runner.bootID
                    ? outOfMemory.verdict(pid: attempt.runner.pid, since: attempt.oomKills) : nil
                let ending: Ending = kill == nil ? .lost : .outOfMemory
                let reason = kill.map { "\(attempt.lostReason): \($0)" } ?? attempt.lostReason
                try end(db, attempt, as: ending, reason: reason, now: now)
                let changed = try changeState(
                    db, where: "attempt = ? AND state = 'running'", [attempt.id], to: ending.state, reason: reason, now: now)
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
        try Row.fetchAll(
            db,
            sql: """
                SELECT a.id, j.key, a.host, a.pid, a.process_started, a.process_namespace, a.boot_id,
                    a.lease_expires_at, a.heartbeat_at, a.lease_uptime, a.kernel_oom_kills
                FROM jobs j JOIN attempts a ON a.id = j.attempt
                WHERE j.state = 'running' AND \(job == nil ? "?1 IS NULL" : "j.id = ?1")
                """, arguments: [job]
        )
        .map { row in
            try RunningAttempt(
                id: row[checked: 0], key: row[checked: 1],
                runner: RunnerIdentity(
                    host: row[checked: 2], pid: row[checked: 3], processStarted: row[checked: 4], processNamespace: row[checked: 5],
                    bootID: row[checked: 6]),
                leaseExpires: row[checked: 7], heartbeat: row[checked: 8], leaseUptime: row[checked: 9], oomKills: row[checked: 10])
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
    var leaseUptime: Double?
    var oomKills: Int?

    func isAbandoned(seenBy other: RunnerIdentity, clock: LeaseClock) -> Bool {
        switch other.liveness(of: runner) {
        case .alive: false
        case .gone: true
        case .unknown: isExpired(seenBy: other, clock: clock)
        }
    }

    /// On one machine by the clock that nobody can set; between machines there is only the day's time.
    private func isExpired(seenBy other: RunnerIdentity, clock: LeaseClock) -> Bool {
        if !other.bootID.isEmpty, other.bootID == runner.bootID, let leaseUptime, let uptime = clock.uptime {
            return leaseUptime < uptime
        }
        return leaseExpires < clock.now
    }

    var lostReason: String {
        "process \(runner.pid) on \(runner.host) vanished; last sign of life \(heartbeat.ISO8601Format())"
    }
}
