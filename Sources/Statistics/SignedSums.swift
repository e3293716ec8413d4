import Kernels

/// Sums of seeds' rows of numbers under assignments of signs to the seeds. What eight seeds add under all their signs is kept,
/// so that an assignment adds an eighth of the numbers.
struct SignedSums {
    /// Seeds whose signs one random number gives, eight to a table; the last table of a word has six.
    private static let wordBits = 62, tablesAWord = 8
    private let seeds: Int
    private let rows: Int
    private let words: Int
    /// [words, 8, 256, rows]: a bit that is set flips the sign of its seed.
    private let tables: [Double]

    /// - Parameter offsets: by row, then by seed; every row has as many.
    init(_ offsets: [[Double]]) {
        rows = offsets.count
        seeds = offsets.first?.count ?? 0
        words = (seeds + Self.wordBits - 1) / Self.wordBits
        var tables = [Double](repeating: 0, count: words * Self.tablesAWord * 256 * rows)
        for (row, offsets) in offsets.enumerated() {
            for (seed, offset) in offsets.enumerated() {
                let bit = seed % Self.wordBits, table = seed / Self.wordBits * Self.tablesAWord + bit / 8
                for signs in 0..<256 {
                    tables[(table * 256 + signs) * rows + row] += signs >> (bit % 8) & 1 == 0 ? offset : -offset
                }
            }
        }
        self.tables = tables
    }

    /// Hands out the sums of every row under all `2^seeds` assignments (with `isHalved` under those that keep the first
    /// seed's sign: the others are their negatives).
    /// - Precondition: fewer than 63 seeds.
    func forEachAssignment(isHalved: Bool, _ body: (UnsafeBufferPointer<Double>) -> Void) {
        let count = 1 << (isHalved ? max(seeds - 1, 0) : seeds)
        withSums { sums in
            for assignment in 0..<count {
                add(isHalved ? assignment << 1 : assignment, word: 0, to: sums, isFirst: true)
                body(UnsafeBufferPointer(sums))
            }
        }
    }

    /// The same under drawn assignments; draw number i is a function of i and the number of seeds alone.
    func forEachDraw(_ draws: Int, _ body: (UnsafeBufferPointer<Double>) -> Void) {
        // Some draws at a time, table by table: a table of many questions fits the cache, all of them do not.
        let block = 64
        var sums = [Double](repeating: 0, count: block * rows), signs = [Int](repeating: 0, count: block * words)
        for first in stride(from: 0, to: draws, by: block) {
            let count = min(block, draws - first)
            for draw in 0..<count {
                let key = RandomKey(seed: 0, purpose: .bootstrap, step: 1, sample: UInt64(first + draw))
                for word in 0..<words { signs[draw * words + word] = uniformInteger(below: 1 << Self.wordBits, key, word) }
            }
            sums.withUnsafeMutableBufferPointer { sums in
                addTables(signs, draws: count, to: sums)
                for draw in 0..<count {
                    body(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(sums)[(draw * rows)..<((draw + 1) * rows)]))
                }
            }
        }
    }

    private func addTables(_ signs: [Int], draws: Int, to sums: UnsafeMutableBufferPointer<Double>) {
        sums.update(repeating: 0)
        tables.withUnsafeBufferPointer { tables in
            signs.withUnsafeBufferPointer { signs in
                for table in 0..<words * Self.tablesAWord {
                    let word = table / Self.tablesAWord, shift = 8 * (table % Self.tablesAWord)
                    for draw in 0..<draws {
                        let bits = signs[draw * words + word] >> shift & 255
                        let source = tables.baseAddress! + (table * 256 + bits) * rows
                        let target = sums.baseAddress! + draw * rows
                        for row in 0..<rows { target[row] += source[row] }
                    }
                }
            }
        }
    }

    private func withSums(_ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: max(rows, 1)) { sums in
            sums.initialize(repeating: 0)
            body(UnsafeMutableBufferPointer(rebasing: sums[0..<rows]))
        }
    }

    private func add(_ signs: Int, word: Int, to sums: UnsafeMutableBufferPointer<Double>, isFirst: Bool) {
        var bits = signs, isFirst = isFirst
        let used = min((seeds - word * Self.wordBits + 7) / 8, Self.tablesAWord)
        tables.withUnsafeBufferPointer { tables in
            for table in 0..<used {
                let place = ((word * Self.tablesAWord + table) * 256 + (bits & 255)) * rows
                if isFirst {
                    for row in 0..<rows { sums[row] = tables[place + row] }
                    isFirst = false
                } else {
                    for row in 0..<rows { sums[row] += tables[place + row] }
                }
                bits >>= 8
            }
        }
    }
}
