import Datasets
import Evaluation
import Kernels

extension MetricValidation {
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
                    reader: "evaluator", what: what, split: found.split, hits: Int((share * Double(found.items)).rounded()),
                    images: found.items)
            }
        }
        return retrieval + oracleAccuracies()
    }

    private func oracleAccuracies() -> [Accuracy] {
        let oracle = ShapeOracle()
        let image = FloatBuffer(count: dataset.channels * dataset.imageSize * dataset.imageSize)
        var tallies: [String: (hits: Int, images: Int)] = [:]
        for item in 0..<dataset.count(.test) {
            guard let scene = dataset.scene(.test, item) else { continue }
            dataset.fillImage(image.pointer, .test, item)
            let score = oracle.score(oracle.read(image.readPointer, imageSize: dataset.imageSize), against: scene)
            let readings: [(String, Bool?)] = [
                ("count", score.count), ("colour", score.colour), ("shape", score.shape), ("relation", score.relation),
                ("all", score.all),
            ]
            for (what, right) in readings {
                guard let right else { continue }
                tallies[what, default: (0, 0)].images += 1
                tallies[what, default: (0, 0)].hits += right ? 1 : 0
            }
        }
        return ["count", "colour", "shape", "relation", "all"].compactMap { what in
            tallies[what].map { Accuracy(reader: "oracle", what: what, split: "all", hits: $0.hits, images: $0.images) }
        }
    }
}
