/// Joins neighbouring symbols, always the pair that was learned first, the leftmost of several.
///
/// Takes time in proportion to n log n of a word's length: captions are anybody's.
/// Source: Sennrich, Haddow and Birch 2016, algorithm 1.
struct BytePairMerges: Sendable {
    private struct Merge {
        let rank: UInt32
        let id: Int32
    }

    private var merges: [UInt64: Merge] = [:]

    /// A pair that is given twice has its later rank.
    init(_ pairs: [(left: Int32, right: Int32, merged: Int32)]) {
        merges.reserveCapacity(pairs.count)
        for (rank, pair) in pairs.enumerated() {
            merges[Self.key(pair.left, pair.right)] = Merge(rank: UInt32(rank), id: pair.merged)
        }
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    /// Appends what is left of `symbols` when no pair can be joined any more.
    func apply(to symbols: [Int32], into out: inout [Int32]) {
        guard symbols.count > 1 else { return out.append(contentsOf: symbols) }
        var ids = symbols
        // Of the symbol at a place: the places of its neighbours, and -1 as id once it was joined to the left.
        var following = Array(1...symbols.count), preceding = Array(-1..<symbols.count - 1)
        var queue = PriorityQueue()
        func push(_ place: Int, _ ids: [Int32], _ next: Int) {
            guard let merge = merges[Self.key(ids[place], ids[next])] else { return }
            queue.push(UInt64(merge.rank) << 32 | UInt64(place))
        }
        for place in 0..<symbols.count - 1 { push(place, ids, place + 1) }
        while let entry = queue.pop() {
            let place = Int(entry & 0xFFFF_FFFF), next = following[place]
            // The pair may have changed since it was queued.
            guard ids[place] >= 0, next < ids.count, let merge = merges[Self.key(ids[place], ids[next])], UInt64(merge.rank) == entry >> 32
            else { continue }
            ids[place] = merge.id
            ids[next] = -1
            following[place] = following[next]
            if following[place] < ids.count {
                preceding[following[place]] = place
                push(place, ids, following[place])
            }
            if preceding[place] >= 0 { push(preceding[place], ids, place) }
        }
        for id in ids where id >= 0 { out.append(id) }
    }
}

/// A binary heap, smallest first.
private struct PriorityQueue {
    private var entries: [UInt64] = []

    mutating func push(_ entry: UInt64) {
        entries.append(entry)
        var place = entries.count - 1
        while place > 0, entries[place] < entries[(place - 1) / 2] {
            entries.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func pop() -> UInt64? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        guard !entries.isEmpty else { return first }
        entries[0] = last
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
            guard entries[child] < entries[place] else { break }
            entries.swapAt(child, place)
            place = child
        }
        return first
    }
}
