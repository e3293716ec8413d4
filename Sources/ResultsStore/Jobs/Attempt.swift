import Foundation
import GRDB
import Results

/// One attempt at one job, from ``ResultsDatabase/claim(_:by:leaseSeconds:provenance:startStep:clock:)`` to
/// ``finish(_:reason:logTail:usage:now:)``: the only way to write a job's results.
///
/// Every write checks, in its own transaction, that the attempt still runs the job, and throws
/// ``ResultsStoreError/fenced(attempt:job:)`` when it does not: a late writer changes nothing. Any thread may use it.
public final class Attempt: ResultsSink, Sendable {
    public let id: AttemptID
    /// The job's key.
    public let job: String
    let database: ResultsDatabase
    private let leaseSeconds: Double

    init(_ database: ResultsDatabase, id: AttemptID, job: String, leaseSeconds: Double) {
        (self.database, self.id, self.job, self.leaseSeconds) = (database, id, job, leaseSeconds)
    }

    /// One transaction of a job that is still this attempt's.
    /// - Parameter body: receives the integer that stands for the job.
    func write<Value>(_ operation: String, _ body: (Database, Int64) throws -> Value) throws -> Value {
        try database.write(operation) { db in
            let number = try database.jobID(db, job)
            let holds = try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM jobs WHERE id = ? AND attempt = ? AND state = 'running'"),
                arguments: [number, id.rawValue])
            guard holds == true else { throw ResultsStoreError.fenced(attempt: id.rawValue, job: job) }
            return try body(db, number)
        }
    }

    public func sync() throws { try database.sync() }

    /// Extends the lease and tells whether to go on.
    public func heartbeat(clock: LeaseClock = .current) throws -> HeartbeatReply {
        try database.write("extend a lease") { db in
            try db.execute(
                sql: """
                    UPDATE attempts SET heartbeat_at = ?, lease_expires_at = ?, lease_uptime = ?, kernel_oom_kills = ?
                    WHERE id = ? AND ending IS NULL
                    """,
                arguments: [
                    clock.now, clock.now.addingTimeInterval(leaseSeconds), clock.uptime.map { $0 + leaseSeconds },
                    OutOfMemoryKills.count, id.rawValue,
                ])
            guard db.changesCount == 1 else { return .lost }
            let cancel = try Bool.fetchOne(
                db, sql: "SELECT cancel_requested FROM jobs WHERE attempt = ?", arguments: [id.rawValue])
            return cancel == true ? .cancelRequested : .proceed
        }
    }

    /// Ends the attempt and moves its job to the state that follows, in one transaction that is on disk when it returns: the
    /// job's checkpoints may go then.
    ///
    /// - Throws: ``ResultsStoreError/attemptNotRunning(attempt:ending:)`` when it ended before, for
    ///   instance because another runner took the job over.
    public func finish(
        _ ending: Ending, reason: String? = nil, logTail: String? = nil, usage: AttemptUsage? = nil, now: Date = Date()
    ) throws {
        try database.write("finish an attempt") { db in
            try db.execute(
                sql: """
                    UPDATE attempts SET ended_at = ?, ending = ?, reason = ?, log_tail = ?, wall_seconds = ?,
                        cpu_seconds = ?, peak_bytes = ?
                    WHERE id = ? AND ending IS NULL
                    """,
                arguments: [
                    now, ending.rawValue, reason, logTail, usage?.wallSeconds, usage?.cpuSeconds, usage?.peakBytes, id.rawValue,
                ])
            guard db.changesCount == 1 else {
                let ended = try String.fetchOne(db, sql: "SELECT ending FROM attempts WHERE id = ?", arguments: [id.rawValue])
                throw ResultsStoreError.attemptNotRunning(attempt: id.rawValue, ending: ended)
            }
            let changed = try database.changeState(
                db, where: "attempt = ? AND state = 'running'", [id.rawValue], to: ending.state, reason: reason, now: now)
            precondition(changed == 1, "a running attempt always belongs to a running job")
            // What a done job leaves is all there.
            if ending == .done {
                try db.execute(
                    sql: "DELETE FROM dropped_files WHERE job = (SELECT id FROM jobs WHERE attempt = ?)", arguments: [id.rawValue])
            }
        }
        try sync()
    }

    /// Copies what a done job recorded between its first step and its final evaluation: its training loss, and metrics, reasons of
    /// missing ones and samples of the steps before the last.
    ///
    /// - Parameter samples: false leaves out what was seen in images sampled on the way.
    /// - Returns: false, with nothing changed, when `donor` is not done (any more).
    public func copyTraining(from donor: String, steps: Int, samples: Bool = true) throws -> Bool {
        try write("copy a job's training") { db, job in
            let source = try Int64.fetchOne(db, sql: "SELECT id FROM jobs WHERE key = ? AND state = 'done'", arguments: [donor])
            guard let source else { return false }
            let loss = Metric.loss.name(on: .train)
            let training = [Metric.Split.train, .validation].map { "'\($0.rawValue)'" }.joined(separator: ", ")
            for sql in [
                """
                INSERT OR REPLACE INTO metrics (job, series, step, value, kind)
                SELECT :job, m.series, m.step, m.value, m.kind FROM metrics m JOIN metric_series s ON s.id = m.series
                WHERE m.job = :source AND m.step > 0 AND (:samples OR s.split IN (\(training)))
                    AND (m.step < :steps OR m.step = :steps AND s.name = '\(loss.name)' AND s.split = '\(loss.split)')
                """,
                """
                INSERT OR REPLACE INTO missing_metrics (job, name, split, step, reason)
                SELECT :job, name, split, step, reason FROM missing_metrics
                WHERE job = :source AND step BETWEEN 1 AND :steps - 1 AND (:samples OR split IN (\(training)))
                """,
                """
                INSERT OR REPLACE INTO samples (job, step, kind, position, caption, png)
                SELECT :job, step, kind, position, caption, png FROM samples
                WHERE job = :source AND step BETWEEN 1 AND :steps - 1 AND :samples
                """,
            ] {
                try db.execute(sql: sql, arguments: ["job": job, "source": source, "steps": steps, "samples": samples])
            }
            return true
        }
    }
}
