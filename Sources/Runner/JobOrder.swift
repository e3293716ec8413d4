import Experiments
import Platform

extension Sweep {
    /// The jobs as `run` takes them: all cells of the first seed, then of the second, ..., so that a part of a sweep is paired; within
    /// a seed in an order that looks random but is a function of the spec's name, the seed and the jobs' keys. In the grid's order
    /// whatever changes with the hour (another program, a warm machine) would be confounded with the cell.
    public var jobsInRunningOrder: [Job] {
        let bySeed = Dictionary(grouping: jobs, by: \.seed)
        return unique(spec.seeds).flatMap { seed -> [Job] in
            let block = bySeed[seed] ?? []
            let salt = JobOrder.salt(spec: spec.name, seed: seed)
            let ranks = block.map { JobOrder.rank(key: $0.key, salt: salt) }
            return ranks.indices.sorted { left, right in
                ranks[left] == ranks[right]
                    ? block[left].key < block[right].key : ranks[left] < ranks[right]
            }.map { block[$0] }
        }
    }
}

/// A hash of (spec, seed, job) that is the same in every process and version.
enum JobOrder {
    static func salt(spec: String, seed: Int) -> UInt64 {
        var hash = SHA256()
        Array("order-1\n\(spec)\n\(seed)\n".utf8).withUnsafeBytes { hash.update($0) }
        return leadingBits(hash.hex)
    }

    /// - Parameter key: hexadecimal; uniform, as SHA-256 is.
    static func rank(key: String, salt: UInt64) -> UInt64 {
        // The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of key and salt reaches every bit of the rank.
        var bits = leadingBits(key) ^ salt
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }

    private static func leadingBits(_ hex: String) -> UInt64 {
        guard let bits = UInt64(hex.prefix(16), radix: 16) else { preconditionFailure("not a hexadecimal key: \(hex)") }
        return bits
    }
}
