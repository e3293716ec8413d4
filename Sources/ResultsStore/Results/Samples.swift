import GRDB
import Results

extension Attempt {
    /// Writes samples; the same step, kind and position again overwrites.
    public func record(samples: [SampleRecord]) throws {
        try write("record samples") { db, job in
            for sample in samples {
                try db.upsert(
                    "samples",
                    key: ["job": job, "step": sample.step, "kind": sample.kind.rawValue, "position": sample.position],
                    values: ["caption": try sample.caption.map { try db.captionID($0) }, "png": sample.png])
            }
        }
    }

    /// Writes who encoded text and judged images for the job: role -> identity, such as "text_encoder".
    public func record(identities: [String: String]) throws {
        try write("record identities") { db, job in
            for (role, identity) in identities.sorted(by: { $0.key < $1.key }) {
                try db.upsert("identities", key: ["job": job, "role": role], values: ["identity": identity])
            }
        }
    }
}

extension ResultsDatabase {
    /// Samples of a job in order of step, kind and position; nil filters nothing.
    public func samples(
        _ key: String, kind: SampleRecord.Kind? = nil, step: Int? = nil
    ) throws -> [SampleRecord] {
        try read("read samples") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT s.step, s.kind, s.position, c.text AS caption, s.png FROM samples s LEFT JOIN captions c ON c.id = s.caption
                    WHERE s.job = ?1 AND (?2 IS NULL OR s.kind = ?2) AND (?3 IS NULL OR s.step = ?3)
                    ORDER BY s.step, s.kind, s.position
                    """, arguments: [try jobID(db, key), kind?.rawValue, step]
            )
            .map {
                try SampleRecord(
                    step: $0[checked: "step"], kind: $0.stored("kind", in: "samples"), position: $0[checked: "position"],
                    caption: $0[checked: "caption"], png: $0[checked: "png"])
            }
        }
    }

    /// role -> identity of a job.
    public func identities(_ key: String) throws -> [String: String] {
        try read("read identities") { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT role, identity FROM identities WHERE job = ?", arguments: [try jobID(db, key)])
            return Dictionary(uniqueKeysWithValues: try rows.map { (try $0[checked: "role"], try $0[checked: "identity"]) })
        }
    }
}

extension ResultsDatabase {
    /// The steps after which any of some jobs kept a contact sheet, in order.
    public func sampleSteps(_ keys: [String]) throws -> [Int] {
        try read("read the steps of samples") { db in
            try Int.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT s.step FROM json_each(?) k JOIN jobs j ON j.key = k.value JOIN samples s ON s.job = j.id
                    WHERE s.kind = 'grid' ORDER BY s.step
                    """, arguments: [jsonArray(unique(keys))])
        }
    }
}
