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
    /// Kinds of objects.
    public var kinds: Int
    public var canvas: SceneCanvas

    public init(path: String, options: CompositionOptions, kinds: Int = 8, canvas: SceneCanvas = .grey) {
        (self.path, self.options, self.kinds, self.canvas) = (path, options, kinds, canvas)
    }

    /// Throws: `DatasetError.badSetting`.
    public func validate() throws {
        try checkSetting(!path.isEmpty, "path", "an empty path", "the folder that `make data-stamps` prepares")
        try options.validateSizes(
            CompositionLimits.sceneSizes, reason: ": a smaller canvas has no room for five objects that can be told apart")
        try checkSetting(
            CompositionLimits.sceneKinds.contains(kinds), "kinds", kinds,
            "\(CompositionLimits.sceneKinds): with fewer kinds of objects no combination can be held out for testing")
        try options.validateGrammar(needsTwoCounts: true)
    }
}
