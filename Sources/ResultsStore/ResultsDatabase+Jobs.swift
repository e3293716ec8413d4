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
        try read("read job states") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT j.key, j.state, j.reason, j.cancel_requested, j.updated_at,
                        (SELECT count(*) FROM attempts WHERE job = j.id),
                        (SELECT code_version FROM attempts WHERE job = j.id ORDER BY id DESC LIMIT 1)
                    FROM json_each(?) k JOIN jobs j ON j.key = k.value
                    """, arguments: [jsonArray(keys)])
            var states: [String: JobStatus] = [:]
            while let row = try rows.next() {
                try states[row[checked: 0]] = JobStatus(
                    state: stored(JobState.self, row[checked: 1], in: "jobs.state"), reason: row[checked: 2], attempts: row[checked: 5],
                    codeVersion: row[checked: 6], cancelRequested: row[checked: 3], updated: row[checked: 4])
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
                key: key, trainingKey: row[checked: 0],
                configuration: ConfigurationRecord(
                    json: row[checked: 1], options: options.map { try JobOption(path: $0[checked: 0], value: $0[checked: 1]) }),
                seed: row[checked: 2], dataFingerprint: row[checked: 3])
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

    /// The specs whose jobs are in the store, latest first.
    public func specs() throws -> [SpecRecord] {
        try read("read specs") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT name, text_hash, text, first_seen_at, last_seen_at,
                        (SELECT count(*) FROM spec_jobs WHERE spec = specs.id)
                    FROM specs ORDER BY last_seen_at DESC, id DESC
                    """
            )
            .map {
                try SpecRecord(
                    name: $0[checked: 0], textHash: $0[checked: 1], text: $0[checked: 2], firstSeen: $0[checked: 3],
                    lastSeen: $0[checked: 4], jobs: $0[checked: 5])
            }
        }
    }

    /// The same, for an attempt that must still be the one that runs the job.
    /// - Throws: ``ResultsStoreError/fenced(attempt:job:)`` when it is not: a late writer changes nothing.
    func jobID(_ db: Database, _ key: String, fence: AttemptID?) throws -> Int64 {
        let job = try jobID(db, key)
        guard let fence else { return job }
        let holds = try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT 1 FROM jobs WHERE id = ? AND attempt = ? AND state = 'running'"),
            arguments: [job, fence.rawValue])
        guard holds == true else { throw ResultsStoreError.fenced(attempt: fence.rawValue, job: key) }
        return job
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

/// A spec as last run.
public struct SpecRecord: Sendable, Equatable {
    public var name: String
    public var textHash: String
    public var text: String
    public var firstSeen: Date
    public var lastSeen: Date
    /// How many jobs it names.
    public var jobs: Int
}

/// Any number of strings as one argument for `json_each(?)`.
func jsonArray(_ strings: [String]) -> String {
    // Encoding strings cannot fail.
    String(decoding: (try? JSONEncoder().encode(strings)) ?? Data("[]".utf8), as: UTF8.self)
}

/// An enum's stored raw value; an unknown one is reported with its column.
func stored<Value: RawRepresentable<String>>(_ type: Value.Type, _ raw: String, in column: String) throws -> Value {
    if let value = Value(rawValue: raw) { return value }
    let parts = column.split(separator: ".", maxSplits: 1).map(String.init)
    throw ResultsStoreError.corrupt(table: parts[0], column: parts[1], found: raw)
}

extension ConfigurationRecord {
    /// Whether it says where its data lies: that is no part of the job's content.
    fileprivate var namesPlace: Bool { options.contains { $0.path == "data.path" && $0.value != "null" } }
}
