import Foundation
import GRDB

extension ResultsDatabase {
    /// Adds the jobs that are not known yet as pending, in one transaction; known keys stay as they
    /// are, but for the path of their data, which may have moved; registering again is harmless.
    ///
    /// - Returns: the number of new jobs.
    @discardableResult
    public func register(_ jobs: [JobRecord], now: Date = Date()) throws -> Int {
        if let bad = jobs.first(where: { $0.key.isEmpty }) {
            throw ResultsStoreError.badRecord(
                what: "job with seed \(bad.seed)", found: "an empty key", allowed: "the job's SHA-256 in hexadecimal")
        }
        return try write("register jobs") { db in
            let known = try String.fetchSet(
                db, sql: "SELECT key FROM jobs WHERE key IN (SELECT value FROM json_each(?))",
                arguments: [jsonArray(jobs.map(\.key))])
            let insert = try db.makeStatement(
                sql: """
                    INSERT INTO jobs (key, training_key, configuration, seed, data_fingerprint, created_at, updated_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING
                    """)
            let configurations = try ConfigurationWriter(db)
            let stamp = now.databaseValue  // formatted once
            var added = 0
            let move = try db.makeStatement(sql: "UPDATE jobs SET configuration = ?1 WHERE key = ?2 AND configuration <> ?1")
            for job in jobs where known.contains(job.key) && job.configuration.namesPlace {
                try move.execute(arguments: [configurations.id(of: job.configuration), job.key])
            }
            for job in jobs where !known.contains(job.key) {
                let configuration = try configurations.id(of: job.configuration)
                try insert.execute(arguments: [
                    job.key, job.trainingKey, configuration, job.seed, job.dataFingerprint, stamp, stamp,
                ])
                added += db.changesCount
            }
            return added
        }
    }

    /// The states of those of `keys` that are registered.
    public func states(_ keys: [String]) throws -> [String: JobStatus] {
        if let kept = keptJobs { return try kept.states(keys, of: self) }
        return try read("read job states") { db in
            var states: [String: JobStatus] = [:], last: JobStatus?
            states.reserveCapacity(keys.count)
            try db.forEachRow(
                """
                SELECT k.key, j.state, j.reason, j.cancel_requested, j.updated_at,
                    (SELECT count(*) FROM attempts WHERE job = j.id),
                    (SELECT code_version FROM attempts WHERE job = j.id ORDER BY id DESC LIMIT 1)
                FROM json_each(?) k CROSS JOIN jobs j ON j.key = k.value
                """, [jsonArray(keys)]
            ) { row in
                let status = JobStatus(
                    state: try row.state(1), reason: row.text(2), attempts: Int(row.integer(5)),
                    codeVersion: row.text(6, like: last?.codeVersion), cancelRequested: row.integer(3) != 0,
                    updated: try row.date(4, in: "jobs") ?? .distantPast)
                states[keys[Int(row.integer(0))]] = status
                last = status
            }
            return states
        }
    }

    /// The full key of the one job whose key starts with `prefix` (at least one character).
    public func key(withPrefix prefix: String) throws -> String {
        guard !prefix.isEmpty, prefix.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            throw ResultsStoreError.unknownPrefix(prefix)
        }
        return try read("look up a job") { db in
            let matches = try String.fetchAll(
                db, sql: "SELECT key FROM jobs WHERE key >= ? AND key < ? ORDER BY key LIMIT 1000",
                arguments: [prefix, prefix + "\u{10FFFF}"])
            guard let first = matches.first else { throw ResultsStoreError.unknownPrefix(prefix) }
            if matches.count > 1, first != prefix {
                throw ResultsStoreError.ambiguousPrefix(prefix, matches: matches)
            }
            return first
        }
    }

    /// A job as it was registered.
    public func job(_ key: String) throws -> JobRecord {
        try read("read a job") { db in
            guard
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT j.training_key, c.json, j.seed, j.data_fingerprint
                        FROM jobs j JOIN configurations c ON c.id = j.configuration WHERE j.key = ?
                        """, arguments: [key])
            else { throw ResultsStoreError.unknownJob(key: key) }
            let options = try Row.fetchAll(
                db, sql: "SELECT path, value FROM job_options WHERE job = ? ORDER BY path", arguments: [key])
            return try JobRecord(
                key: key, trainingKey: row[checked: "training_key"],
                configuration: ConfigurationRecord(
                    json: row[checked: "json"],
                    options: options.map { try JobOption(path: $0[checked: "path"], value: $0[checked: "value"]) }),
                seed: row[checked: "seed"], dataFingerprint: row[checked: "data_fingerprint"])
        }
    }

    /// Remembers that a spec's text named these jobs. Keys that are not registered throw.
    public func record(spec name: String, textHash: String, text: String, keys: [String], now: Date = Date()) throws {
        try write("record a spec") { db in
            let spec = try Int64.fetchOne(
                db,
                sql: """
                    INSERT INTO specs (name, text_hash, text, first_seen_at, last_seen_at) VALUES (?1, ?2, ?3, ?4, ?4)
                    ON CONFLICT (name, text_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at RETURNING id
                    """, arguments: [name, textHash, text, now])
            for key in keys {
                try db.cachedStatement(sql: "INSERT INTO spec_jobs (spec, job) VALUES (?, ?) ON CONFLICT DO NOTHING")
                    .execute(arguments: [spec, try jobID(db, key)])
            }
        }
    }

    /// The integer that stands for a key inside the database.
    func jobID(_ db: Database, _ key: String) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT id FROM jobs WHERE key = ?")
        guard let id = try Int64.fetchOne(statement, arguments: [key]) else {
            throw ResultsStoreError.unknownJob(key: key)
        }
        return id
    }
}

extension ConfigurationRecord {
    /// Whether it says where its data lies: that is no part of the job's content.
    fileprivate var namesPlace: Bool { options.contains { $0.path == "data.path" && $0.value != "null" } }
}
