import Foundation
import GRDB

/// A caption whose attention is watched, with its tokens as the encoder cut them.
public struct ProbeRecord: Sendable, Equatable {
    public var position: Int
    public var caption: String
    public var tokens: [String]

    public init(position: Int, caption: String, tokens: [String]) {
        self.position = position
        self.caption = caption
        self.tokens = tokens
    }
}

/// Which attention: one head of one block, for one caption at one diffusion timestep, as trained up to `step`.
public struct AttentionSite: Sendable, Equatable, Hashable {
    public var step: Int
    public var caption: String
    /// Position in execution order, from 0.
    public var blockIndex: Int
    public var block: String
    public var head: Int
    /// Diffusion timestep, 1...1000.
    public var timestep: Int

    public init(step: Int, caption: String, blockIndex: Int, block: String, head: Int, timestep: Int) {
        self.step = step
        self.caption = caption
        self.blockIndex = blockIndex
        self.block = block
        self.head = head
        self.timestep = timestep
    }
}

/// Softmax probabilities, row-major [queries, keys]; stored in half precision.
public struct AttentionMapRecord: Sendable, Equatable {
    public var site: AttentionSite
    public var queryTokens: Int
    public var keyTokens: Int
    /// How to lay the values out, such as [8, 8, 16] for 8x8 patches by 16 text tokens.
    public var shape: [Int]
    public var values: [Float]

    /// - Parameter shape: nil for [queryTokens, keyTokens].
    public init(site: AttentionSite, queryTokens: Int, keyTokens: Int, shape: [Int]? = nil, values: [Float]) {
        self.site = site
        self.queryTokens = queryTokens
        self.keyTokens = keyTokens
        self.shape = shape ?? [queryTokens, keyTokens]
        self.values = values
    }
}

/// Figures of image-to-text attention; NaN where one is undefined.
public struct AttentionStatisticsRecord: Sendable, Equatable {
    public var site: AttentionSite
    /// Share of the image queries' attention that falls on text, 0...1.
    public var textMass: Double
    /// Entropy over the text tokens, normalised to 0...1.
    public var entropy: Double
    /// Effective rank of the image-to-text map, at least 1.
    public var effectiveRank: Double
    /// Shares of the map's energy in its first 1, 2 and 4 singular values, 0...1; nil where there is none.
    public var energyFirst: Double?
    public var energyFirstTwo: Double?
    public var energyFirstFour: Double?

    public init(
        site: AttentionSite, textMass: Double, entropy: Double, effectiveRank: Double, energyFirst: Double? = nil,
        energyFirstTwo: Double? = nil, energyFirstFour: Double? = nil
    ) {
        self.site = site
        self.textMass = textMass
        self.entropy = entropy
        self.effectiveRank = effectiveRank
        self.energyFirst = energyFirst
        self.energyFirstTwo = energyFirstTwo
        self.energyFirstFour = energyFirstFour
    }
}

extension ResultsDatabase {
    /// Writes a job's probes; the same position again overwrites.
    public func record(probes: [ProbeRecord], job key: String, fence: AttemptID? = nil) throws {
        try write("record probes") { db in
            let job = try jobID(db, key, fence: fence)
            for probe in probes {
                try db.execute(
                    sql: """
                        INSERT INTO probes (job, position, caption, tokens) VALUES (?, ?, ?, ?)
                        ON CONFLICT (job, position) DO UPDATE SET caption = excluded.caption, tokens = excluded.tokens
                        """, arguments: [job, probe.position, try captionID(db, probe.caption), jsonArray(probe.tokens)])
            }
        }
    }

