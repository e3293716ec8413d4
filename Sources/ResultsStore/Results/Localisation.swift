import GRDB
import Results

extension Attempt {
    /// Writes localisation rows; the same step, source, role, block, head and timestep again overwrites.
    public func record(localisation rows: [LocalisationRow]) throws {
        guard !rows.isEmpty else { return }
        try write("record attention localisation") { db, job in
            for row in rows {
                try db.upsert(
                    "attention_localisation",
                    key: [
                        "job": job, "step": row.step, "source": row.source.rawValue, "role": row.role.rawValue,
                        "block_index": row.blockIndex, "head": row.head, "timestep": row.timestep,
                    ],
                    values: [
                        "block": try db.blockID(row.block), "words": row.words, "pointing": row.pointing, "iou": row.iou, "area": row.area,
                        "chance_iou": row.chanceIoU,
                    ])
            }
        }
    }
}

extension ResultsDatabase {
    /// Localisation rows at each job's greatest recorded step, in order of source, role, block, head and timestep.
    public func localisation(_ keys: [String]) throws -> [String: [LocalisationRow]] {
        try read("read attention localisation") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT j.key, a.*, b.name
                    FROM json_each(?) k JOIN jobs j ON j.key = k.value
                    JOIN attention_localisation a ON a.job = j.id
                        AND a.step = (SELECT max(step) FROM attention_localisation WHERE job = j.id)
                    JOIN blocks b ON b.id = a.block
                    ORDER BY j.id, a.source, a.role, a.block_index, a.head, a.timestep
                    """, arguments: [jsonArray(unique(keys))])
            var result: [String: [LocalisationRow]] = [:]
            while let row = try rows.next() {
                try result[row[checked: "key"], default: []].append(
                    LocalisationRow(
                        step: row[checked: "step"], source: row.stored("source", in: "attention_localisation"),
                        role: row.stored("role", in: "attention_localisation"), blockIndex: row[checked: "block_index"],
                        block: row[checked: "name"], head: row[checked: "head"], timestep: row[checked: "timestep"],
                        words: row[checked: "words"], pointing: row[checked: "pointing"], iou: row[checked: "iou"],
                        area: row[checked: "area"], chanceIoU: row[checked: "chance_iou"]))
            }
            return result
        }
    }
}
