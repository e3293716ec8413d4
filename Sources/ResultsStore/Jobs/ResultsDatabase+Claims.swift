import Foundation
import GRDB

/// When a claim was first declared for a spec.
public struct DeclaredClaim: Sendable, Equatable {
    public var at: Date
    /// Of the jobs that were asked about, those that were done by then.
    public var finishedJobs: Int
}

extension ResultsDatabase {
    /// Remembers what is claimed of a spec's results, with the time: a claim whose text is known keeps its own.
    ///
    /// - Parameter claims: ids and canonical texts.
    public func declare(spec: String, claims: [(id: String, text: String)], now: Date = Date()) throws {
        try write("declare claims") { db in
            for claim in claims {
                try db.cachedStatement(
                    sql: "INSERT INTO declared_claims (spec, claim, text, declared_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
                ).execute(arguments: [spec, claim.id, claim.text, now])
            }
        }
    }

    /// The declared claims of a spec, by id and text, set against the time at which the jobs `keys` were done.
    public func declarations(spec: String, keys: [String]) throws -> [String: [String: DeclaredClaim]] {
        try read("read declared claims") { db in
            let ends = try Date.fetchAll(
                db,
                sql: """
                    SELECT min(a.ended_at) FROM json_each(?) k JOIN jobs j ON j.key = k.value JOIN attempts a ON a.job = j.id
                    WHERE a.ending = 'done' GROUP BY j.id
                    """, arguments: [jsonArray(keys)])
            let rows = try Row.fetchAll(
                db, sql: "SELECT claim, text, declared_at FROM declared_claims WHERE spec = ?", arguments: [spec])
            var found: [String: [String: DeclaredClaim]] = [:]
            for row in rows {
                let at: Date = try row[checked: "declared_at"]
                try found[row[checked: "claim"], default: [:]][row[checked: "text"]] = DeclaredClaim(
                    at: at, finishedJobs: ends.count { $0 < at })
            }
            return found
        }
    }
}
