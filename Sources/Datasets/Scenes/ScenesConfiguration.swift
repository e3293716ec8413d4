/// What lies behind the objects of a scene.
public enum SceneCanvas: String, Sendable, Hashable, Codable, CaseIterable {
    /// Mid-grey, as behind the shapes.
    case grey
    case light

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
    /// Side of the square images in pixels, 48...128.
    public var imageSize: Int
    /// Items of the training split.
    public var train: Int
    /// Items of the test split; every second one shows a held-out combination.
    public var test: Int
    public var seed: UInt64
    /// Objects in one image, 1...5. A relation always shows two.
    public var minimumObjects: Int
    public var maximumObjects: Int
    /// Without repetition; the order does not matter.
    public var grammar: [GrammarPart]
    /// Kinds of objects, 4...24.
    public var kinds: Int
    public var canvas: SceneCanvas

    public init(
        path: String, imageSize: Int = 48, train: Int = 20_000, test: Int = 2_000, seed: UInt64 = 0,
        minimumObjects: Int = 1, maximumObjects: Int = 5, grammar: [GrammarPart] = GrammarPart.allCases, kinds: Int = 8,
        canvas: SceneCanvas = .grey
    ) {
        self.path = path
        self.imageSize = imageSize
        self.train = train
        self.test = test
        self.seed = seed
        self.minimumObjects = minimumObjects
        self.maximumObjects = maximumObjects
        self.grammar = grammar
        self.kinds = kinds
        self.canvas = canvas
    }

    /// Below 48 pixels the smallest of five objects would have fewer than 11 pixels a side.
    public static let imageSizes = 48...128
    public static let kindCounts = 4...24

    /// Throws: `DatasetError.badSetting`.
    public func validate() throws {
        func check(_ holds: Bool, _ name: String, _ found: Any, _ allowed: String) throws {
            guard holds else { throw DatasetError.badSetting(name: name, found: "\(found)", allowed: allowed) }
        }
        try check(!path.isEmpty, "path", "an empty path", "the folder that `make data-stamps` prepares")
        try check(
            Self.imageSizes.contains(imageSize), "image_size", imageSize,
            "48...128: a smaller canvas has no room for five objects that can be told apart")
        try check((1...100_000_000).contains(train), "train", train, "1...100000000")
        try check((0...100_000_000).contains(test), "test", test, "0...100000000")
        try check((1...5).contains(minimumObjects), "minimum_objects", minimumObjects, "1...5")
        try check(
            (minimumObjects...5).contains(maximumObjects), "maximum_objects", maximumObjects,
            "minimum_objects...5, here \(minimumObjects)...5")
        try check(
            Self.kindCounts.contains(kinds), "kinds", kinds,
            "4...24: with fewer kinds of objects no combination can be held out for testing")
        let names = GrammarPart.allCases.map(\.rawValue).joined(separator: ", ")
        try check(!grammar.isEmpty && Set(grammar).count == grammar.count, "grammar",
                  "[\(grammar.map(\.rawValue).joined(separator: ", "))]", "some of \(names), each once")
        try check(groupCounts.count >= 2, "grammar",
                  "[\(parts.map(\.rawValue).joined(separator: ", "))] with \(minimumObjects)...\(maximumObjects) objects",
                  "settings in which a kind can occur in two different counts: else no combination of kind and count can be held out")
        try check(!grammar.contains(.conjunctions) || maximumObjects >= 2, "grammar",
                  "conjunctions with maximum_objects \(maximumObjects)", "conjunctions with maximum_objects 2 or more")
        try check(!grammar.contains(.relations) || (minimumObjects...maximumObjects).contains(2), "grammar",
                  "relations with \(minimumObjects)...\(maximumObjects) objects", "relations with a range of objects that includes 2")
    }

    /// The parts in a fixed order.
    var parts: [GrammarPart] { GrammarPart.allCases.filter(grammar.contains) }

    /// How many objects of one kind a caption can ask for.
    var groupCounts: [Int] {
        var counts = Set<Int>()
        if grammar.contains(.counts) { counts.formUnion(minimumObjects...maximumObjects) }
        if grammar.contains(.conjunctions), maximumObjects >= 2 { counts.formUnion(1...(maximumObjects - 1)) }
        if grammar.contains(.relations) { counts.insert(1) }
        return counts.sorted()
    }
}
