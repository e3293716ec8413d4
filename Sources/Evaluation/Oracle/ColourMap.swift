import Datasets

/// Each pixel as one of the colours and how much of the pixel it covers.
struct ColourMap {
    let imageSize: Int
    let background: SIMD3<Float>
    /// [imageSize, imageSize]: the likeliest colour's place in `ObjectColour.allCases`, -1 where nothing is drawn.
    let colours: [Int]
    /// [imageSize, imageSize] per colour: share of the pixel it covers, 1 when the pixel has exactly the colour. Noise may
    /// take it below 0 or above 1; keeping that makes sums over many pixels unbiased.
    let coverages: [[Float]]

    init(_ image: UnsafePointer<Float>, imageSize: Int, settings: ShapeOracle.Settings) {
        let area = imageSize * imageSize
        let background = SIMD3(median(image, area), median(image + area, area), median(image + 2 * area, area))
        let palette = ObjectColour.allCases.map { $0.floats - background }
        var colours = [Int](repeating: -1, count: area)
        var coverages = palette.map { _ in [Float](repeating: 0, count: area) }
        for i in 0..<area {
            let difference = SIMD3(image[i], image[area + i], image[2 * area + i]) - background
            let length = (difference * difference).sum().squareRoot()
            guard length > 0, length.isFinite else { continue }  // also NaN
            var best = -1, bestLikeness = settings.likeness
            for (c, colour) in palette.enumerated() {
                let squared = (colour * colour).sum(), product = (difference * colour).sum()
                let likeness = product / (length * squared.squareRoot())
                coverages[c][i] = min(max(product / squared, -0.5), 1.5)
                if likeness > bestLikeness { (best, bestLikeness) = (c, likeness) }
            }
            if best >= 0, coverages[best][i] >= settings.coverage { colours[i] = best }
        }
        self.imageSize = imageSize
        self.background = background
        self.colours = colours
        self.coverages = coverages
    }

    /// Connected pixels of one colour, neighbours by an edge.
    struct Patch {
        var colour: Int
        var pixels: [Int]
        var box: PixelBox
    }

    /// All patches, from the top, then from the left.
    func patches() -> [Patch] {
        var patches: [Patch] = []
        var isTaken = [Bool](repeating: false, count: colours.count)
        for start in colours.indices where colours[start] >= 0 && !isTaken[start] {
            let colour = colours[start]
            var pixels = [start], next = 0
            isTaken[start] = true
            var left = imageSize, right = 0, top = imageSize, bottom = 0
            while next < pixels.count {
                let pixel = pixels[next], x = pixel % imageSize, y = pixel / imageSize
                next += 1
                (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), max(bottom, y))
                func visit(_ neighbour: Int, _ isInside: Bool) {
                    guard isInside, colours[neighbour] == colour, !isTaken[neighbour] else { return }
                    isTaken[neighbour] = true
                    pixels.append(neighbour)
                }
                visit(pixel - 1, x > 0)
                visit(pixel + 1, x < imageSize - 1)
                visit(pixel - imageSize, y > 0)
                visit(pixel + imageSize, y < imageSize - 1)
            }
            let box = PixelBox(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
            patches.append(Patch(colour: colour, pixels: pixels, box: box))
        }
        return patches.sorted { ($0.box.y, $0.box.x) < ($1.box.y, $1.box.x) }
    }
}

/// Whose pixels are whose: each patch and the soft edge of `reach` pixels around it.
struct PatchOwners {
    /// Pixels: 2, or 1 in images so small that 2 would be half an object.
    let reach: Int
    static let nobody = -1
    /// As near to one patch as to another.
    static let contested = -2

    /// [imageSize, imageSize]: the owning patch's number, `nobody` or `contested`.
    let owners: [Int]
    private let map: ColourMap

    init(_ patches: [ColourMap.Patch], in map: ColourMap) {
        let size = map.imageSize
        reach = size < 24 ? 1 : 2
        var owners = [Int](repeating: Self.nobody, count: size * size)
        for (number, patch) in patches.enumerated() {
            for pixel in patch.pixels { owners[pixel] = number }
        }
        for _ in 0..<reach {
            let before = owners
            for y in 0..<size {
                for x in 0..<size where before[y * size + x] == Self.nobody {
                    for ny in max(0, y - 1)...min(size - 1, y + 1) {
                        for nx in max(0, x - 1)...min(size - 1, x + 1) {
                            let neighbour = before[ny * size + nx], own = owners[y * size + x]
                            guard neighbour != Self.nobody, neighbour != own else { continue }
                            owners[y * size + x] = own == Self.nobody ? neighbour : Self.contested
                        }
                    }
                }
            }
        }
        self.owners = owners
        self.map = map
    }

    /// Coverages by a patch's colour in its box and its soft edge.
    func window(of patch: ColourMap.Patch, number: Int) -> CoverageWindow {
        let size = map.imageSize
        let left = max(0, patch.box.x - reach), right = min(size, patch.box.x + patch.box.width + reach)
        let top = max(0, patch.box.y - reach), bottom = min(size, patch.box.y + patch.box.height + reach)
        var window = CoverageWindow(box: PixelBox(x: left, y: top, width: right - left, height: bottom - top))
        for y in top..<bottom {
            for x in left..<right {
                let owner = owners[y * size + x]
                window.values.append(owner == number ? map.coverages[patch.colour][y * size + x] : 0)
                window.isKnown.append(owner == number || owner == Self.nobody)
            }
        }
        return window
    }
}

/// Coverages of the pixels of a box by one object.
struct CoverageWindow {
    var box: PixelBox
    /// [height, width]
    var values: [Float] = []
    /// [height, width]: false where another object hides how much this one covers.
    var isKnown: [Bool] = []

    var total: Double { values.reduce(0) { $0 + Double($1) } }
}

private func median(_ plane: UnsafePointer<Float>, _ count: Int) -> Float {
    let sorted = UnsafeBufferPointer(start: plane, count: count).filter(\.isFinite).sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
}
