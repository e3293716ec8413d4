import Datasets
import Kernels

/// Reads images of the scenes data set: what stands out from the canvas, in connected parts, each named by a classifier
/// that was trained on the true crops of the data set's training split.
public final class SceneOracle: ImageOracle {
    /// Training items that the classifier sees the objects of: 600, from 41 kinds on 15 a kind.
    public static func trainingItems(kinds: Int) -> Int { max(600, 15 * kinds) }
    /// From more kinds on the classifier also sees objects in the boxes that the foreground gives them, which leave out what looks like
    /// the canvas: among many kinds there is one that resembles what remains.
    static let fewKinds = 24
    /// Test items whose true crops measure its accuracy.
    public static let testItems = 400
    /// Parts below this share of the smallest object's area are specks, not objects.
    static let speckShare = 0.35
    /// A part whose likeliest kind is less probable than this is an object of no kind.
    static let leastProbability: Float = 0.5
    /// What an object of no kind is called.
    public static let unknown = "?"

    public var kinds: [String] { dataset.kinds }
    /// On undisturbed crops.
    public let cropAccuracy: (right: Int, of: Int)?
    private let dataset: ScenesDataset
    private let classifier: SoftmaxClassifier
    private let leastArea: Double

    /// Trains the classifier: a pure function of the data set.
    public init(for dataset: ScenesDataset) {
        self.dataset = dataset
        leastArea = Double(dataset.smallestArea) * Self.speckShare
        let training = Self.crops(
            of: dataset, .train, items: Self.trainingItems(kinds: dataset.kinds.count), copies: Self.disturbances.count,
            isFound: dataset.kinds.count > Self.fewKinds)
        let classifier = SoftmaxClassifier(
            rows: training.rows, labels: training.labels, features: CropFeatures.count, classes: dataset.kinds.count)
        let test = Self.crops(of: dataset, .test, items: Self.testItems, copies: 1)
        var right = 0
        for (place, label) in test.labels.enumerated() {
            let row = Array(test.rows[(place * CropFeatures.count)..<((place + 1) * CropFeatures.count)])
            let probabilities = classifier.probabilities(row)
            if probabilities[label] == probabilities.max() { right += 1 }
        }
        cropAccuracy = (right, test.labels.count)
        self.classifier = classifier
    }

    /// Noise of each copy of a training item. Copies after the first also have boxes whose edges are off, as those of the
    /// foreground are: so the classifier also knows what a network draws not quite right.
    private static let disturbances: [Float] = [0, 0, 0.2, 0.4]

    /// Features and kinds of all objects of the first items, in the first `copies` of ``disturbances`` and, with `isFound`,
    /// undisturbed in the boxes of the foreground's parts.
    private static func crops(
        of dataset: ScenesDataset, _ split: Split, items: Int, copies: Int, isFound: Bool = false
    ) -> (rows: [Float], labels: [Int]) {
        let size = dataset.imageSize, count = 3 * size * size
        let clean = FloatBuffer(count: count), image = FloatBuffer(count: count), noise = FloatBuffer(count: count)
        let level = Float(dataset.configuration.canvas.byte) / 127.5 - 1, ground = SIMD3<Float>(repeating: level)
        var rows: [Float] = [], labels: [Int] = []
        for item in 0..<min(items, dataset.count(split)) {
            dataset.fillImage(clean.pointer, split, item)
            let objects = dataset.objects(split, item) ?? []
            for copy in 0..<copies {
                let key = RandomKey(
                    seed: dataset.configuration.options.seed, purpose: .other, step: UInt64(copy), sample: UInt64(item))
                fillNormal(noise.pointer, count: count, key: key)
                let shift = RandomKey(
                    seed: dataset.configuration.options.seed, purpose: .other, step: 1000 + UInt64(copy), sample: UInt64(item))
                for i in 0..<count { image[i] = clean[i] + disturbances[copy] * noise[i] }
                for (number, object) in objects.enumerated() {
                    var box = object.box
                    if copy > 0 {
                        // Each edge one pixel inwards to two outwards.
                        let edges = (0..<4).map { uniformInteger(below: 4, shift, 4 * number + $0) - 1 }
                        box = PixelBox(
                            x: box.x - edges[0], y: box.y - edges[1], width: box.width + edges[0] + edges[2],
                            height: box.height + edges[1] + edges[3])
                    }
                    rows += CropFeatures.of(box, in: image.readPointer, imageSize: size, ground: ground)
                    labels.append(dataset.kinds.firstIndex(of: object.kind)!)
                }
            }
            guard isFound else { continue }
            for part in Foreground(clean.readPointer, imageSize: size).parts {
                guard let object = objects.first(where: { object in 2 * part.pixels.count { object.mask[$0] } > part.pixels.count })
                else { continue }
                rows += CropFeatures.of(part.box, in: clean.readPointer, imageSize: size, ground: ground)
                labels.append(dataset.kinds.firstIndex(of: object.kind)!)
            }
        }
        return (rows, labels)
    }

    public func objects(in image: UnsafePointer<Float>, imageSize: Int) -> [LocatedObject] {
        let foreground = Foreground(image, imageSize: imageSize)
        return foreground.parts.filter { Double($0.pixels.count) >= leastArea }.map { part in
            let probabilities = classifier.probabilities(
                CropFeatures.of(part.box, in: image, imageSize: imageSize, ground: foreground.ground))
            let likeliest = probabilities.indices.max { probabilities[$0] < probabilities[$1] }!
            var mask = [Bool](repeating: false, count: imageSize * imageSize)
            for pixel in part.pixels { mask[pixel] = true }
            return LocatedObject(
                kind: probabilities[likeliest] >= Self.leastProbability ? kinds[likeliest] : Self.unknown, box: part.box,
                mask: mask)
        }
    }

    public func verdict(on image: UnsafePointer<Float>, _ split: Split, _ index: Int) -> ImageVerdict {
        ImageVerdict(objects(in: image, imageSize: dataset.imageSize), against: dataset.asked(split, index))
    }
}

extension ImageVerdict {
    /// Compares seen objects with what is asked for: `count`, `kind` (the right ones, each as often as asked),
    /// `kind_set` (the right ones in any number), `relation` and `all`.
    public init(_ objects: [LocatedObject], against asked: AskedScene) {
        var seen: [String: Int] = [:], wanted: [String: Int] = [:]
        for object in objects { seen[object.kind, default: 0] += 1 }
        for group in asked.groups { wanted[group.kind, default: 0] += group.count }
        var scores = [
            "count": objects.count == asked.objectCount, "kind": seen == wanted,
            "kind_set": Set(seen.keys) == Set(wanted.keys),
        ]
        if let relation = asked.relation {
            let firsts = objects.filter { $0.kind == asked.groups[0].kind }
            let seconds = objects.filter { $0.kind == asked.groups[1].kind }
            // Surplus objects don't excuse each other: the relation must hold for every pair that fits the words.
            scores["relation"] =
                !firsts.isEmpty && !seconds.isEmpty
                && firsts.allSatisfy { first in
                    seconds.allSatisfy { relation.holds(first: first.box.centre, second: $0.box.centre) }
                }
        }
        scores["all"] = seen == wanted && scores["relation"] != false
        self.init(asked: asked.objectCount, seen: objects.count, scores: scores)
    }
}
