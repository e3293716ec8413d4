import GRDB
import Results

extension Attempt {
    /// Writes probes, maps and statistics of all heads; the same site again overwrites.
    public func record(attention records: [AttentionRecord]) throws {
        var probes: [Probe] = []
        for record in records where !probes.contains(where: { $0.caption == record.site.caption }) {
            probes.append(Probe(position: probes.count, caption: record.site.caption, tokens: record.tokens))
        }
        try database.transaction {
            try record(probes: probes)
            try record(maps: records.map(\.map))
            try record(summaries: records.map(\.summary))
        }
    }

    /// Writes the job's probes; the same position again overwrites.
    public func record(probes: [Probe]) throws {
        try write("record probes") { db, job in
            for probe in probes {
                try db.upsert(
                    "probes", key: ["job": job, "position": probe.position],
                    values: ["caption": try db.captionID(probe.caption), "tokens": jsonArray(probe.tokens)])
            }
        }
    }

    /// Writes attention maps; the same site again overwrites.
    public func record(maps: [AttentionMap]) throws {
        for map in maps {
            let count = map.queryTokens * map.keyTokens
            guard map.values.count == count, map.shape.reduce(1, *) == count else {
                throw ResultsStoreError.badRecord(
                    what: "attention map of block \(map.site.block), head \(map.site.head)",
                    found: "\(map.values.count) values in shape \(map.shape)",
                    allowed: "\(map.queryTokens) x \(map.keyTokens) = \(count) values")
            }
        }
        try write("record attention maps") { db, job in
            var packs: [Int: MapPack] = [:]
            for map in maps {
                let step = map.site.step
                if packs[step] == nil {
                    let used = try Int.fetchOne(
                        db, sql: "SELECT max(number) FROM attention_packs WHERE job = ? AND step = ?", arguments: [job, step])
                    packs[step] = MapPack(job: job, step: step, number: used.map { $0 + 1 } ?? 0)
                }
                let place = try packs[step]!.append(HalfPrecision.encode(map.values), db)
                try db.upsert(
                    "attention_maps", key: try db.key(job, map.site),
                    values: [
                        "block": try db.blockID(map.site.block), "query_tokens": map.queryTokens, "key_tokens": map.keyTokens,
                        "shape": jsonArray(map.shape), "pack": place.pack, "byte_offset": place.offset,
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

    /// Writes attention statistics; the same site again overwrites.
    public func record(summaries: [AttentionSummary]) throws {
        guard !summaries.isEmpty else { return }
        try write("record attention statistics") { db, job in
            for summary in summaries {
                try db.upsert(
                    "attention_statistics", key: try db.key(job, summary.site),
                    values: [
                        "block": try db.blockID(summary.site.block), "text_mass": summary.textMass, "entropy": summary.entropy,
                        "effective_rank": summary.effectiveRank, "energy_first": summary.energyFirst,
                        "energy_first_two": summary.energyFirstTwo, "energy_first_four": summary.energyFirstFour,
                    ])
            }
        }
    }
}

extension ResultsDatabase {
    public func probes(_ key: String) throws -> [Probe] {
        try read("read probes") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT p.position, c.text, p.tokens FROM probes p JOIN captions c ON c.id = p.caption
                    WHERE p.job = ? ORDER BY p.position
                    """, arguments: [try jobID(db, key)]
            )
            .map { try Probe(position: $0[checked: "position"], caption: $0[checked: "text"], tokens: $0.list("tokens", in: "probes")) }
        }
    }

    /// Attention maps of a job in order of step, caption, block, head and timestep.
    ///
    /// - Parameters:
    ///   - caption: only this one; nil for all.
    ///   - step: only this training step; nil for all.
    public func attentionMaps(
        _ key: String, caption: String? = nil, step: Int? = nil
    ) throws -> [AttentionMap] {
        try read("read attention maps") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT a.step, c.text, a.block_index, b.name, a.head, a.timestep, a.query_tokens, a.key_tokens,
                        a.shape, substr(p.data, a.byte_offset + 1, 2 * a.query_tokens * a.key_tokens) AS data
                    FROM attention_maps a JOIN captions c ON c.id = a.caption JOIN blocks b ON b.id = a.block
                    JOIN attention_packs p ON p.job = a.job AND p.step = a.step AND p.number = a.pack
                    WHERE a.job = ?1 AND (?2 IS NULL OR c.text = ?2) AND (?3 IS NULL OR a.step = ?3)
                    ORDER BY a.step, c.id, a.block_index, a.head, a.timestep
                    """, arguments: [try jobID(db, key), caption, step])
            var maps: [AttentionMap] = []
            while let row = try rows.next() {
                let queries: Int = try row[checked: "query_tokens"], keys: Int = try row[checked: "key_tokens"]
                let shape: [Int] = try row.list("shape", in: "attention_maps")
                let values = try HalfPrecision.decode(row[checked: "data"])
                let (count, isTooMany) = queries.multipliedReportingOverflow(by: keys)
                guard !isTooMany, values.count == count else {
                    throw ResultsStoreError.corrupt(
                        table: "attention_packs", column: "data", found: "\(values.count) values of a \(queries) x \(keys) map")
                }
                try maps.append(
                    AttentionMap(
                        site: AttentionSite(row), queryTokens: queries, keyTokens: keys, shape: shape, values: values))
            }
            return maps
        }
    }

    /// Attention statistics at each job's greatest recorded step, in order of caption, block, head and timestep.
    public func attentionStatistics(_ keys: [String]) throws -> [String: [AttentionSummary]] {
        try read("read attention statistics") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT j.key, a.*, c.text, b.name
                    FROM json_each(?) k JOIN jobs j ON j.key = k.value
                    JOIN attention_statistics a ON a.job = j.id
                        AND a.step = (SELECT max(step) FROM attention_statistics WHERE job = j.id)
                    JOIN captions c ON c.id = a.caption JOIN blocks b ON b.id = a.block
                    ORDER BY j.id, c.id, a.block_index, a.head, a.timestep
                    """, arguments: [jsonArray(unique(keys))])
            var result: [String: [AttentionSummary]] = [:]
            while let row = try rows.next() {
                try result[row[checked: "key"], default: []].append(
                    AttentionSummary(
                        site: AttentionSite(row), textMass: row[checked: "text_mass"], entropy: row[checked: "entropy"],
                        effectiveRank: row[checked: "effective_rank"], energyFirst: row[checked: "energy_first"],
                        energyFirstTwo: row[checked: "energy_first_two"], energyFirstFour: row[checked: "energy_first_four"]))
            }
            return result
        }
    }
}

extension Database {
    func captionID(_ text: String) throws -> Int64 { try internedID(self, text, table: "captions", column: "text") }

    func blockID(_ name: String) throws -> Int64 { try internedID(self, name, table: "blocks", column: "name") }

    /// What tells the rows of heads apart.
    fileprivate func key(_ job: Int64, _ site: AttentionSite) throws -> Columns {
        [
            "job": job, "step": site.step, "caption": try captionID(site.caption), "block_index": site.blockIndex, "head": site.head,
            "timestep": site.timestep,
        ]
    }
}

extension AttentionSite {
    fileprivate init(_ row: Row) throws {
        try self.init(
            step: row[checked: "step"], caption: row[checked: "text"], blockIndex: row[checked: "block_index"],
            block: row[checked: "name"], head: row[checked: "head"], timestep: row[checked: "timestep"])
    }
}
