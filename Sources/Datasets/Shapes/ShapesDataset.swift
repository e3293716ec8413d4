import Choices

/// Captioned images of coloured shapes, made on demand: nothing is stored, item i is a pure function of
/// (options, split, i), and drawing one takes microseconds.
public final class ShapesDataset: CaptionedDataset {
    public let fingerprint: String
    public var options: CompositionOptions { composer.options }
    public var imageSize: Int { options.imageSize }
    public var channels: Int { 3 }

    private let composer: Composer<ObjectGroup>
    private let renderer: ShapeRenderer

    /// Throws: `DatasetError.badSetting`.
    public init(_ options: CompositionOptions) throws {
        fingerprint = try Self.fingerprint(of: options)
        composer = Composer(
            options: options, heldOut: HeldOutGroups(counts: options.groupCounts, seed: options.seed),
            sizes: ObjectSizes(options), redrawsBoth: false)
        renderer = ShapeRenderer(sizes: composer.sizes)
    }

    /// The fingerprint of the data set without building it.
    ///
    /// Throws: `DatasetError.badSetting`.
    public static func fingerprint(of options: CompositionOptions) throws -> String {
        try options.validateSizes(CompositionLimits.shapeSizes)
        try options.validateGrammar(needsTwoCounts: false)
        // The number is the version of the drawing and the grammar: raise it when the same settings give other items.
        return ContentHash.hex(["shapes 1"] + options.fingerprintParts)
    }

    /// The combinations that only the test split shows.
    public var heldOut: HeldOutGroups<ObjectGroup> { composer.heldOut }

    public func count(_ split: Split) -> Int { composer.count(split) }

    public func isHeldOut(_ split: Split, _ index: Int) -> Bool { composer.isHeldOut(split, index) }

    public func wordings(_ split: Split, _ index: Int) -> [String] {
        ShapesGrammar.wordings(composer.meaning(split, index))
    }

    public func references(in words: [String]) -> [CaptionReference] { ShapesGrammar.references(in: words) }

    public func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int) {
        renderer.fill(out, composer.compose(split, index).objects)
    }

    /// The ground truth of an item.
    public func scene(_ split: Split, _ index: Int) -> Scene {
        let item = composer.compose(split, index)
        let objects = item.objects.map {
            SceneObject(shape: $0.group.shape, colour: $0.group.colour, box: $0.box, mask: renderer.mask($0))
        }
        return Scene(objects: objects, meaning: item.meaning)
    }

    public func objects(_ split: Split, _ index: Int) -> [LocatedObject]? {
        scene(split, index).objects.map {
            LocatedObject(kind: ShapesGrammar.kindName($0.colour, $0.shape), box: $0.box, mask: $0.mask)
        }
    }
}
