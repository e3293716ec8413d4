/// The shapes that can be drawn. Raw values are the words of the captions.
public enum ShapeKind: String, Sendable, Hashable, Codable, CaseIterable {
    case circle, square, triangle

    /// Share of the bounding box that the shape fills.
    public var fill: Double {
        switch self {
        case .circle: Double.pi / 4
        case .square: 1
        case .triangle: 0.5
        }
    }

    public var plural: String { rawValue + "s" }
}

/// The colours that can be drawn: corners of the colour cube, so that seen from mid-grey any two differ by at least
/// 70 degrees and mixing with the background changes their strength but not their direction.
public enum ObjectColour: String, Sendable, Hashable, Codable, CaseIterable {
    case red, green, blue, yellow, magenta, cyan

    /// Red, green, blue.
    public var bytes: (UInt8, UInt8, UInt8) {
        let on: UInt8 = 236, off: UInt8 = 20
        switch self {
        case .red: return (on, off, off)
        case .green: return (off, on, off)
        case .blue: return (off, off, on)
        case .yellow: return (on, on, off)
        case .magenta: return (on, off, on)
        case .cyan: return (off, on, on)
        }
    }

    /// The same in [-1, 1].
    public var floats: SIMD3<Float> {
        SIMD3(floatValue(bytes.0), floatValue(bytes.1), floatValue(bytes.2))
    }
}

/// How the first object of a caption lies relative to the second. Raw values are the words of the captions.
public enum SpatialRelation: String, Sendable, Hashable, Codable, CaseIterable {
    case leftOf = "to the left of"
    case rightOf = "to the right of"
    case above = "above"
    case below = "below"

    public var inverse: SpatialRelation {
        switch self {
        case .leftOf: .rightOf
        case .rightOf: .leftOf
        case .above: .below
        case .below: .above
        }
    }

    /// How far the second centre lies from the first along the relation's direction and across it.
    public func offsets(from first: SIMD2<Double>, to second: SIMD2<Double>) -> (along: Double, across: Double) {
        let d = second - first
        switch self {
        case .leftOf: return (d.x, d.y)
        case .rightOf: return (-d.x, d.y)
        case .above: return (d.y, d.x)
        case .below: return (-d.y, d.x)
        }
    }

    /// Whether an object at `first` is in this relation to one at `second` (x to the right, y downwards):
    /// the offset must point the right way and more that way than across.
    public func holds(first: SIMD2<Double>, second: SIMD2<Double>) -> Bool {
        let (along, across) = offsets(from: first, to: second)
        return along > abs(across)
    }
}

/// So many objects of one colour and shape: "two red circles".
public struct ObjectGroup: Sendable, Hashable, Codable {
    public var count: Int
    public var colour: ObjectColour
    public var shape: ShapeKind

    public init(count: Int, colour: ObjectColour, shape: ShapeKind) {
        self.count = count
        self.colour = colour
        self.shape = shape
    }

    /// Same colour and shape, whatever the count.
    public func looksLike(_ other: ObjectGroup) -> Bool {
        colour == other.colour && shape == other.shape
    }
}

/// What a caption of the shapes language says.
public struct CaptionMeaning: Sendable, Hashable, Codable {
    /// One group, or two that differ in colour or shape.
    public var groups: [ObjectGroup]
    /// `groups[0]` RELATION `groups[1]`; both then have one object.
    public var relation: SpatialRelation?

    public init(groups: [ObjectGroup], relation: SpatialRelation? = nil) {
        self.groups = groups
        self.relation = relation
    }

    public var objectCount: Int { groups.reduce(0) { $0 + $1.count } }
}

/// A rectangle of whole pixels, `x` and `y` its top left.
public struct PixelBox: Sendable, Hashable, Codable {
    public var x, y, width, height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// In pixel units; the middle of the top left pixel is (0.5, 0.5).
    public var centre: SIMD2<Double> {
        SIMD2(Double(x) + Double(width) / 2, Double(y) + Double(height) / 2)
    }

    /// Empty pixels between two boxes: the larger of the horizontal and the vertical gap, negative when they overlap.
    public func gap(to other: PixelBox) -> Int {
        let across = max(other.x - (x + width), x - (other.x + other.width))
        let down = max(other.y - (y + height), y - (other.y + other.height))
        return max(across, down)
    }
}

/// One drawn object.
public struct SceneObject: Sendable, Hashable {
    public var shape: ShapeKind
    public var colour: ObjectColour
    public var box: PixelBox
    /// [imageSize, imageSize]: true where the object covers at least half of the pixel.
    public var mask: [Bool]

    public init(shape: ShapeKind, colour: ObjectColour, box: PixelBox, mask: [Bool]) {
        self.shape = shape
        self.colour = colour
        self.box = box
        self.mask = mask
    }
}

/// The ground truth of one image: what is drawn where, and what its caption says.
public struct Scene: Sendable, Hashable {
    /// The first group's objects, then the second's.
    public var objects: [SceneObject]
    public var meaning: CaptionMeaning

    public init(objects: [SceneObject], meaning: CaptionMeaning) {
        self.objects = objects
        self.meaning = meaning
    }

    public var groups: [ObjectGroup] { meaning.groups }
    public var relation: SpatialRelation? { meaning.relation }
}
