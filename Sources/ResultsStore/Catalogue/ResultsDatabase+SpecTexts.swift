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
}
