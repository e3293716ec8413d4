extension HeldOutGroups<KindGroup> {
    /// At least one kind per count, and no kind in more than half of the counts, so every kind and every count is seen in
    /// training: only the combination is new.
    ///
    /// - Precondition: at least four kinds, all different, and two counts.
    init(kinds: [String], counts: [Int], seed: UInt64) {
        precondition(kinds.count >= 4 && counts.count >= 2)
        let quota = max(1, Int((Double(kinds.count) * Self.share).rounded()))
        let most = counts.count / 2
        var times: [Int: Int] = [:], chosen = Set<KindGroup>()
        for count in counts {
            // Those held out least often so far come first.
            let ranked = Self.order(kinds: kinds.count, count: count, seed: seed).enumerated().sorted {
                (times[$0.element, default: 0], $0.offset) < (times[$1.element, default: 0], $1.offset)
            }
            for candidate in ranked.map(\.element).prefix(quota) where times[candidate, default: 0] < most {
                times[candidate, default: 0] += 1
                chosen.insert(KindGroup(count: count, kind: kinds[candidate]))
            }
        }
        self.init(chosen, of: counts.flatMap { count in kinds.map { KindGroup(count: count, kind: $0) } })
    }
}
