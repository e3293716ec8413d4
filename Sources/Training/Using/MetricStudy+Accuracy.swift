import Datasets
import Evaluation
import Kernels
import Results

extension MetricStudy {
    /// How often a reader of images is right on undamaged real test images.
    public struct Accuracy: Sendable, Equatable {
        /// `evaluator` or `oracle`.
        public var reader: String
        public var what: String
        public var split: String
        public var hits: Int
        public var images: Int
    }

    /// The evaluator's retrieval accuracy, as stored with it, and the oracle's readings of the whole test split where the
    /// truth is known.
    public func accuracies() -> [Accuracy] {
        let retrieval = encoder.retrieval.flatMap { found in
            [("caption first of \(found.candidates)", found.first), ("caption among first 5", found.firstFive)].map { what, share in
                Accuracy(
                    reader: "evaluator", what: what, split: found.split.rawValue, hits: Int((share * Double(found.items)).rounded()),
                    images: found.items)
            }
        }
        return retrieval + oracleAccuracies()
    }

    private func oracleAccuracies() -> [Accuracy] {
        guard let oracle else { return [] }
        let image = FloatBuffer(count: dataset.imageElements)
        var tallies: [String: (hits: Int, images: Int)] = [:]
        for item in 0..<dataset.count(.test) {
            dataset.fillImage(image.pointer, .test, item)
            for (what, right) in oracle.verdict(on: image.readPointer, .test, item).scores {
                tallies[what, default: (0, 0)].images += 1
                tallies[what, default: (0, 0)].hits += right ? 1 : 0
            }
        }
        if let crops = oracle.cropAccuracy { tallies["true crops"] = (crops.right, crops.of) }
        return ["true crops", "count", "colour", "shape", "kind", "relation", "all"].compactMap { what in
            tallies[what].map { Accuracy(reader: "oracle", what: what, split: Metric.Split.all.rawValue, hits: $0.hits, images: $0.images) }
        }
    }
}
