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
    ) throws -> Attempt? {
        try write("claim a job") { db in
            let job = try jobID(db, key), now = clock.now
            let abandoned = try runningAttempts(db, job: job).first { $0.isAbandoned(seenBy: runner, clock: clock) }
            let changed = try changeState(
                db, where: "id = ? AND (state IN ('pending', 'interrupted', 'lost') OR (state = 'running' AND attempt = ?))",
                [job, abandoned?.id], to: .running, reason: nil, now: now)
            guard changed == 1 else { return nil }
            if let abandoned { try end(db, abandoned, as: .lost, reason: abandoned.lostReason, now: now) }
            try db.insert(
                "attempts",
                [
                    "job": job, "started_at": now, "heartbeat_at": now, "lease_expires_at": now.addingTimeInterval(leaseSeconds),
                    "host": runner.host, "pid": runner.pid, "process_started": runner.processStarted,
                    "process_namespace": runner.processNamespace, "boot_id": runner.bootID,
                    "code_version": provenance.codeVersion, "code_commit": provenance.commit, "cpu_model": provenance.cpuModel,
                    "blas_build": provenance.blasBuild, "blas_kernel": provenance.blasKernel, "threads": provenance.threads,
                    "code_dirty": provenance.isDirty, "tool_sha256": provenance.toolSHA256, "spec_sha256": provenance.specSHA256,
                    "workers": provenance.workers, "start_step": startStep, "lease_uptime": clock.uptime.map { $0 + leaseSeconds },
                    "kernel_oom_kills": OutOfMemoryKills.count, "slurm_job": provenance.slurmJob,
                    "slurm_restarts": provenance.slurmRestarts,
                ])
            let attempt = db.lastInsertedRowID
            try db.execute(
                sql: "UPDATE jobs SET attempt = ?, cancel_requested = 0 WHERE id = ?", arguments: [attempt, job])
            return Attempt(self, id: AttemptID(rawValue: attempt), job: key, leaseSeconds: leaseSeconds)
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
                let ending: String? = try row[checked: "ending"], step: Int? = try row[checked: "start_step"]
                return ["lost", "interrupted"].contains(ending) && step == startStep
            }
            guard stuck.count == limit else { return nil }
            let why: String? = try stuck[0][checked: "reason"]
            let reason =
                "\(limit) attempts in a row began at step \(startStep) and got no further; "
                + "the last: \(why ?? "no reason known"); `fusiongrid retry SPEC --kind error` lets it run again"
            let changed = try changeState(
                db, where: "id = ? AND state IN ('pending', 'interrupted', 'lost')", [job], to: .error, reason: reason, now: now)
            return changed == 1 ? reason : nil
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
            try keys.filter { try makePending(db, job: jobID(db, $0), from: states, now: now) }
        }
    }

    /// Makes a done job pending again, as if it had never run: its results go in the same transaction.
    ///
    /// - Returns: false, with nothing changed, when it is not done (any more).
    public func forget(_ key: String, now: Date = Date()) throws -> Bool {
        try write("forget a job's results") { db in
            let job = try jobID(db, key)
            guard try makePending(db, job: job, from: jsonArray([JobState.done.rawValue]), now: now) else { return false }
            for table in ["metrics", "missing_metrics", "attention_packs", "attention_statistics", "attention_localisation", "samples"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE job = ?", arguments: [job])
            }
            return true
        }
    }

    private func makePending(_ db: Database, job: Int64, from states: String, now: Date) throws -> Bool {
        let changed = try changeState(
            db, where: "id = ? AND state IN (SELECT value FROM json_each(?))", [job, states], to: .pending, reason: nil, now: now)
        guard changed == 1 else { return false }
        try db.execute(
            sql: "UPDATE jobs SET budget_from = coalesce((SELECT max(id) FROM attempts WHERE job = jobs.id), 0) WHERE id = ?",
            arguments: [job])
        return true
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
            let row = try Row.fetchOne(db, sql: "SELECT state FROM jobs WHERE id = ?", arguments: [job])
            guard let row else { throw ResultsStoreError.unknownJob(key: key) }
            return .alreadyEnded(try row.stored("state", in: "jobs"))
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
    func changeState(
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
                id: row[checked: "id"], key: row[checked: "key"], runner: RunnerIdentity(row),
                leaseExpires: row[checked: "lease_expires_at"], heartbeat: row[checked: "heartbeat_at"],
                leaseUptime: row[checked: "lease_uptime"], oomKills: row[checked: "kernel_oom_kills"])
        }
    }
}

extension RunnerIdentity {
    /// The columns of `attempts`.
    init(_ row: Row) throws {
        try self.init(
            host: row[checked: "host"], pid: row[checked: "pid"], processStarted: row[checked: "process_started"],
            processNamespace: row[checked: "process_namespace"], bootID: row[checked: "boot_id"])
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
