import Foundation
import GRDB

/// What somebody remarked on a job.
public struct JobNote: Sendable, Equatable, Codable {
    public var at: Date
    public var text: String

    public init(at: Date, text: String) { (self.at, self.text) = (at, text) }
}

extension ResultsDatabase {
    /// Adds a remark to a job.
    public func note(_ text: String, on key: String, now: Date = Date()) throws {
        try write("note something on a job") { db in
            try db.execute(
                sql: "INSERT INTO job_notes (job, text, at) VALUES (?, ?, ?)", arguments: [try jobID(db, key), text, now])
        }
    }

    /// The remarks on a job, oldest first.
    public func notes(on key: String) throws -> [JobNote] {
        try read("read notes") { db in
            try Row.fetchAll(db, sql: "SELECT at, text FROM job_notes WHERE job = ? ORDER BY at, id", arguments: [try jobID(db, key)])
                .map { try JobNote(at: $0[checked: "at"], text: $0[checked: "text"]) }
        }
    }

    /// Puts a word on jobs, or takes it off, in one transaction.
    /// - Returns: the number of jobs that this changed.
    public func tag(_ keys: [String], _ tag: String, remove: Bool = false, now: Date = Date()) throws -> Int {
        try write("tag jobs") { db in
            try unique(keys).reduce(0) { count, key in
                let job = try jobID(db, key)
                if remove {
                    try db.execute(sql: "DELETE FROM job_tags WHERE job = ? AND tag = ?", arguments: [job, tag])
                } else {
                    try db.execute(
                        sql: "INSERT INTO job_tags (job, tag, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", arguments: [job, tag, now])
                }
                return count + db.changesCount
            }
        }
    }

    /// The words on jobs, by key, each in order; jobs without any have none.
    public func tags() throws -> [String: [String]] {
        try read("read tags") { db in
            let rows = try Row.fetchAll(db, sql: "SELECT j.key, t.tag FROM job_tags t JOIN jobs j ON j.id = t.job ORDER BY t.tag")
            var found: [String: [String]] = [:]
            for row in rows { try found[row[checked: "key"], default: []].append(row[checked: "tag"]) }
            return found
        }
    }

    /// Puts jobs away, or takes them back, in one transaction: nothing of them is changed, but reports leave them out.
    /// - Returns: the number of jobs that this changed.
    public func archive(_ keys: [String], undo: Bool = false, now: Date = Date()) throws -> Int {
        try write("archive jobs") { db in
            try unique(keys).reduce(0) { count, key in
                let job = try jobID(db, key)
                if undo {
                    try db.execute(sql: "DELETE FROM archived_jobs WHERE job = ?", arguments: [job])
                } else {
                    try db.execute(sql: "INSERT INTO archived_jobs (job, at) VALUES (?, ?) ON CONFLICT DO NOTHING", arguments: [job, now])
                }
                return count + db.changesCount
            }
        }
    }

    /// The jobs that are put away, with the time at which they were.
    public func archived() throws -> [String: Date] {
        try read("read archived jobs") { db in
            let rows = try Row.fetchAll(db, sql: "SELECT j.key, a.at FROM archived_jobs a JOIN jobs j ON j.id = a.job")
            return try Dictionary(uniqueKeysWithValues: rows.map { try ($0[checked: "key"], $0[checked: "at"]) })
        }
    }
}
