/// Decides where objects lie: square boxes that keep a gap between them.
struct ObjectPlacer: Sendable {
    let sizes: ObjectSizes

    /// Boxes that keep the gap between them: in different cells of the grid, or drawn at random, smaller after failures, at last on a
    /// 3 x 3 grid.
    func place(_ count: Int, _ draws: inout ItemDraws) -> [PixelBox] {
        if let cells = sizes.cells {
            var free = Array(0..<cells * cells)
            return (0..<count).map { _ in cellBox(free.remove(at: draws.integer(below: free.count)), of: cells) }
        }
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
            return PixelBox(
                x: cell % 3 * sizes.fallbackStep, y: cell / 3 * sizes.fallbackStep, width: sizes.smallest, height: sizes.smallest)
        }
    }

    /// Two boxes of which nobody would doubt the relation: apart along it, and across it off by at most half as much.
    func placePair(_ relation: SpatialRelation, _ draws: inout ItemDraws) -> [PixelBox] {
        if let cells = sizes.cells {
            let boxes = (0..<cells * cells).map { cellBox($0, of: cells) }
            let pairs = boxes.flatMap { a in boxes.map { [a, $0] } }.filter { relates($0[0], relation, $0[1]) }
            return draws.element(of: pairs)
        }
        for _ in 0..<200 {
            let a = randomBox(draws.integer(in: sizes.smallest...sizes.largest), &draws)
            let b = randomBox(draws.integer(in: sizes.smallest...sizes.largest), &draws)
            if relates(a, relation, b), a.gap(to: b) >= sizes.gap { return [a, b] }
        }
        // Practically never: opposite ends of the middle line.
        let side = sizes.smallest, far = sizes.imageSize - side - sizes.margin, middle = (sizes.imageSize - side) / 2
        func box(_ x: Int, _ y: Int) -> PixelBox { PixelBox(x: x, y: y, width: side, height: side) }
        return switch relation {
        case .leftOf: [box(sizes.margin, middle), box(far, middle)]
        case .rightOf: [box(far, middle), box(sizes.margin, middle)]
        case .above: [box(middle, sizes.margin), box(middle, far)]
        case .below: [box(middle, far), box(middle, sizes.margin)]
        }
    }

    private func relates(_ a: PixelBox, _ relation: SpatialRelation, _ b: PixelBox) -> Bool {
        let (along, across) = relation.offsets(from: a.centre, to: b.centre)
        return along > 0 && along >= 2 * abs(across)
    }

    /// In the middle of a cell, rows first.
    private func cellBox(_ cell: Int, of cells: Int) -> PixelBox {
        let side = sizes.smallest, pitch = sizes.imageSize / cells, inset = (pitch - side) / 2
        return PixelBox(x: cell % cells * pitch + inset, y: cell / cells * pitch + inset, width: side, height: side)
    }

    private func randomBox(_ side: Int, _ draws: inout ItemDraws) -> PixelBox {
        let range = sizes.margin...(sizes.imageSize - sizes.margin - side)
        return PixelBox(x: draws.integer(in: range), y: draws.integer(in: range), width: side, height: side)
    }
}
