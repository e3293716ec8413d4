import GRDB

/// Where one head's attention to words of one role falls: means over words.
public struct LocalisationRow: Sendable, Equatable {
    public var step: Int
    /// `test` or `generated`.
    public var source: String
    /// `noun`, `colour` or `count`.
    public var role: String
    public var blockIndex: Int
    public var block: String
    public var head: Int
    public var timestep: Int
    /// Words in the means.
    public var words: Int
    public var pointing: Double
    public var iou: Double
    /// `pointing` by chance.
    public var area: Double
    /// `iou` by chance.
    public var chanceIoU: Double

    public init(
        step: Int, source: String, role: String, blockIndex: Int, block: String, head: Int, timestep: Int, words: Int,
        pointing: Double, iou: Double, area: Double, chanceIoU: Double
    ) {
        self.step = step
        self.source = source
        self.role = role
        self.blockIndex = blockIndex
        self.block = block
        self.head = head
        self.timestep = timestep
        self.words = words
        self.pointing = pointing
        self.iou = iou
        self.area = area
        self.chanceIoU = chanceIoU
    }
}

extension ResultsDatabase {
    /// Writes localisation rows; the same step, source, role, block, head and timestep again overwrites.
    public func record(localisation rows: [LocalisationRow], job key: String, fence: AttemptID? = nil) throws {
        guard !rows.isEmpty else { return }
        try write("record attention localisation") { db in
            let job = try jobID(db, key, fence: fence)
            for row in rows {
                try db.cachedStatement(
                    sql: """
                        INSERT INTO attention_localisation (job, step, source, role, block_index, head, timestep, block,
                            words, pointing, iou, area, chance_iou)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (job, step, source, role, block_index, head, timestep) DO UPDATE SET
                            block = excluded.block, words = excluded.words, pointing = excluded.pointing,
                            iou = excluded.iou, area = excluded.area, chance_iou = excluded.chance_iou
                        """
                ).execute(arguments: [
                    job, row.step, row.source, row.role, row.blockIndex, row.head, row.timestep,
                    try internedID(db, row.block, table: "blocks", column: "name"), row.words, row.pointing,
                    row.iou, row.area, row.chanceIoU,
                ])
            }
        }
    }

    /// Localisation rows at each job's greatest recorded step, in order of source, role, block, head and timestep.
    public func localisation(_ keys: [String]) throws -> [String: [LocalisationRow]] {
        try read("read attention localisation") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT a.step, a.source, a.role, a.block_index, b.name, a.head, a.timestep, a.words, a.pointing, a.iou,
                        a.area, a.chance_iou, j.key
                    FROM json_each(?) k JOIN jobs j ON j.key = k.value
                    JOIN attention_localisation a ON a.job = j.id
                        AND a.step = (SELECT max(step) FROM attention_localisation WHERE job = j.id)
                    JOIN blocks b ON b.id = a.block
                    ORDER BY j.id, a.source, a.role, a.block_index, a.head, a.timestep
                    """, arguments: [jsonArray(unique(keys))])
            var result: [String: [LocalisationRow]] = [:]
            while let row = try rows.next() {
                result[row[12], default: []].append(
                    LocalisationRow(
                        step: row[0], source: row[1], role: row[2], blockIndex: row[3], block: row[4], head: row[5],
                        timestep: row[6], words: row[7], pointing: row[8], iou: row[9], area: row[10], chanceIoU: row[11]))
            }
            return result
        }
    }
}
