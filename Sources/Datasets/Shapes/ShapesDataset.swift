/// Captioned images of coloured shapes, made on demand: nothing is stored, item i is a pure function of
/// (options, split, i), and drawing one takes microseconds.
public final class ShapesDataset: CaptionedDataset {
    public static let imageSizes = 16...64

    public let options: CompositionOptions
    public let fingerprint: String
    public var imageSize: Int { options.imageSize }
    public var channels: Int { 3 }

    private let composer: SceneComposer
    private let renderer: ShapeRenderer

    /// Throws: `DatasetError.badSetting`.
    public init(_ options: CompositionOptions) throws {
        fingerprint = try Self.fingerprint(of: options)
        self.options = options
        composer = SceneComposer(options)
        renderer = ShapeRenderer(sizes: composer.sizes)
    }

    /// The fingerprint of the data set without building it.
    ///
    /// Throws: `DatasetError.badSetting`.
    public static func fingerprint(of options: CompositionOptions) throws -> String {
        try options.validateSizes(imageSizes)
        try options.validateGrammar(needsTwoCounts: false)
        // The number is the version of the drawing and the grammar: raise it when the same settings give other items.
        return ContentHash.hex(["shapes 1"] + options.fingerprintParts)
    }

    /// The combinations that only the test split shows.
    public var heldOut: HeldOutCombinations { composer.heldOut }

    public func count(_ split: Split) -> Int {
        split == .train ? options.train : options.test
    }

    public func wordings(_ split: Split, _ index: Int) -> [String] {
        check(split, index)
        return ShapesGrammar.wordings(composer.meaning(split, index))
    }

    public func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int) {
        check(split, index)
        renderer.fill(out, composer.compose(split, index).objects)
    }

    public func scene(_ split: Split, _ index: Int) -> Scene? {
        check(split, index)
        let (meaning, placed) = composer.compose(split, index)
        let objects = placed.map { SceneObject(shape: $0.shape, colour: $0.colour, box: $0.box, mask: renderer.mask($0)) }
        return Scene(objects: objects, meaning: meaning)
    }

    public func objects(_ split: Split, _ index: Int) -> [LocatedObject]? {
        scene(split, index)?.objects.map {
            LocatedObject(kind: ShapesGrammar.kindName($0.colour, $0.shape), box: $0.box, mask: $0.mask)
        }
    }

    public func asked(_ split: Split, _ index: Int) -> AskedScene? {
        check(split, index)
        return AskedScene(composer.meaning(split, index))
    }

    public func references(in words: [String]) -> [CaptionReference] { ShapesGrammar.references(in: words) }

    public func isHeldOut(_ split: Split, _ index: Int) -> Bool {
        check(split, index)
        return composer.isHeldOut(split, index)
    }

    private func check(_ split: Split, _ index: Int) {
        precondition(index >= 0 && index < count(split), "item \(index) of \(count(split))")
    }
}
