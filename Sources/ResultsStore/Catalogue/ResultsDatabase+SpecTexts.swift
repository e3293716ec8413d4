import Foundation
import GRDB

extension ResultsDatabase {
    /// Remembers the text of a spec as attempts run it, by its hash.
    public func record(specText text: String, sha256: String) throws {
        try write("record a spec's text") { db in
            try db.execute(
                sql: "INSERT INTO spec_texts (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING", arguments: [sha256, text])
        }
    }

    /// nil for a text that is not here.
    public func specText(sha256: String) throws -> String? {
        try read("read a spec's text") { db in
            try String.fetchOne(db, sql: "SELECT text FROM spec_texts WHERE sha256 = ?", arguments: [sha256])
        }
    }

    /// A spec as it was last run.
    public struct RecordedSpec: Sendable, Equatable {
        public var name: String
        /// With all that it extends, one text after the other.
        public var text: String
        public var textHash: String
        public var lastSeen: Date
    }

    /// The latest text of every spec, the one that was run last first.
    public func recordedSpecs() throws -> [RecordedSpec] {
        try read("read specs") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT name, text, text_hash, max(last_seen_at) AS last_seen_at
                    FROM specs GROUP BY name ORDER BY max(last_seen_at) DESC, name
                    """
            ).map {
                try RecordedSpec(
                    name: $0[checked: "name"], text: $0[checked: "text"], textHash: $0[checked: "text_hash"],
                    lastSeen: $0[checked: "last_seen_at"])
            }
        }
    }
}
