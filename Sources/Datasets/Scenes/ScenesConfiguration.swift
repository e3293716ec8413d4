import Choices

extension SceneCanvas {
    /// The level of all three channels.
    public var byte: UInt8 {
        switch self {
        case .grey: 128
        case .light: 224
        }
    }
}

/// What decides the scenes data set, together with the pictures in its folder.
public struct ScenesConfiguration: Sendable, Hashable, Codable {
    /// The folder of cut-out pictures that `make data-stamps` prepares.
    public var path: String
    public var options: CompositionOptions
    /// Kinds of objects, 4...24.
    public var kinds: Int
    public var canvas: SceneCanvas

    public init(path: String, options: CompositionOptions, kinds: Int = 8, canvas: SceneCanvas = .grey) {
        self.path = path
        self.options = options
        self.kinds = kinds
        self.canvas = canvas
    }

    /// Below 48 pixels the smallest of five objects would have fewer than 11 pixels a side.
    public static let imageSizes = 48...128
    public static let kindCounts = 4...24

    /// Throws: `DatasetError.badSetting`.
    public func validate() throws {
        try checkSetting(!path.isEmpty, "path", "an empty path", "the folder that `make data-stamps` prepares")
        try options.validateSizes(
            Self.imageSizes, reason: ": a smaller canvas has no room for five objects that can be told apart")
        try checkSetting(
            Self.kindCounts.contains(kinds), "kinds", kinds,
            "4...24: with fewer kinds of objects no combination can be held out for testing")
        try options.validateGrammar(needsTwoCounts: true)
    }
}
