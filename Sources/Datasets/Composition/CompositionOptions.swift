import Choices

/// Settings that all composed data sets (shapes, scenes) share: how many items, how large, with how many objects.
public struct CompositionOptions: Sendable, Hashable, Codable {
    /// Side of the square images in pixels.
    public var imageSize: Int
    /// Items of the training split.
    public var train: Int
    /// Items of the test split; every second one shows a held-out combination.
    public var test: Int
    public var seed: UInt64
    /// Objects in one image. A relation always shows two.
    public var minimumObjects: Int
    public var maximumObjects: Int
    /// Without repetition; the order does not matter.
    public var grammar: [GrammarPart]
    public var layout: ObjectLayout
    /// Whether training shows every combination; there is no test split then.
    public private(set) var isComplete = false

    public init(
        imageSize: Int = 32, train: Int = 20_000, test: Int = 2_000, seed: UInt64 = 0,
        minimumObjects: Int = 1, maximumObjects: Int = 5, grammar: [GrammarPart] = GrammarPart.allCases,
        layout: ObjectLayout = .scattered
    ) {
        (self.imageSize, self.train, self.test, self.seed, self.layout) = (imageSize, train, test, seed, layout)
        (self.minimumObjects, self.maximumObjects, self.grammar) = (minimumObjects, maximumObjects, grammar)
    }

    /// The same for items of another seed that show all combinations, and no test items.
    public func complete(seed: UInt64) -> CompositionOptions {
        var options = self
        (options.seed, options.test, options.isComplete) = (seed, 0, true)
        return options
    }

    /// - Parameters:
    ///   - imageSizes: what the data set can draw.
    ///   - reason: why no others, for the message.
    ///
    /// Throws: `DatasetError.badSetting` for anything but the grammar.
    func validateSizes(_ imageSizes: ClosedRange<Int>, reason: String = "") throws {
        try checkSetting(imageSizes.contains(imageSize), "image_size", imageSize, "\(imageSizes)\(reason)")
        try checkSetting((1...100_000_000).contains(train), "train", train, "1...100000000")
        try checkSetting((0...100_000_000).contains(test), "test", test, "0...100000000")
        let objects = CompositionLimits.objects
        try checkSetting(objects.contains(minimumObjects), "minimum_objects", minimumObjects, "\(objects)")
        try checkSetting(
            (minimumObjects...objects.upperBound).contains(maximumObjects), "maximum_objects", maximumObjects,
            "minimum_objects...\(objects.upperBound), here \(minimumObjects)...\(objects.upperBound)")
    }

    /// - Parameter needsTwoCounts: whether a combination can be held out only if its kind occurs in another count.
    /// - Precondition: the sizes are valid.
    ///
    /// Throws: `DatasetError.badSetting`.
    func validateGrammar(needsTwoCounts: Bool) throws {
        func words(_ parts: [GrammarPart]) -> String { parts.map(\.rawValue).joined(separator: ", ") }
        let objects = "\(minimumObjects)...\(maximumObjects) objects"
        try checkSetting(
            !grammar.isEmpty && Set(grammar).count == grammar.count, "grammar", "[\(words(grammar))]",
            "some of \(words(GrammarPart.allCases)), each once")
        try checkSetting(
            !needsTwoCounts || groupCounts.count >= 2, "grammar", "[\(words(parts))] with \(objects)",
            "settings in which a kind can occur in two different counts: else no combination of kind and count can be held out")
        try checkSetting(
            !grammar.contains(.conjunctions) || maximumObjects >= 2, "grammar", "conjunctions with maximum_objects \(maximumObjects)",
            "conjunctions with maximum_objects 2 or more")
        try checkSetting(
            !grammar.contains(.relations) || (minimumObjects...maximumObjects).contains(2), "grammar", "relations with \(objects)",
            "relations with a range of objects that includes 2")
    }

    /// What a fingerprint says of the options.
    var fingerprintParts: [String] {
        [
            "\(imageSize)", "\(train)", "\(test)", "\(seed)", "\(minimumObjects)", "\(maximumObjects)",
            parts.map(\.rawValue).joined(separator: ","),
        ] + (layout == .scattered ? [] : [layout.rawValue]) + (isComplete ? ["all combinations"] : [])
    }

    /// The parts in a fixed order.
    var parts: [GrammarPart] { GrammarPart.allCases.filter(grammar.contains) }

    /// How many objects of one kind a caption can ask for.
    var groupCounts: [Int] { grammar.groupCounts(minimum: minimumObjects, maximum: maximumObjects).sorted() }
}
