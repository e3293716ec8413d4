/// Which kinds of captions the shapes data set speaks.
public enum GrammarPart: String, Sendable, Hashable, Codable, CaseIterable {
    /// "three red circles"
    case counts
    /// "two red circles and one blue square"
    case conjunctions
    /// "a green triangle above a yellow square"
    case relations
}

/// What decides the shapes data set, completely.
public struct ShapesConfiguration: Sendable, Hashable, Codable {
    /// Side of the square images in pixels, 16...64.
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

    public init(
        imageSize: Int = 32, train: Int = 20_000, test: Int = 2_000, seed: UInt64 = 0,
        minimumObjects: Int = 1, maximumObjects: Int = 5, grammar: [GrammarPart] = GrammarPart.allCases
    ) {
        self.imageSize = imageSize
        self.train = train
        self.test = test
        self.seed = seed
        self.minimumObjects = minimumObjects
        self.maximumObjects = maximumObjects
        self.grammar = grammar
    }

    public static let imageSizes = 16...64
    public static let objectCounts = 1...5

    /// Throws: `DatasetError.badSetting`.
    public func validate() throws {
        func check(_ holds: Bool, _ name: String, _ found: Any, _ allowed: String) throws {
            guard holds else { throw DatasetError.badSetting(name: name, found: "\(found)", allowed: allowed) }
        }
        try check(Self.imageSizes.contains(imageSize), "image_size", imageSize, "16...64")
        try check((1...100_000_000).contains(train), "train", train, "1...100000000")
        try check((0...100_000_000).contains(test), "test", test, "0...100000000")
        try check(Self.objectCounts.contains(minimumObjects), "minimum_objects", minimumObjects, "1...5")
        try check(
            (minimumObjects...5).contains(maximumObjects), "maximum_objects", maximumObjects,
            "minimum_objects...5, here \(minimumObjects)...5")
        let names = GrammarPart.allCases.map(\.rawValue).joined(separator: ", ")
        try check(!grammar.isEmpty && Set(grammar).count == grammar.count, "grammar",
                  "[\(grammar.map(\.rawValue).joined(separator: ", "))]", "some of \(names), each once")
        try check(!grammar.contains(.conjunctions) || maximumObjects >= 2, "grammar", "conjunctions with maximum_objects \(maximumObjects)",
                  "conjunctions with maximum_objects 2 or more")
        try check(!grammar.contains(.relations) || (minimumObjects...maximumObjects).contains(2), "grammar",
                  "relations with \(minimumObjects)...\(maximumObjects) objects", "relations with a range of objects that includes 2")
    }

    /// The parts in a fixed order.
    var parts: [GrammarPart] { GrammarPart.allCases.filter(grammar.contains) }

    /// How many objects of one kind a caption can ask for.
    var groupCounts: [Int] {
        var counts = Set<Int>()
        if grammar.contains(.counts) { counts.formUnion(minimumObjects...maximumObjects) }
        if grammar.contains(.conjunctions) { counts.formUnion(1...(maximumObjects - 1)) }
        if grammar.contains(.relations) { counts.insert(1) }
        return counts.sorted()
    }
}
