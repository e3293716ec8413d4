import Foundation
import GRDB

/// An image that a job made, as PNG.
public struct SampleRecord: Sendable, Equatable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A contact sheet of many samples.
        case grid
        /// One generated image.
        case sample
    }

    public var step: Int
    public var kind: Kind
    /// Tells samples of one step and kind apart, from 0.
    public var position: Int
    /// nil for a grid of several captions.
    public var caption: String?
    public var png: Data

    public init(step: Int, kind: Kind, position: Int = 0, caption: String? = nil, png: Data) {
        self.step = step
        self.kind = kind
        self.position = position
        self.caption = caption
        self.png = png
    }
}

extension ResultsDatabase {
    /// Writes samples; the same step, kind and position again overwrites.
    public func record(samples: [SampleRecord], job key: String, fence: AttemptID? = nil) throws {
        try write("record samples") { db in
            let job = try jobID(db, key, fence: fence)
            for sample in samples {
                try db.cachedStatement(
                    sql: """
                        INSERT INTO samples (job, step, kind, position, caption, png) VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (job, step, kind, position) DO UPDATE SET
                            caption = excluded.caption, png = excluded.png
                        """
                ).execute(arguments: [
                    job, sample.step, sample.kind.rawValue, sample.position,
                    try sample.caption.map { try captionID(db, $0) }, sample.png,
                ])
            }
        }
    }

    /// Samples of a job in order of step, kind and position; nil filters nothing.
    public func samples(
        _ key: String, kind: SampleRecord.Kind? = nil, step: Int? = nil
    ) throws -> [SampleRecord] {
        try read("read samples") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT s.step, s.kind, s.position, c.text, s.png FROM samples s LEFT JOIN captions c ON c.id = s.caption
                    WHERE s.job = ?1 AND (?2 IS NULL OR s.kind = ?2) AND (?3 IS NULL OR s.step = ?3)
                    ORDER BY s.step, s.kind, s.position
                    """, arguments: [try jobID(db, key), kind?.rawValue, step]
            )
            .map {
                try SampleRecord(
                    step: $0[checked: 0], kind: stored(SampleRecord.Kind.self, $0[checked: 1], in: "samples.kind"),
                    position: $0[checked: 2], caption: $0[checked: 3], png: $0[checked: 4])
            }
        }
    }

    /// Writes who encoded text and judged images for a job: role -> identity, such as "text_encoder".
    public func record(identities: [String: String], job key: String, fence: AttemptID? = nil) throws {
        try write("record identities") { db in
            let job = try jobID(db, key, fence: fence)
            for (role, identity) in identities.sorted(by: { $0.key < $1.key }) {
                try db.execute(
                    sql: """
                        INSERT INTO identities (job, role, identity) VALUES (?, ?, ?)
                        ON CONFLICT (job, role) DO UPDATE SET identity = excluded.identity
                        """, arguments: [job, role, identity])
            }
        }
    }

    /// role -> identity of a job.
    public func identities(_ key: String) throws -> [String: String] {
        try read("read identities") { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT role, identity FROM identities WHERE job = ?", arguments: [try jobID(db, key)])
            return Dictionary(uniqueKeysWithValues: try rows.map { (try $0[checked: 0], try $0[checked: 1]) })
        }
    }
}
