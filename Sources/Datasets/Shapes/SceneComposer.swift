/// Decides what an item shows and where: a pure function of (configuration, split, index).
struct SceneComposer: Sendable {
    struct Placed: Sendable, Hashable {
        var shape: ShapeKind
        var colour: ObjectColour
        var box: PixelBox
    }

    let configuration: ShapesConfiguration
    let heldOut: HeldOutCombinations
    let sizes: ObjectSizes

    init(_ configuration: ShapesConfiguration) {
        self.configuration = configuration
        heldOut = HeldOutCombinations(counts: configuration.groupCounts, seed: configuration.seed)
        sizes = ObjectSizes(imageSize: configuration.imageSize)
    }

    func isHeldOut(_ split: Split, _ index: Int) -> Bool { split == .test && index % 2 == 1 }

    func meaning(_ split: Split, _ index: Int) -> CaptionMeaning {
        var draws = ItemDraws(seed: configuration.seed, split: split, index: index)
        return meaning(isHeldOut: isHeldOut(split, index), &draws)
    }

    func compose(_ split: Split, _ index: Int) -> (meaning: CaptionMeaning, objects: [Placed]) {
        var draws = ItemDraws(seed: configuration.seed, split: split, index: index)
        let meaning = meaning(isHeldOut: isHeldOut(split, index), &draws)
        let boxes = meaning.relation.map { placePair($0, &draws) } ?? place(meaning.objectCount, &draws)
        let kinds = meaning.groups.flatMap { Array(repeating: $0, count: $0.count) }
        return (meaning, zip(kinds, boxes).map { Placed(shape: $0.shape, colour: $0.colour, box: $1) })
    }

    // MARK: What

    private func meaning(isHeldOut: Bool, _ draws: inout ItemDraws) -> CaptionMeaning {
        let least = configuration.minimumObjects, most = configuration.maximumObjects
        switch draws.element(of: configuration.parts) {
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

    // MARK: Where

    /// Boxes that keep the gap between them: drawn at random, smaller after failures, at last on a 3 x 3 grid.
    private func place(_ count: Int, _ draws: inout ItemDraws) -> [PixelBox] {
        for attempt in 0..<24 {
            let largest = max(sizes.smallest, sizes.largest - attempt / 4)
            var boxes: [PixelBox] = []
            for _ in 0..<count {
                let side = draws.integer(in: sizes.smallest...largest)
                for _ in 0..<12 {
                    let box = randomBox(side, &draws)
                    guard boxes.allSatisfy({ $0.gap(to: box) >= sizes.gap }) else { continue }
                    boxes.append(box)
                    break
                }
            }
            if boxes.count == count { return boxes }
        }
        return placeOnGrid(count, &draws)
    }

    private func placeOnGrid(_ count: Int, _ draws: inout ItemDraws) -> [PixelBox] {
        var cells = Array(0..<9)
        return (0..<count).map { _ in
            let cell = cells.remove(at: draws.integer(below: cells.count))
            return PixelBox(x: cell % 3 * sizes.gridCell, y: cell / 3 * sizes.gridCell, width: sizes.smallest, height: sizes.smallest)
        }
    }

    /// Two boxes of which nobody would doubt the relation: apart along it, and across it off by at most half as much.
    private func placePair(_ relation: SpatialRelation, _ draws: inout ItemDraws) -> [PixelBox] {
        for _ in 0..<200 {
            let a = randomBox(draws.integer(in: sizes.smallest...sizes.largest), &draws)
            let b = randomBox(draws.integer(in: sizes.smallest...sizes.largest), &draws)
            let (along, across) = relation.offsets(from: a.centre, to: b.centre)
            if along >= 2 * abs(across), a.gap(to: b) >= sizes.gap { return [a, b] }
        }
        // Practically never: opposite ends of the middle line.
        let side = sizes.smallest, far = sizes.imageSize - side - sizes.margin, middle = (sizes.imageSize - side) / 2
        let isAcross = relation == .leftOf || relation == .rightOf
        let low = PixelBox(x: isAcross ? sizes.margin : middle, y: isAcross ? middle : sizes.margin, width: side, height: side)
        let high = PixelBox(x: isAcross ? far : middle, y: isAcross ? middle : far, width: side, height: side)
        return relation == .leftOf || relation == .above ? [low, high] : [high, low]
    }

    private func randomBox(_ side: Int, _ draws: inout ItemDraws) -> PixelBox {
        let range = sizes.margin...(sizes.imageSize - sizes.margin - side)
        return PixelBox(x: draws.integer(in: range), y: draws.integer(in: range), width: side, height: side)
    }
}

/// How large objects are and how far apart, in pixels, for one image size.
public struct ObjectSizes: Sendable, Hashable {
    public let imageSize: Int
    /// Side of the smallest and the largest object: about 0.19 and 0.31 of the image, at least 4 pixels.
    public let smallest, largest: Int
    /// Empty pixels between any two objects, and between an object and the border.
    public let gap, margin: Int

    public init(imageSize: Int) {
        self.imageSize = imageSize
        smallest = max(4, Int((Double(imageSize) * 0.19).rounded()))
        largest = max(smallest + 1, Int((Double(imageSize) * 0.31).rounded()))
        gap = max(1, imageSize / 16)
        margin = imageSize >= 24 ? 1 : 0
    }

    /// Pixels of the smallest object there is.
    public var smallestArea: Double {
        Double(smallest * smallest) * ShapeKind.allCases.map(\.fill).min()!
    }

    var gridCell: Int { (imageSize - smallest) / 2 }
}
