/// Decides what an item of the scenes data set shows and where: a pure function of (options, split, index).
struct ScenesComposer: Sendable {
    struct Placed: Sendable, Hashable {
        /// Place in the list of kinds.
        var kind: Int
        /// Which of the kind's pictures.
        var picture: Int
        var isMirrored: Bool
        /// The square that the picture is fitted into.
        var box: PixelBox
    }

    let options: CompositionOptions
    /// Nouns, and how many pictures each has.
    let kinds: [(noun: String, pictures: Int)]
    let heldOut: HeldOutKinds
    let sizes: ObjectSizes
    private let placer: ObjectPlacer

    init(_ options: CompositionOptions, kinds: [(noun: String, pictures: Int)]) {
        self.options = options
        self.kinds = kinds
        heldOut = HeldOutKinds(kinds: kinds.map(\.noun), counts: options.groupCounts, seed: options.seed)
        sizes = ObjectSizes(imageSize: options.imageSize, smallest: 0.23, largest: 0.33)
        placer = ObjectPlacer(sizes: sizes)
    }

    func isHeldOut(_ split: Split, _ index: Int) -> Bool { split == .test && index % 2 == 1 }

    func asked(_ split: Split, _ index: Int) -> AskedScene {
        var draws = ItemDraws(seed: options.seed, split: split, index: index)
        return asked(isHeldOut: isHeldOut(split, index), &draws)
    }

    func compose(_ split: Split, _ index: Int) -> (asked: AskedScene, objects: [Placed]) {
        var draws = ItemDraws(seed: options.seed, split: split, index: index)
        let asked = asked(isHeldOut: isHeldOut(split, index), &draws)
        let boxes = asked.relation.map { placer.placePair($0, &draws) } ?? placer.place(asked.objectCount, &draws)
        let nouns = asked.groups.flatMap { Array(repeating: $0.kind, count: $0.count) }
        var objects: [Placed] = []
        for (noun, box) in zip(nouns, boxes) {
            let kind = kinds.firstIndex { $0.noun == noun }!
            objects.append(Placed(
                kind: kind, picture: draws.integer(below: kinds[kind].pictures), isMirrored: draws.integer(below: 2) == 1,
                box: box))
        }
        return (asked, objects)
    }

    private func asked(isHeldOut: Bool, _ draws: inout ItemDraws) -> AskedScene {
        let least = options.minimumObjects, most = options.maximumObjects
        switch draws.element(of: options.parts) {
        case .counts:
            let count = draws.integer(in: least...most)
            return AskedScene(groups: [group(count, isHeldOut: isHeldOut, &draws)])
        case .conjunctions:
            let total = draws.integer(in: max(2, least)...most)
            let first = draws.integer(in: 1...(total - 1))
            return AskedScene(groups: pair(first, total - first, isHeldOut: isHeldOut, &draws))
        case .relations:
            let groups = pair(1, 1, isHeldOut: isHeldOut, &draws)
            return AskedScene(groups: groups, relation: draws.element(of: SpatialRelation.allCases))
        }
    }

    private func group(_ count: Int, isHeldOut: Bool, _ draws: inout ItemDraws) -> KindGroup {
        KindGroup(count: count, kind: draws.element(of: isHeldOut ? heldOut.heldOut(count: count) : heldOut.training(count: count)))
    }

    /// Two groups of different kinds; in a held-out item one of them, either, is a held-out combination. Of four kinds
    /// or more at most half are held out for a count, so drawing again always ends.
    private func pair(_ first: Int, _ second: Int, isHeldOut: Bool, _ draws: inout ItemDraws) -> [KindGroup] {
        let firstIsHeldOut = isHeldOut && draws.integer(below: 2) == 0
        while true {
            let a = group(first, isHeldOut: firstIsHeldOut, &draws)
            let b = group(second, isHeldOut: isHeldOut && !firstIsHeldOut, &draws)
            if a.kind != b.kind { return [a, b] }
        }
    }
}
