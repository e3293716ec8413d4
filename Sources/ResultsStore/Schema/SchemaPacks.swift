import Foundation
import GRDB

extension Schema {
    /// Attention maps move out of their rows into packs: a map of 2 kB left half of its 4 kB page empty.
    static func packAttentionMaps(_ db: Database) throws {
        try db.execute(sql: packTables)
        let insert = try db.makeStatement(
            sql: """
                INSERT INTO attention_maps (job, step, caption, block_index, head, timestep, block, query_tokens, key_tokens, shape,
                    pack, byte_offset) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        var pack: MapPack?
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT job, step, caption, block_index, head, timestep, block, query_tokens, key_tokens, shape, data
                FROM unpacked_attention_maps ORDER BY job, step, caption, block_index, head, timestep
                """)
        while let row = try rows.next() {
            let job: Int64 = try row[checked: 0], step: Int = try row[checked: 1], data: Data = try row[checked: 10]
            if pack?.job != job || pack?.step != step {
                try pack?.close(db)
                pack = MapPack(job: job, step: step, number: 0)
            }
            let place = try pack!.append(data, db)
            try insert.execute(arguments: StatementArguments(row.databaseValues.prefix(10)) + [place.pack, place.offset])
        }
        try pack?.close(db)
        try db.execute(sql: "DROP TABLE unpacked_attention_maps")
    }

    /// A row names its pack before that is written, hence the deferred key.
    private static let packTables = """
        ALTER TABLE attention_maps RENAME TO unpacked_attention_maps;

        CREATE TABLE attention_packs (
            id INTEGER PRIMARY KEY,
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            number INTEGER NOT NULL,
            data BLOB NOT NULL,
            UNIQUE (job, step, number)
        ) STRICT;

        CREATE TABLE attention_maps (
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            caption INTEGER NOT NULL REFERENCES captions(id),
            block_index INTEGER NOT NULL,
            head INTEGER NOT NULL,
            timestep INTEGER NOT NULL,
            block INTEGER NOT NULL REFERENCES blocks(id),
            query_tokens INTEGER NOT NULL,
            key_tokens INTEGER NOT NULL,
            shape TEXT NOT NULL,
            pack INTEGER NOT NULL,
            byte_offset INTEGER NOT NULL,
            PRIMARY KEY (job, step, caption, block_index, head, timestep),
            FOREIGN KEY (job, step, pack) REFERENCES attention_packs(job, step, number) ON DELETE CASCADE
                DEFERRABLE INITIALLY DEFERRED
        ) STRICT, WITHOUT ROWID;

        CREATE VIEW v_attention_maps AS
        SELECT j.key AS job, j.seed AS seed, m.step AS step, c.text AS caption, m.block_index AS block_index, b.name AS block,
            m.head AS head, m.timestep AS timestep, m.query_tokens AS query_tokens, m.key_tokens AS key_tokens,
            m.shape AS shape, substr(p.data, m.byte_offset + 1, 2 * m.query_tokens * m.key_tokens) AS data
        FROM attention_maps m JOIN jobs j ON j.id = m.job
        JOIN attention_packs p ON p.job = m.job AND p.step = m.step AND p.number = m.pack
        JOIN captions c ON c.id = m.caption JOIN blocks b ON b.id = m.block;
        """
}

/// Attention maps of one job and step, one after another in one blob.
///
/// A blob of this size wastes a few per cent of its last page and is read fast enough for a single map.
struct MapPack {
    static let limitBytes = 64 << 10

    let job: Int64
    let step: Int
    private(set) var number: Int
    private var data = Data()
    private var maps = 0

    /// - Parameter number: tells packs of one job and step apart; further ones count on.
    init(job: Int64, step: Int, number: Int) {
        (self.job, self.step, self.number) = (job, step, number)
    }

    /// Where the map will be; a full pack is written first.
    mutating func append(_ map: Data, _ db: Database) throws -> (pack: Int, offset: Int) {
        if maps > 0, data.count + map.count > Self.limitBytes {
            try close(db)
            number += 1
            maps = 0
            data.removeAll(keepingCapacity: true)
        }
        defer {
            data.append(map)
            maps += 1
        }
        return (number, data.count)
    }

    /// Writes what is held.
    func close(_ db: Database) throws {
        guard maps > 0 else { return }
        try db.cachedStatement(sql: "INSERT INTO attention_packs (job, step, number, data) VALUES (?, ?, ?, ?)")
            .execute(arguments: [job, step, number, data])
    }
}
