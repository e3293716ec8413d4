/// Decides what an item shows and where: a pure function of (options, split, index).
struct SceneComposer: Sendable {
    struct Placed: Sendable, Hashable {
        var shape: ShapeKind
        var colour: ObjectColour
        var box: PixelBox
    }

    let options: CompositionOptions
    let heldOut: HeldOutCombinations
    let sizes: ObjectSizes
    private let placer: ObjectPlacer

    init(_ options: CompositionOptions) {
        self.options = options
        heldOut = HeldOutCombinations(counts: options.groupCounts, seed: options.seed)
        sizes = ObjectSizes(imageSize: options.imageSize)
        placer = ObjectPlacer(sizes: sizes)
    }

    func isHeldOut(_ split: Split, _ index: Int) -> Bool { split == .test && index % 2 == 1 }

    func meaning(_ split: Split, _ index: Int) -> CaptionMeaning {
        var draws = ItemDraws(seed: options.seed, split: split, index: index)
        return meaning(isHeldOut: isHeldOut(split, index), &draws)
    }

    func compose(_ split: Split, _ index: Int) -> (meaning: CaptionMeaning, objects: [Placed]) {
        var draws = ItemDraws(seed: options.seed, split: split, index: index)
        let meaning = meaning(isHeldOut: isHeldOut(split, index), &draws)
        let boxes = meaning.relation.map { placer.placePair($0, &draws) } ?? placer.place(meaning.objectCount, &draws)
        let kinds = meaning.groups.flatMap { Array(repeating: $0, count: $0.count) }
        return (meaning, zip(kinds, boxes).map { Placed(shape: $0.shape, colour: $0.colour, box: $1) })
    }

    // MARK: What

    private func meaning(isHeldOut: Bool, _ draws: inout ItemDraws) -> CaptionMeaning {
        let least = options.minimumObjects, most = options.maximumObjects
        switch draws.element(of: options.parts) {
        case .counts:
            let count = draws.integer(in: least...most)
            return CaptionMeaning(groups: [group(count, isHeldOut: isHeldOut, &draws)])
        case .conjunctions:
            let total = draws.integer(in: max(2, least)...most)
            let first = draws.integer(in: 1...(total - 1))
            return CaptionMeaning(groups: pair(first, total - first, isHeldOut: isHeldOut, &draws))
        case .relations:
            let groups = pair(1, 1, isHeldOut: isHeldOut, &draws)
            return CaptionMeaning(groups: groups, relation: draws.element(of: SpatialRelation.allCases))
        }
    }

    private func group(_ count: Int, isHeldOut: Bool, _ draws: inout ItemDraws) -> ObjectGroup {
        draws.element(of: isHeldOut ? heldOut.heldOut(count: count) : heldOut.training(count: count))
    }

    /// Two groups that look different; in a held-out item one of them, either, is a held-out combination.
    private func pair(_ first: Int, _ second: Int, isHeldOut: Bool, _ draws: inout ItemDraws) -> [ObjectGroup] {
        let firstIsHeldOut = isHeldOut && draws.integer(below: 2) == 0
        let a = group(first, isHeldOut: firstIsHeldOut, &draws)
        while true {  // Most of the 18 kinds differ from `a`, and a held-out one is paired with training ones.
            let b = group(second, isHeldOut: isHeldOut && !firstIsHeldOut, &draws)
            if !a.looksLike(b) { return [a, b] }
            if isHeldOut && !firstIsHeldOut {
                // A count may hold out a single kind: vary the other side instead.
                let other = group(first, isHeldOut: false, &draws)
                if !other.looksLike(b) { return [other, b] }
            }
        }
    }
}