    public func probes(_ key: String) throws -> [ProbeRecord] {
        try read("read probes") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT p.position, c.text, p.tokens FROM probes p JOIN captions c ON c.id = p.caption
                    WHERE p.job = ? ORDER BY p.position
                    """, arguments: [try jobID(db, key)]
            )
            .map { row in
                let text: String = try row[checked: 2]
                guard let tokens = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
                    throw ResultsStoreError.corrupt(table: "probes", column: "tokens", found: text)
                }
                return try ProbeRecord(position: row[checked: 0], caption: row[checked: 1], tokens: tokens)
            }
        }
    }

    /// Writes attention maps; the same site again overwrites.
    public func record(attention maps: [AttentionMapRecord], job key: String, fence: AttemptID? = nil) throws {
        for map in maps {
            let count = map.queryTokens * map.keyTokens
            guard map.values.count == count, map.shape.reduce(1, *) == count else {
                throw ResultsStoreError.badRecord(
                    what: "attention map of block \(map.site.block), head \(map.site.head)",
                    found: "\(map.values.count) values in shape \(map.shape)",
                    allowed: "\(map.queryTokens) x \(map.keyTokens) = \(count) values")
            }
        }
        try write("record attention maps") { db in
            let job = try jobID(db, key, fence: fence)
            var packs: [Int: MapPack] = [:]
            for map in maps {
                let site = map.site
                if packs[site.step] == nil {
                    let used = try Int.fetchOne(
                        db, sql: "SELECT max(number) FROM attention_packs WHERE job = ? AND step = ?", arguments: [job, site.step])
                    packs[site.step] = MapPack(job: job, step: site.step, number: used.map { $0 + 1 } ?? 0)
                }
                let place = try packs[site.step]!.append(HalfPrecision.encode(map.values), db)
                try db.cachedStatement(
                    sql: """
                        INSERT INTO attention_maps (job, step, caption, block_index, block, head, timestep,
                            query_tokens, key_tokens, shape, pack, byte_offset)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (job, step, caption, block_index, head, timestep) DO UPDATE SET
                            block = excluded.block, query_tokens = excluded.query_tokens, key_tokens = excluded.key_tokens,
                            shape = excluded.shape, pack = excluded.pack, byte_offset = excluded.byte_offset
                        """
                ).execute(arguments: [
                    job, site.step, try captionID(db, site.caption), site.blockIndex, try blockID(db, site.block),
                    site.head, site.timestep, map.queryTokens, map.keyTokens,
                    "[" + map.shape.map(String.init).joined(separator: ",") + "]", place.pack, place.offset,
                ])
            }
            for pack in packs.values {
                try pack.close(db)
                // Packs whose maps were all overwritten.
                try db.execute(
                    sql: """
                        DELETE FROM attention_packs WHERE job = ?1 AND step = ?2
                            AND number NOT IN (SELECT pack FROM attention_maps WHERE job = ?1 AND step = ?2)
                        """, arguments: [job, pack.step])
            }
        }
    }

    /// Attention maps of a job in order of step, caption, block, head and timestep.
    ///
    /// - Parameters:
    ///   - caption: only this one; nil for all.
    ///   - step: only this training step; nil for all.
    public func attentionMaps(
        _ key: String, caption: String? = nil, step: Int? = nil
    ) throws -> [AttentionMapRecord] {
        try read("read attention maps") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT a.step, c.text, a.block_index, b.name, a.head, a.timestep, a.query_tokens, a.key_tokens,
                        a.shape, substr(p.data, a.byte_offset + 1, 2 * a.query_tokens * a.key_tokens)
                    FROM attention_maps a JOIN captions c ON c.id = a.caption JOIN blocks b ON b.id = a.block
                    JOIN attention_packs p ON p.job = a.job AND p.step = a.step AND p.number = a.pack
                    WHERE a.job = ?1 AND (?2 IS NULL OR c.text = ?2) AND (?3 IS NULL OR a.step = ?3)
                    ORDER BY a.step, c.id, a.block_index, a.head, a.timestep
                    """, arguments: [try jobID(db, key), caption, step])
            var maps: [AttentionMapRecord] = []
            while let row = try rows.next() {
                let text: String = try row[checked: 8]
                guard let shape = try? JSONDecoder().decode([Int].self, from: Data(text.utf8)) else {
                    throw ResultsStoreError.corrupt(table: "attention_maps", column: "shape", found: text)
                }
                let queries: Int = try row[checked: 6], keys: Int = try row[checked: 7]
                let values = try HalfPrecision.decode(row[checked: 9])
                let (count, isTooMany) = queries.multipliedReportingOverflow(by: keys)
                guard !isTooMany, values.count == count else {
                    throw ResultsStoreError.corrupt(
                        table: "attention_packs", column: "data", found: "\(values.count) values of a \(queries) x \(keys) map")
                }
                try maps.append(
                    AttentionMapRecord(
                        site: site(row), queryTokens: queries, keyTokens: keys, shape: shape, values: values))
            }
            return maps
        }
    }

    /// Writes attention statistics; the same site again overwrites.
    public func record(attentionStatistics statistics: [AttentionStatisticsRecord], job key: String, fence: AttemptID? = nil) throws {
        guard !statistics.isEmpty else { return }
        try write("record attention statistics") { db in
            let job = try jobID(db, key, fence: fence)
            for record in statistics {
                let site = record.site
                try db.cachedStatement(
                    sql: """
                        INSERT INTO attention_statistics (job, step, caption, block_index, block, head, timestep,
                            text_mass, entropy, effective_rank, energy_first, energy_first_two, energy_first_four)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (job, step, caption, block_index, head, timestep) DO UPDATE SET
                            block = excluded.block, text_mass = excluded.text_mass, entropy = excluded.entropy,
                            effective_rank = excluded.effective_rank, energy_first = excluded.energy_first,
                            energy_first_two = excluded.energy_first_two, energy_first_four = excluded.energy_first_four
                        """
                ).execute(arguments: [
                    job, site.step, try captionID(db, site.caption), site.blockIndex, try blockID(db, site.block),
                    site.head, site.timestep, nilForNaN(record.textMass), nilForNaN(record.entropy),
                    nilForNaN(record.effectiveRank), record.energyFirst, record.energyFirstTwo,
                    record.energyFirstFour,
                ])
            }
        }
    }

    /// Attention statistics at each job's greatest recorded step, in order of caption, block, head and timestep.
    public func attentionStatistics(_ keys: [String]) throws -> [String: [AttentionStatisticsRecord]] {
        try read("read attention statistics") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT a.step, c.text, a.block_index, b.name, a.head, a.timestep, a.text_mass, a.entropy,
                        a.effective_rank, a.energy_first, a.energy_first_two, a.energy_first_four, j.key
                    FROM json_each(?) k JOIN jobs j ON j.key = k.value
                    JOIN attention_statistics a ON a.job = j.id
                        AND a.step = (SELECT max(step) FROM attention_statistics WHERE job = j.id)
                    JOIN captions c ON c.id = a.caption JOIN blocks b ON b.id = a.block
                    ORDER BY j.id, c.id, a.block_index, a.head, a.timestep
                    """, arguments: [jsonArray(unique(keys))])
            var result: [String: [AttentionStatisticsRecord]] = [:]
            while let row = try rows.next() {
                try result[row[checked: 12], default: []].append(
                    AttentionStatisticsRecord(
                        site: site(row), textMass: row[checked: 6] ?? .nan, entropy: row[checked: 7] ?? .nan,
                        effectiveRank: row[checked: 8] ?? .nan, energyFirst: row[checked: 9], energyFirstTwo: row[checked: 10],
                        energyFirstFour: row[checked: 11]))
            }
            return result
        }
    }

    // MARK: Inside a transaction

    func captionID(_ db: Database, _ text: String) throws -> Int64 {
        try internedID(db, text, table: "captions", column: "text")
    }

    private func blockID(_ db: Database, _ name: String) throws -> Int64 {
        try internedID(db, name, table: "blocks", column: "name")
    }

    /// The first six columns of both queries.
    private func site(_ row: Row) throws -> AttentionSite {
        try AttentionSite(
            step: row[checked: 0], caption: row[checked: 1], blockIndex: row[checked: 2], block: row[checked: 3], head: row[checked: 4],
            timestep: row[checked: 5])
    }

    private func nilForNaN(_ value: Double) -> Double? { value.isNaN ? nil : value }
}
