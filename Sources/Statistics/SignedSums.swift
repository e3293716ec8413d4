import Kernels

/// Sums of seeds' rows of numbers under assignments of signs to the seeds. What eight seeds add under all their signs is kept,
/// so that an assignment adds an eighth of the numbers.
struct SignedSums {
    /// Seeds whose signs one random number gives, eight to a table; the last table of a word has six.
    private static let wordBits = 62, tablesAWord = 8
    /// Assignments at a time: their sums of eight rows and two tables fit the cache.
    private static let block = 256
    private let seeds: Int
    private let rows: Int
    private let count: Int
    /// [eights of rows, tables, 256, 8]: a bit that is set flips the sign of its seed.
    private let tables: [Double]

    /// - Parameter offsets: by row, then by seed; every row has as many.
    init(_ offsets: [[Double]]) {
        rows = offsets.count
        seeds = offsets.first?.count ?? 0
        let words = (seeds + Self.wordBits - 1) / Self.wordBits
        count = words == 0 ? 0 : (words - 1) * Self.tablesAWord + (seeds - (words - 1) * Self.wordBits + 7) / 8
        tables = Self.tables(offsets, seeds: seeds, count: count)
    }

    private static func tables(_ offsets: [[Double]], seeds: Int, count: Int) -> [Double] {
        let eights = (offsets.count + 7) / 8
        var tables = [Double](repeating: 0, count: eights * count * 2048)
        tables.withUnsafeMutableBufferPointer { tables in
            for (row, offsets) in offsets.enumerated() {
                for table in 0..<count {
                    let entries = tables.baseAddress! + ((row / 8) * count + table) * 2048 + row % 8
                    let first = table / tablesAWord * wordBits + table % tablesAWord * 8
                    let bits = min(8, seeds - first, table % tablesAWord == 7 ? 6 : 8)
                    // Entry by entry the seeds are added in order: each makes two of every entry before.
                    for bit in 0..<bits {
                        let offset = offsets[first + bit], known = 1 << bit
                        for signs in 0..<known {
                            let sum = entries[signs * 8]
                            entries[(signs + known) * 8] = sum - offset
                            entries[signs * 8] = sum + offset
                        }
                    }
                    // Signs of seeds that are none change nothing.
                    let known = 1 << bits
                    for signs in known..<256 { entries[signs * 8] = entries[(signs % known) * 8] }
                }
            }
        }
        return tables
    }

    /// Some assignments and the sums under them.
    struct Block {
        let count: Int
        fileprivate let start: UnsafePointer<Double>
        fileprivate let stride: Int

        /// The sums of all rows under one of the assignments.
        subscript(assignment: Int) -> UnsafePointer<Double> { start + assignment * stride }
    }

    /// Hands out the sums of every row under all `2^seeds` assignments (with `isHalved` under those that keep the first
    /// seed's sign: the others are their negatives).
    /// - Precondition: fewer than 63 seeds.
    func forEachAssignment(isHalved: Bool, _ body: (Block) -> Void) {
        let assignments = 1 << (isHalved ? max(seeds - 1, 0) : seeds)
        var signs = [UInt8](repeating: 0, count: Self.block * count)
        withSums { sums in
            for first in stride(from: 0, to: assignments, by: Self.block) {
                let number = min(Self.block, assignments - first)
                for table in 0..<count {
                    for place in 0..<number {
                        let bits = isHalved ? (first + place) << 1 : first + place
                        signs[table * Self.block + place] = UInt8(truncatingIfNeeded: bits >> (8 * table))
                    }
                }
                signs.withUnsafeBufferPointer { hand(out: body, sums, $0.baseAddress, stride: Self.block, number) }
            }
        }
    }

    /// The same under drawn assignments; draw number i is a function of i and the number of seeds alone.
    func forEachDraw(_ draws: Int, _ body: (Block) -> Void) {
        let signs = DrawnSigns.of(draws, tables: count)
        withSums { sums in
            signs.bytes.withUnsafeBufferPointer { signBytes in
                for first in stride(from: 0, to: draws, by: Self.block) {
                    hand(out: body, sums, signBytes.baseAddress.map { $0 + first }, stride: signs.stride, min(Self.block, draws - first))
                }
            }
        }
    }

    private func hand(
        out body: (Block) -> Void, _ sums: UnsafeMutablePointer<Double>, _ signs: UnsafePointer<UInt8>?,
        stride: Int, _ number: Int
    ) {
        let eights = (rows + 7) / 8
        if let signs {
            tables.withUnsafeBufferPointer { tables in
                for eight in 0..<eights {
                    sumTables(
                        sums + eight * 8, stride: eights * 8, tables.baseAddress! + eight * count * 2048, count: count, signs: signs,
                        signStride: stride, draws: number)
                }
            }
        }
        body(Block(count: number, start: sums, stride: eights * 8))
    }

    private func withSums(_ body: (UnsafeMutablePointer<Double>) -> Void) {
        var sums = [Double](repeating: 0, count: Self.block * max(1, (rows + 7) / 8) * 8)
        sums.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
    }
}

/// The signs of drawn assignments: they depend on the number of tables alone, so all families of many seeds share them.
private struct DrawnSigns: Sendable {
    /// [tables, stride].
    var bytes: [UInt8]
    var stride: Int

    private static let known = Memory<[Int], DrawnSigns>(mostWeight: 32 << 20) { $0[0] * $0[1] }

    static func of(_ draws: Int, tables: Int) -> DrawnSigns {
        known.answer([draws, tables]) {
            let stride = (draws + 7) / 8 * 8
            let bytes = [UInt8](unsafeUninitializedCapacity: stride * tables) { bytes, count in
                if tables > 0 {
                    fillSigns(
                        bytes.baseAddress!, draws: stride, tables: tables, stride: stride,
                        key: RandomKey(seed: 0, purpose: .bootstrap, step: 1, sample: 0))
                }
                count = stride * tables
            }
            return DrawnSigns(bytes: bytes, stride: stride)
        }
    }
}
