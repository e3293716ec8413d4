import Kernels

/// Captioned images of real cut-out pictures on a plain canvas, composed on demand: item i is a pure function of
/// (configuration, pictures, split, i). What and where everything is, is known.
public final class ScenesDataset: CaptionedDataset {
    public let configuration: ScenesConfiguration
    public let fingerprint: String
    public var imageSize: Int { configuration.options.imageSize }
    public var channels: Int { 3 }

    private let composer: ScenesComposer
    private let grammar: ScenesGrammar
    private let files: [[String]]
    /// By kind, picture and size of the longer side from the smallest up.
    private let sprites: [[[Sprite]]]

    /// Reads the folder, chooses the kinds and makes their pictures in all sizes.
    ///
    /// Throws: `DatasetError`.
    public init(_ configuration: ScenesConfiguration) throws {
        try configuration.validate()
        let candidates = try StampLibrary.candidates(in: configuration.path)
        fingerprint = try Self.fingerprint(of: configuration, candidates: candidates)
        let kinds = try StampLibrary.kinds(
            from: candidates, count: configuration.kinds, canvas: configuration.canvas, folder: configuration.path)
        self.configuration = configuration
        let composer = ScenesComposer(configuration.options, kinds: kinds.map { ($0.noun, $0.pictures.count) })
        self.composer = composer
        grammar = ScenesGrammar(kinds: kinds.map(\.noun))
        files = kinds.map(\.files)
        sprites = kinds.map { kind in
            kind.pictures.map { picture in
                (composer.sizes.smallest...composer.sizes.largest).map { picture.resized(toLongerSide: $0) }
            }
        }
    }

    /// The fingerprint of the data set without decoding a picture: the settings, and nouns, names and bytes of all pictures
    /// that could be chosen.
    ///
    /// Throws: `DatasetError`.
    public static func fingerprint(of configuration: ScenesConfiguration) throws -> String {
        try configuration.validate()
        return try fingerprint(of: configuration, candidates: StampLibrary.candidates(in: configuration.path))
    }

    private static func fingerprint(
        of configuration: ScenesConfiguration, candidates: [StampLibrary.Candidate]
    ) throws -> String {
        // The number is the version of the rules, the drawing and the grammar: raise it when the same settings and
        // pictures give other items.
        ContentHash.hex(
            ["scenes 1"] + configuration.options.fingerprintParts
                + ["\(configuration.kinds)", configuration.canvas.rawValue, try StampLibrary.fingerprint(of: candidates)])
    }

    /// The nouns of all kinds, in alphabetical order.
    public var kinds: [String] { composer.kinds.map(\.noun) }

    /// The files of a kind's pictures, relative to the folder.
    public func pictureFiles(kind: Int) -> [String] { files[kind] }

    /// The combinations that only the test split shows.
    public var heldOut: HeldOutKinds { composer.heldOut }

    /// Pixels of the smallest object there can be.
    public var smallestArea: Int {
        sprites.joined().map { $0[0].opacity.count { $0 >= 128 } }.min()!
    }

    public func count(_ split: Split) -> Int {
        split == .train ? configuration.options.train : configuration.options.test
    }

    public func wordings(_ split: Split, _ index: Int) -> [String] {
        check(split, index)
        return grammar.wordings(composer.asked(split, index))
    }

    public func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int) {
        check(split, index)
        out.update(repeating: floatValue(configuration.canvas.byte), count: 3 * imageSize * imageSize)
        for placed in composer.compose(split, index).objects {
            let (sprite, box) = fitted(placed)
            sprite.draw(into: out, imageSize: imageSize, x: box.x, y: box.y, isMirrored: placed.isMirrored)
        }
    }

    /// The general ground truth is ``objects(_:_:)``; this one is of coloured shapes: nil.
    public func scene(_ split: Split, _ index: Int) -> Scene? { nil }

    public func objects(_ split: Split, _ index: Int) -> [LocatedObject]? {
        check(split, index)
        return composer.compose(split, index).objects.map { placed in
            let (sprite, box) = fitted(placed)
            return LocatedObject(
                kind: composer.kinds[placed.kind].noun, box: box,
                mask: sprite.mask(imageSize: imageSize, x: box.x, y: box.y, isMirrored: placed.isMirrored))
        }
    }

    public func asked(_ split: Split, _ index: Int) -> AskedScene? {
        check(split, index)
        return composer.asked(split, index)
    }

    public func references(in words: [String]) -> [CaptionReference] { grammar.references(in: words) }

    public func isHeldOut(_ split: Split, _ index: Int) -> Bool {
        check(split, index)
        return composer.isHeldOut(split, index)
    }

    /// The picture in its size, and its own box in the middle of the placed square.
    private func fitted(_ placed: ScenesComposer.Placed) -> (sprite: Sprite, box: PixelBox) {
        let sprite = sprites[placed.kind][placed.picture][placed.box.width - composer.sizes.smallest]
        let box = PixelBox(
            x: placed.box.x + (placed.box.width - sprite.width) / 2, y: placed.box.y + (placed.box.height - sprite.height) / 2,
            width: sprite.width, height: sprite.height)
        return (sprite, box)
    }

    private func check(_ split: Split, _ index: Int) {
        precondition(index >= 0 && index < count(split), "item \(index) of \(count(split))")
    }
}
