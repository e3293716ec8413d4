/// Where items come from: `data.kind`.
public enum DatasetKind: String, Choice {
    /// Coloured shapes, drawn.
    case shapes
    /// A folder of pictures with captions.
    case images
    /// Cut-out pictures, composed.
    case scenes
    /// A folder of latents and text contexts that other programs computed.
    case features

    /// Whether items are composed by a grammar rather than read.
    public var isComposed: Bool {
        switch self {
        case .shapes, .scenes: true
        case .images, .features: false
        }
    }

    /// Whether items are latents and contexts rather than pictures and words.
    public var isPrecomputed: Bool {
        switch self {
        case .features: true
        case .shapes, .images, .scenes: false
        }
    }
}

/// What to do with a file that cannot be used: `data.on_error`.
public enum FileErrorPolicy: String, Choice {
    /// Stop with an error that names it.
    case fail
    /// Leave it out and list it among the skipped.
    case skip
}

/// What lies behind the objects of a scene: `data.canvas`.
public enum SceneCanvas: String, Choice {
    /// Mid-grey, as behind the shapes.
    case grey
    case light
}

/// Where a composed data set puts its objects: `data.layout`.
public enum ObjectLayout: String, Choice {
    /// Anywhere, in sizes that vary.
    case scattered
    /// Each in a cell of a grid, all of one size, as large as the cells allow.
    case grid
}

/// Which kinds of captions a composed data set speaks: `data.grammar`.
public enum GrammarPart: String, Choice {
    /// "three red circles"
    case counts
    /// "two red circles and one blue square"
    case conjunctions
    /// "a green triangle above a yellow square"
    case relations

    /// Whether a caption of this form speaks of two objects at least.
    public var needsTwoObjects: Bool {
        switch self {
        case .counts: false
        case .conjunctions, .relations: true
        }
    }
}

/// Limits of what is composed, for the check of a spec and for the data sets.
public enum CompositionLimits {
    /// Objects of one picture.
    public static let objects = 1...5
    /// Sides of `shapes` pictures, in pixels.
    public static let shapeSizes = 16...64
    /// Sides of `scenes` pictures: below 48 pixels the smallest of five objects would have fewer than 11 pixels a side.
    public static let sceneSizes = 48...128
    /// Kinds of objects in `scenes`: with fewer no combination can be held out for testing.
    public static let sceneKinds = 4...256
}

extension Collection<GrammarPart> {
    /// How many objects of one kind a caption can ask for, in pictures of `minimum` to `maximum` objects.
    public func groupCounts(minimum: Int, maximum: Int) -> Set<Int> {
        reduce(into: []) { counts, part in
            switch part {
            case .counts: counts.formUnion(minimum...Swift.max(minimum, maximum))
            case .conjunctions: counts.formUnion(1...Swift.max(1, maximum - 1))
            case .relations: counts.insert(1)
            }
        }
    }
}
