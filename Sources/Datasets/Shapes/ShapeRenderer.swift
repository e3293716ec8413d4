/// Draws placed objects on the grey background.
///
/// Objects have whole-pixel boxes, so a shape of a given size is always the same stamp of pixel coverages, cut once.
struct ShapeRenderer: Sendable {
    /// 128 of 255: the value nearest to 0 in [-1, 1] (0.004).
    static let background: UInt8 = 128

    let imageSize: Int
    private let sizes: ObjectSizes
    private let stamps: [ShapeKind: [[UInt8]]]

    init(sizes: ObjectSizes) {
        imageSize = sizes.imageSize
        self.sizes = sizes
        stamps = Dictionary(
            uniqueKeysWithValues: ShapeKind.allCases.map { shape in
                (shape, (sizes.smallest...sizes.largest).map { coverageStamp(shape, side: $0) })
            })
    }

    /// [side, side] coverages, 0...255.
    private func stamp(_ object: PlacedObject<ObjectGroup>) -> [UInt8] {
        stamps[object.group.shape]![object.box.width - sizes.smallest]
    }

    /// Overwrites `out` [3, imageSize, imageSize] with values in [-1, 1] that are exact 8-bit levels.
    func fill(_ out: UnsafeMutablePointer<Float>, _ objects: [PlacedObject<ObjectGroup>]) {
        let area = imageSize * imageSize
        out.update(repeating: floatValue(Self.background), count: 3 * area)
        for object in objects {
            let stamp = stamp(object), bytes = object.group.colour.bytes, box = object.box
            for (channel, colour) in [bytes.0, bytes.1, bytes.2].enumerated() {
                let plane = out + channel * area
                for y in 0..<box.height {
                    let row = plane + (box.y + y) * imageSize + box.x
                    for x in 0..<box.width {
                        row[x] = floatValue(blend(colour, over: Self.background, coverage: stamp[y * box.width + x]))
                    }
                }
            }
        }
    }

    /// [imageSize, imageSize]: true where at least half of a pixel is covered.
    func mask(_ object: PlacedObject<ObjectGroup>) -> [Bool] {
        let stamp = stamp(object), box = object.box
        var mask = [Bool](repeating: false, count: imageSize * imageSize)
        for y in 0..<box.height {
            for x in 0..<box.width where stamp[y * box.width + x] >= 128 {
                mask[(box.y + y) * imageSize + box.x + x] = true
            }
        }
        return mask
    }
}

@inline(__always)
private func blend(_ colour: UInt8, over ground: UInt8, coverage: UInt8) -> UInt8 {
    let c = Int(coverage)
    return UInt8((c * Int(colour) + (255 - c) * Int(ground) + 127) / 255)
}

/// How much of each pixel of a `side` x `side` box the shape covers, from 8 x 8 points per pixel; [side, side], 0...255.
private func coverageStamp(_ shape: ShapeKind, side: Int) -> [UInt8] {
    let points = 8
    var stamp: [UInt8] = []
    for y in 0..<side {
        for x in 0..<side {
            var inside = 0
            for j in 0..<points {
                for i in 0..<points {
                    let u = (Double(x) + (Double(i) + 0.5) / Double(points)) / Double(side)
                    let v = (Double(y) + (Double(j) + 0.5) / Double(points)) / Double(side)
                    if shape.contains(u, v) { inside += 1 }
                }
            }
            stamp.append(UInt8((inside * 255 + points * points / 2) / (points * points)))
        }
    }
    return stamp
}

extension ShapeKind {
    /// Whether the point (u to the right, v downwards) of the unit box lies in the shape. The triangle's tip is on top.
    public func contains(_ u: Double, _ v: Double) -> Bool {
        guard u >= 0, u <= 1, v >= 0, v <= 1 else { return false }
        switch self {
        case .circle: return (u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5) <= 0.25
        case .square: return true
        case .triangle: return abs(u - 0.5) <= v / 2
        }
    }
}

extension ObjectSizes {
    /// Those of scattered shapes: sides of 0.19 to 0.31 of the image.
    public init(imageSize: Int) {
        self.init(CompositionOptions(imageSize: imageSize))
    }

    /// Those of the shapes of a data set.
    init(_ options: CompositionOptions) {
        self.init(options, smallest: 0.19, largest: 0.31)
    }

    /// Pixels of the smallest shape there is.
    public var smallestArea: Double {
        Double(smallest * smallest) * ShapeKind.allCases.map(\.fill).min()!
    }
}
