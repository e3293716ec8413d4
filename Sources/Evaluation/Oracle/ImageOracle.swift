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

/// Something that finds the objects in images made for a data set's captions: their ground truth, as far as there is one.
public protocol ImageOracle: Sendable {
    /// The objects seen in `image` [3, imageSize, imageSize], values in [-1, 1].
    func objects(in image: UnsafePointer<Float>, imageSize: Int) -> [LocatedObject]

    /// Whether `image` shows what the captions of an item ask for.
    ///
    /// Scores: `count`, `all`, `relation` where one is asked for, and what the objects look like: `colour`, `palette`,
    /// `shape` and `shape_set` of shapes, `kind` and `kind_set` of scenes.
    func verdict(on image: UnsafePointer<Float>, _ split: Split, _ index: Int) -> ImageVerdict

    /// True crops of the test split that it names right, and of how many; nil when it had nothing to learn.
    var cropAccuracy: (right: Int, of: Int)? { get }
}

/// The oracle of coloured shapes, with the truth of a data set.
public final class ShapesDatasetOracle: ImageOracle {
    private let dataset: ShapesDataset
    private let reader = ShapeOracle()

    public init(for dataset: ShapesDataset) { self.dataset = dataset }

    public var cropAccuracy: (right: Int, of: Int)? { nil }

    public func objects(in image: UnsafePointer<Float>, imageSize: Int) -> [LocatedObject] {
        reader.objects(in: image, imageSize: imageSize)
    }

    public func verdict(on image: UnsafePointer<Float>, _ split: Split, _ index: Int) -> ImageVerdict {
        let scene = dataset.scene(split, index)
        let reading = reader.read(image, imageSize: dataset.imageSize), score = reader.score(reading, against: scene)
        var scores = [
            "count": score.count, "colour": score.colour, "palette": score.palette, "shape": score.shape,
            "shape_set": score.shapeSet, "all": score.all,
        ]
        scores["relation"] = score.relation
        return ImageVerdict(asked: scene.meaning.objectCount, seen: reading.objects.count, scores: scores)
    }
}

extension ShapeOracle {
    public func objects(in image: UnsafePointer<Float>, imageSize: Int) -> [LocatedObject] {
        read(image, imageSize: imageSize).objects.map { object in
            var mask = [Bool](repeating: false, count: imageSize * imageSize)
            for pixel in object.pixels { mask[pixel] = true }
            return LocatedObject(kind: ShapesGrammar.kindName(object.colour, object.shape), box: object.box, mask: mask)
        }
    }
}
