extension HeldOutGroups<ObjectGroup> {
    /// Spread evenly over the counts, at least one per count. Within a count every colour and every shape keeps at least
    /// one training combination, so no count, colour, shape, or pair of count and colour or count and shape is new at
    /// test time: only the combination of three is.
    init(counts: [Int], seed: UInt64) {
        let kinds = ObjectColour.allCases.flatMap { colour in ShapeKind.allCases.map { (colour, $0) } }
        let target = Int((Double(counts.count * kinds.count) * Self.share).rounded())
        var chosen = Set<ObjectGroup>()
        for (place, count) in counts.enumerated() {
            // Counts take turns: the first `target % counts` of them hold out one more than the others.
            let quota = max(1, target / counts.count + (place < target % counts.count ? 1 : 0))
            var perColour: [ObjectColour: Int] = [:], perShape: [ShapeKind: Int] = [:], taken = 0
            for candidate in Self.order(kinds: kinds.count, count: count, seed: seed) where taken < quota {
                let (colour, shape) = kinds[candidate]
                // One per colour and two per shape at most: each keeps most of its combinations.
                guard perColour[colour, default: 0] < 1, perShape[shape, default: 0] < 2 else { continue }
                perColour[colour, default: 0] += 1
                perShape[shape, default: 0] += 1
                chosen.insert(ObjectGroup(count: count, colour: colour, shape: shape))
                taken += 1
            }
        }
        self.init(chosen, of: counts.flatMap { count in kinds.map { ObjectGroup(count: count, colour: $0.0, shape: $0.1) } })
    }
}
