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

/// Which kinds of captions a composed data set speaks: `data.grammar`.
public enum GrammarPart: String, Choice {
    /// "three red circles"
    case counts
    /// "two red circles and one blue square"
    case conjunctions
    /// "a green triangle above a yellow square"
    case relations
}
