import Foundation
import GRDB

/// A job that some text of a spec named.
public struct SpecJob: Sendable, Equatable {
    public var key: String
    public var state: JobState
    public var seed: Int
    /// When a text that names it was last run.
    public var lastNamed: Date
    /// Other specs whose latest text names it, too.
    public var otherSpecs: [String]
}

extension ResultsDatabase {
    /// Every job that was ever registered under a spec's name, first registered first.
    public func jobs(ofSpec name: String) throws -> [SpecJob] {
        try read("read a spec's jobs") { db in
            let others = try Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT sj.job, s.name FROM specs s JOIN spec_jobs sj ON sj.spec = s.id
                    WHERE s.name <> ? AND s.last_seen_at = (SELECT max(last_seen_at) FROM specs WHERE name = s.name) ORDER BY s.name
                    """, arguments: [name])
            var names: [Int64: [String]] = [:]
            for row in others { try names[row[checked: "job"], default: []].append(row[checked: "name"]) }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT j.id, j.key, j.state, j.seed, max(s.last_seen_at) AS last_named FROM specs s JOIN spec_jobs sj ON sj.spec = s.id
                    JOIN jobs j ON j.id = sj.job WHERE s.name = ? GROUP BY j.id ORDER BY j.id
                    """, arguments: [name]
            ).map { row in
                try SpecJob(
                    key: row[checked: "key"], state: row.stored("state", in: "jobs"), seed: row[checked: "seed"],
                    lastNamed: row[checked: "last_named"], otherSpecs: names[row[checked: "id"]] ?? [])
            }
        }
    }

    /// The keys of the jobs of every spec, by its name; a job may be in several.
    public func jobsBySpec() throws -> [String: [String]] {
        try read("read the jobs of specs") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT DISTINCT s.name, j.key, j.id FROM specs s JOIN spec_jobs sj ON sj.spec = s.id JOIN jobs j ON j.id = sj.job
                    ORDER BY s.name, j.id
                    """)
            var found: [String: [String]] = [:]
            while let row = try rows.next() { try found[row[checked: "name"], default: []].append(row[checked: "key"]) }
            return found
        }
    }

    /// What `gc` has to know of every job, by key.
    public struct JobOutline: Sendable, Equatable {
        public var state: JobState
        public var seed: Int
        public var trainingKey: String
        /// Stands for the configuration without its seed.
        public var configuration: Int64
        /// When it was done; nil for what is not.
        public var done: Date?
    }

    public func outlines() throws -> [String: JobOutline] {
        try read("read jobs") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT j.key, j.state, j.seed, j.training_key, j.configuration, a.ended_at
                    FROM jobs j LEFT JOIN attempts a ON a.id = j.attempt AND a.ending = 'done'
                    """)
            var found: [String: JobOutline] = [:]
            while let row = try rows.next() {
                try found[row[checked: "key"]] = JobOutline(
                    state: row.stored("state", in: "jobs"), seed: row[checked: "seed"], trainingKey: row[checked: "training_key"],
                    configuration: row[checked: "configuration"], done: row[checked: "ended_at"])
            }
            return found
        }
    }

    public func isRegistered(_ key: String) throws -> Bool {
        try write("look up a job") { db in try Bool.fetchOne(db, sql: "SELECT 1 FROM jobs WHERE key = ?", arguments: [key]) ?? false }
    }

    /// Bytes of the database, and of those the ones that nothing is stored in.
    public func fileBytes() throws -> (all: Int, free: Int) {
        try read("measure it") { db in
            let counts = try ["page_count", "freelist_count", "page_size"].map { try Int.fetchOne(db, sql: "PRAGMA \($0)") ?? 0 }
            return (counts[0] * counts[2], counts[1] * counts[2])
        }
    }

    /// Gives the pages that nothing is stored in back to the disk, unless jobs are running, which would wait for that.
    ///
    /// Others can read meanwhile. The file is rewritten as a whole in one transaction, so whatever happens it is the old or the new one.
    /// - Returns: bytes given back; nil when jobs are running or the disk has no room for a copy.
    public func giveBackFreePages() throws -> Int? {
        let before = try fileBytes()
        guard before.free > 0 else { return 0 }
        let running = try read("look for running jobs") {
            try Bool.fetchOne($0, sql: "SELECT 1 FROM jobs WHERE state = 'running'") ?? false
        }
        guard !running, let room = StorageProblem.freeBytes(at: path), room > 2 * (before.all - before.free) else { return nil }
        try vacuum()
        return try max(0, before.all - fileBytes().all)
    }
}
