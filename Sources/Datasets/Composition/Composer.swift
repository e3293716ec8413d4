/// Decides what an item of a composed data set shows and where: a pure function of (options, split, index).
///
/// An index out of range is a programming error.
struct Composer<Group: CountedGroup>: Sendable {
    let options: CompositionOptions
    let heldOut: HeldOutGroups<Group>
    let sizes: ObjectSizes
    /// Of two groups that look alike both are drawn again, or first the second. It decides items, so no data set may change it.
    let redrawsBoth: Bool

    init(options: CompositionOptions, heldOut: HeldOutGroups<Group>, sizes: ObjectSizes, redrawsBoth: Bool) {
        (self.options, self.sizes, self.redrawsBoth) = (options, sizes, redrawsBoth)
        self.heldOut = options.isComplete ? heldOut.withNothingHeldOut : heldOut
    }

    func count(_ split: Split) -> Int { split.choose(train: options.train, test: options.test) }

    func isHeldOut(_ split: Split, _ index: Int) -> Bool {
        precondition(index >= 0 && index < count(split), "item \(index) of \(count(split))")
        return split.choose(train: false, test: index % 2 == 1)
    }

    func meaning(_ split: Split, _ index: Int) -> Meaning<Group> {
        var draws = ItemDraws(seed: options.seed, split: split, index: index)
        return meaning(isHeldOut: isHeldOut(split, index), &draws)
    }

    func compose(_ split: Split, _ index: Int) -> Composition<Group> {
        var draws = ItemDraws(seed: options.seed, split: split, index: index)
        let meaning = meaning(isHeldOut: isHeldOut(split, index), &draws)
        let placer = ObjectPlacer(sizes: sizes)
        let boxes = meaning.relation.map { placer.placePair($0, &draws) } ?? placer.place(meaning.objectCount, &draws)
        let groups = meaning.groups.flatMap { Array(repeating: $0, count: $0.count) }
        return Composition(meaning: meaning, objects: zip(groups, boxes).map { PlacedObject(group: $0, box: $1) }, draws: draws)
    }

    private func meaning(isHeldOut: Bool, _ draws: inout ItemDraws) -> Meaning<Group> {
        let least = options.minimumObjects, most = options.maximumObjects
        switch draws.element(of: options.parts) {
        case .counts:
            let count = draws.integer(in: least...most)
            return Meaning(groups: [group(count, isHeldOut: isHeldOut, &draws)])
        case .conjunctions:
            let total = draws.integer(in: max(2, least)...most)
            let first = draws.integer(in: 1...(total - 1))
            return Meaning(groups: pair(first, total - first, isHeldOut: isHeldOut, &draws))
        case .relations:
            let groups = pair(1, 1, isHeldOut: isHeldOut, &draws)
            return Meaning(groups: groups, relation: draws.element(of: SpatialRelation.allCases))
        }
    }

    private func group(_ count: Int, isHeldOut: Bool, _ draws: inout ItemDraws) -> Group {
        draws.element(of: isHeldOut ? heldOut.heldOut(count: count) : heldOut.training(count: count))
    }

    /// Two groups that look different; in a held-out item one of them, either, is a held-out combination. Training shows
    /// several kinds in every count, so drawing again always ends.
    private func pair(_ first: Int, _ second: Int, isHeldOut: Bool, _ draws: inout ItemDraws) -> [Group] {
        let firstIsHeldOut = isHeldOut && draws.integer(below: 2) == 0, secondIsHeldOut = isHeldOut && !firstIsHeldOut
        var a = group(first, isHeldOut: firstIsHeldOut, &draws)
        while true {
            let b = group(second, isHeldOut: secondIsHeldOut, &draws)
            if !a.looksLike(b) { return [a, b] }
            if redrawsBoth {
                a = group(first, isHeldOut: firstIsHeldOut, &draws)
            } else if secondIsHeldOut {
                // A count may hold out a single kind: vary the other side instead.
                let other = group(first, isHeldOut: false, &draws)
                if !other.looksLike(b) { return [other, b] }
            }
        }
    }
}

/// An item before it is drawn.
struct Composition<Group: CountedGroup> {
    var meaning: Meaning<Group>
    /// The first group's objects, then the second's.
    var objects: [PlacedObject<Group>]
    /// Goes on where the boxes ended, for what else a data set leaves to chance.
    var draws: ItemDraws
}

/// One of a group's objects and the square it is drawn in.
struct PlacedObject<Group: CountedGroup> {
    var group: Group
    var box: PixelBox
}
