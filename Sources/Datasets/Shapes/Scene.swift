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

/// So many objects of one colour and shape: "two red circles".
public struct ObjectGroup: CountedGroup {
    public var count: Int
    public var colour: ObjectColour
    public var shape: ShapeKind

    /// Same colour and shape, whatever the count.
    public func looksLike(_ other: ObjectGroup) -> Bool {
        colour == other.colour && shape == other.shape
    }
}

/// What a caption of the shapes language says.
public typealias CaptionMeaning = Meaning<ObjectGroup>

/// One drawn object.
public struct SceneObject: Sendable, Hashable {
    public var shape: ShapeKind
    public var colour: ObjectColour
    public var box: PixelBox
    /// [imageSize, imageSize]: true where the object covers at least half of the pixel.
    public var mask: [Bool]
}

/// The ground truth of one image: what is drawn where, and what its caption says.
public struct Scene: Sendable, Hashable {
    /// The first group's objects, then the second's.
    public var objects: [SceneObject]
    public var meaning: CaptionMeaning

    public var groups: [ObjectGroup] { meaning.groups }
    public var relation: SpatialRelation? { meaning.relation }
}
