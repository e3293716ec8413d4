import Evaluation
import Results

/// Real images as the evaluator sees them: what generated ones are compared with.
struct ReferenceSet: Sendable {
    let features: FeatureMatrix
    let statistics: FeatureStatistics
    /// nil for too few images.
    let manifold: FeatureManifold?

    init(_ features: FeatureMatrix) {
        self.features = features
        statistics = FeatureStatistics(features)
        manifold = FeatureManifold(features)
    }

    /// A set for each split that has images, from the features of items in order.
    /// - Parameter splits: the splits of an item.
    static func bySplit(_ values: [Float], dimensions: Int, splits: (Int) -> [Metric.Split]) -> [Metric.Split: ReferenceSet] {
        var parts: [Metric.Split: FeatureMatrix] = [:]
        for item in 0..<values.count / dimensions {
            let row = values[item * dimensions..<(item + 1) * dimensions]
            for split in splits(item) { parts[split, default: FeatureMatrix(dimensions: dimensions)].append(row) }
        }
        return parts.mapValues { ReferenceSet($0) }
    }
}
