import Kernels

/// Captioned images of real cut-out pictures on a plain canvas, composed on demand: item i is a pure function of
/// (configuration, pictures, split, i). What and where everything is, is known.
public final class ScenesDataset: CaptionedDataset {
    public let configuration: ScenesConfiguration
    public let fingerprint: String
    public var imageSize: Int { configuration.options.imageSize }
    public var channels: Int { 3 }

    /// The nouns of all kinds, in alphabetical order.
    public let kinds: [String]

    private let composer: Composer<KindGroup>
    private let grammar: ScenesGrammar
    /// By kind: names of its pictures' files, relative to the folder.
    let files: [[String]]
    /// By kind, picture and size of the longer side from the smallest up.
    private let sprites: [[[Sprite]]]

    /// Reads the folder, chooses the kinds and makes their pictures in all sizes.
    ///
    /// Throws: `DatasetError`.
    public init(_ configuration: ScenesConfiguration) throws {
        try configuration.validate()
        let candidates = try StampLibrary.candidates(in: configuration.path)
        fingerprint = try Self.fingerprint(of: configuration, candidates: candidates)
        let stamps = try StampLibrary.kinds(
            from: candidates, count: configuration.kinds, canvas: configuration.canvas, folder: configuration.path)
        self.configuration = configuration
        kinds = stamps.map(\.noun)
        let options = configuration.options
        let sizes = ObjectSizes(options, smallest: 0.23, largest: 0.33)
        composer = Composer(
            options: options, heldOut: HeldOutGroups(kinds: kinds, counts: options.groupCounts, seed: options.seed),
            sizes: sizes, redrawsBoth: true)
        grammar = ScenesGrammar(kinds: kinds)
        files = stamps.map(\.files)
        sprites = stamps.map { kind in
            kind.pictures.map { picture in (sizes.smallest...sizes.largest).map { picture.resized(toLongerSide: $0) } }
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

    /// The combinations that only the test split shows.
    public var heldOut: HeldOutGroups<KindGroup> { composer.heldOut }

    /// Pixels of the smallest object there can be.
    public var smallestArea: Int {
        sprites.joined().map { $0[0].opacity.count { $0 >= 128 } }.min()!
    }

    public func count(_ split: Split) -> Int { composer.count(split) }

    public func isHeldOut(_ split: Split, _ index: Int) -> Bool { composer.isHeldOut(split, index) }

    public func wordings(_ split: Split, _ index: Int) -> [String] { grammar.wordings(composer.meaning(split, index)) }

    /// What the captions of an item ask for.
    public func asked(_ split: Split, _ index: Int) -> AskedScene { composer.meaning(split, index) }

    public func references(in words: [String]) -> [CaptionReference] { grammar.references(in: words) }

    public func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int) {
        out.update(repeating: floatValue(configuration.canvas.byte), count: 3 * imageSize * imageSize)
        for object in pictures(split, index) {
            object.sprite.draw(into: out, imageSize: imageSize, x: object.box.x, y: object.box.y, isMirrored: object.isMirrored)
        }
    }

    public func objects(_ split: Split, _ index: Int) -> [LocatedObject]? {
        pictures(split, index).map {
            let mask = $0.sprite.mask(imageSize: imageSize, x: $0.box.x, y: $0.box.y, isMirrored: $0.isMirrored)
            return LocatedObject(kind: $0.kind, box: $0.box, mask: mask)
        }
    }

    private typealias Picture = (kind: String, sprite: Sprite, box: PixelBox, isMirrored: Bool)

    /// Each object's picture in its size, and the picture's own box in the middle of the placed square.
    private func pictures(_ split: Split, _ index: Int) -> [Picture] {
        let item = composer.compose(split, index)
        var draws = item.draws
        return item.objects.map { object in
            let kind = kinds.firstIndex(of: object.group.kind)!, square = object.box
            let sizes = draws.element(of: sprites[kind]), isMirrored = draws.integer(below: 2) == 1
            let sprite = sizes[square.width - composer.sizes.smallest]
            let box = PixelBox(
                x: square.x + (square.width - sprite.width) / 2, y: square.y + (square.height - sprite.height) / 2,
                width: sprite.width, height: sprite.height)
            return (object.group.kind, sprite, box, isMirrored)
        }
    }
}
