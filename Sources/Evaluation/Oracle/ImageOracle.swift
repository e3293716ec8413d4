import Datasets

/// What an oracle says about one image that was made for an item's caption.
public struct ImageVerdict: Sendable, Hashable {
    /// Objects that the caption asks for in all.
    public var asked: Int
    /// Objects that are seen.
    public var seen: Int
    /// What holds, by name; a question that the caption does not ask is missing.
    public var scores: [String: Bool]

    public init(asked: Int, seen: Int, scores: [String: Bool]) {
        self.asked = asked
        self.seen = seen
        self.scores = scores
    }
}

/// Something that finds the objects in an image: the ground truth of generated pictures, as far as there is one.
public protocol ImageOracle: Sendable {
    /// The objects seen in `image` [3, imageSize, imageSize], values in [-1, 1].
    func objects(in image: UnsafePointer<Float>, imageSize: Int) -> [LocatedObject]

    /// Whether `image` shows what the captions of an item ask for; nil when the data set does not know what they ask.
    ///
    /// Scores: `count`, `all`, `relation` where one is asked for, and what the objects look like: `colour`, `palette`,
    /// `shape` and `shape_set` of shapes, `kind` and `kind_set` of scenes.
    func verdict(on image: UnsafePointer<Float>, of dataset: any CaptionedDataset, _ split: Split, _ index: Int) -> ImageVerdict?
}

extension ShapeOracle: ImageOracle {
    public func objects(in image: UnsafePointer<Float>, imageSize: Int) -> [LocatedObject] {
        read(image, imageSize: imageSize).objects.map { object in
            var mask = [Bool](repeating: false, count: imageSize * imageSize)
            for pixel in object.pixels { mask[pixel] = true }
            return LocatedObject(kind: ShapesGrammar.kindName(object.colour, object.shape), box: object.box, mask: mask)
        }
    }

    public func verdict(
        on image: UnsafePointer<Float>, of dataset: any CaptionedDataset, _ split: Split, _ index: Int
    ) -> ImageVerdict? {
        guard let scene = dataset.scene(split, index) else { return nil }
        let reading = read(image, imageSize: dataset.imageSize), score = score(reading, against: scene)
        var scores = [
            "count": score.count, "colour": score.colour, "palette": score.palette, "shape": score.shape,
            "shape_set": score.shapeSet, "all": score.all,
        ]
        scores["relation"] = score.relation
        return ImageVerdict(asked: scene.meaning.objectCount, seen: reading.objects.count, scores: scores)
    }
}
