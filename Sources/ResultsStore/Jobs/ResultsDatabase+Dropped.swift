import Foundation
import GRDB

/// That something of a job was dropped to save space.
public struct DroppedFile: Sendable, Equatable, Codable {
    public var kind: StoredKind
    public var at: Date
    /// What it took.
    public var bytes: Int

    public init(kind: StoredKind, at: Date, bytes: Int) { (self.kind, self.at, self.bytes) = (kind, at, bytes) }
}

extension ResultsDatabase {
    /// What was dropped of these jobs, by key. Files may be back since: only what is missing, too, is gone.
    public func dropped(_ keys: [String]) throws -> [String: [DroppedFile]] {
        try read("read what was dropped") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT j.key, d.kind, d.at, d.bytes FROM json_each(?) k
                    JOIN jobs j ON j.key = k.value JOIN dropped_files d ON d.job = j.id
                    ORDER BY j.id, d.kind
                    """, arguments: [jsonArray(unique(keys))])
            var found: [String: [DroppedFile]] = [:]
            for row in rows {
                try found[row[checked: "key"], default: []].append(
                    DroppedFile(kind: row.stored("kind", in: "dropped_files"), at: row[checked: "at"], bytes: row[checked: "bytes"]))
            }
            return found
        }
    }

    /// Remembers that something of a job is dropped, and drops it where it lies in the database. Files are the caller's to remove
    /// once this is on disk (``sync()``): a file that is still there after that is known to be superfluous, one that is gone is known
    /// to have been dropped.
    ///
    /// - Returns: false, with nothing changed, when the job is running.
    public func drop(_ kinds: [StoredKind: Int], of key: String, now: Date = Date()) throws -> Bool {
        try write("drop files of a job") { db in
            let job = try jobID(db, key)
            guard try Bool.fetchOne(db, sql: "SELECT state <> 'running' FROM jobs WHERE id = ?", arguments: [job]) == true else {
                return false
            }
            for (kind, bytes) in kinds {
                try db.upsert("dropped_files", key: ["job": job, "kind": kind.rawValue], values: ["at": now, "bytes": bytes])
                switch kind {
                case .maps: try db.execute(sql: "DELETE FROM attention_packs WHERE job = ?", arguments: [job])
                case .samples: try db.execute(sql: "DELETE FROM samples WHERE job = ?", arguments: [job])
                case .checkpoints, .weights, .logs: break
                }
            }
            return true
        }
    }

    func forgetDrop(_ db: Database, job: Int64, _ kind: StoredKind) throws {
        try db.execute(sql: "DELETE FROM dropped_files WHERE job = ? AND kind = ?", arguments: [job, kind.rawValue])
    }

    /// The bytes of jobs' attention maps and pictures, by key; jobs without any have none.
    public func storedBytes() throws -> [String: [StoredKind: Int]] {
        try read("measure maps and samples") { db in
            var found: [String: [StoredKind: Int]] = [:]
            for (kind, sql) in [
                (StoredKind.maps, "SELECT job, sum(length(data)) AS bytes FROM attention_packs GROUP BY job"),
                (.samples, "SELECT job, sum(length(png)) AS bytes FROM samples GROUP BY job"),
            ] {
                for row in try Row.fetchAll(db, sql: "SELECT j.key, b.bytes FROM (\(sql)) b JOIN jobs j ON j.id = b.job") {
                    try found[row[checked: "key"], default: [:]][kind] = row[checked: "bytes"]
                }
            }
            return found
        }
    }
}
