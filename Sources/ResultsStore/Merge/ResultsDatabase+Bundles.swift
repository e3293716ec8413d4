import Foundation
import GRDB

/// A spool of a batch system that brings results of a spec.
public struct SpoolRecord: Sendable, Equatable {
    /// Absolute.
    public var path: String
    public var spec: String
}

extension ResultsDatabase {
    /// Makes `path` a copy of some jobs with all that hangs on them and the specs that name them.
    ///
    /// - Parameters:
    ///   - path: of a database that is empty but for its schema, or of none; nobody else uses it.
    ///   - keys: registered here. A running job comes as interrupted, its attempt as lost.
    public func copy(jobs keys: [String], to path: String) throws {
        let states = try states(keys)
        let target = try ResultsDatabase(path: path, access: .readWrite)
        defer { try? target.close() }
        let jobs = try keys.map { key in
            guard let state = states[key]?.state else { throw ResultsStoreError.unknownJob(key: key) }
            return MergeJob(key: key, there: state == .running ? .interrupted : state, here: nil, action: .add)
        }
        var rules = MergeRules()
        (rules.jobsOnly, rules.endsRunning, rules.keepsBudget) = (true, true, true)
        guard try target.merge(StoreSnapshot(sharing: self), jobs: jobs, rules: rules) != nil else {
            throw ResultsStoreError.database(path: path, operation: "copy jobs to it", message: "it holds jobs already")
        }
    }

    /// Takes over a job of a private database, unless it is known here.
    ///
    /// - Parameter path: of a database that nobody else uses. One of an older schema is brought up to date.
    /// - Returns: false, with nothing changed, when the job is known here.
    /// - Throws: ``ResultsStoreError``, for a database of another program or without that job, too.
    public func gather(_ key: String, from path: String) throws -> Bool {
        do { return try gatherPrepared(key, from: path) } catch ResultsStoreError.olderSchema {
            try ResultsDatabase(path: path, access: .readWrite).close()
            return try gatherPrepared(key, from: path)
        }
    }

    /// Attaching it is all that reads its schema: of small databases that is most of the work.
    private func gatherPrepared(_ key: String, from path: String) throws -> Bool {
        var rules = MergeRules()
        (rules.jobsOnly, rules.keepsBudget) = (true, true)
        return try write("merge \(path) into it", attaching: path) { db in
            try ResultsDatabase.checkOrigin(db, path: path, access: .readOnly, schema: "other")
            let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT state FROM other.jobs WHERE key = ?"), arguments: [key])
            guard let row else { throw ResultsStoreError.unknownJob(key: key) }
            let job = MergeJob(key: key, there: try row.stored("state", in: "jobs"), here: nil, action: .add)
            guard try Int.fetchOne(db.cachedStatement(sql: "SELECT 1 FROM main.jobs WHERE key = ?"), arguments: [key]) == nil else {
                return false
            }
            _ = try take(db, [job], rules, source: path)
            return true
        }
    }

    /// Makes an empty database of today's tables alone: no views, and no indexes but those of keys. It is enough for the rows of
    /// one job, and whoever attaches it has less to read.
    public static func makeBare(at path: String) throws {
        let database = try ResultsDatabase(path: path, access: .readWrite)
        try database.write("leave tables alone in it") { db in
            let extra = try Row.fetchAll(
                db, sql: "SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'index') AND sql IS NOT NULL")
            for row in extra {
                let type: String = try row[checked: "type"], name: String = try row[checked: "name"]
                try db.execute(sql: "DROP \(type) \(name.quotedDatabaseIdentifier)")
            }
        }
        try database.vacuum()
        try database.close()
    }

    func record(_ db: Database, merged bundles: [String: String], of jobs: [MergeJob], now: Date) throws {
        guard !bundles.isEmpty else { return }
        let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO main.merged_bundles (name, at) VALUES (?, ?)")
        for job in jobs where job.action != .leaveRunning {
            if let name = bundles[job.key] { try insert.execute(arguments: [name, now]) }
        }
    }

    /// Names of the bundles that have been merged, of those that begin so.
    public func mergedBundles(prefix: String) throws -> Set<String> {
        try read("read merged bundles") { db in
            try String.fetchSet(
                db, sql: "SELECT name FROM merged_bundles WHERE name >= ?1 AND name < ?1 || char(1114111)", arguments: [prefix])
        }
    }

    /// Remembers that a spool brings results of a spec.
    public func record(spool path: String, spec: String, now: Date = Date()) throws {
        try write("record a spool") { db in
            try db.execute(
                sql: """
                    INSERT INTO spools (path, spec, at) VALUES (?, ?, ?)
                    ON CONFLICT (path) DO UPDATE SET spec = excluded.spec, at = excluded.at
                    """, arguments: [path, spec, now])
        }
    }

    /// The spools of a spec, or of all, latest first.
    public func spools(ofSpec spec: String? = nil) throws -> [SpoolRecord] {
        try read("read spools") { db in
            try Row.fetchAll(
                db, sql: "SELECT path, spec FROM spools WHERE ?1 IS NULL OR spec = ?1 ORDER BY at DESC, path", arguments: [spec]
            ).map { SpoolRecord(path: try $0[checked: "path"], spec: try $0[checked: "spec"]) }
        }
    }
}
