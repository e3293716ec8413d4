import Evaluation
import Results

/// Real images as the evaluator sees them: what generated ones are compared with.
struct ReferenceSet: Sendable {
    let features: FeatureMatrix
    let statistics: FeatureStatistics
    /// nil for too few images.
    let manifold: FeatureManifold?
    /// What is measured on the split `all` only; nil for other splits.
    let whole: Whole?

    struct Whole: Sendable {
        /// Unit image embeddings of the same images.
        let units: FeatureMatrix
        /// With the k of density and coverage; nil for too few images.
        let neighbourhoods: FeatureManifold?
        /// Distances of as many fresh real images; nil where nobody can give them.
        let floors: (@Sendable (_ images: Int) -> DistanceFloors?)?
    }

    init(_ features: FeatureMatrix, whole: Whole? = nil) {
        self.whole = whole
        self.features = features
        statistics = FeatureStatistics(features)
        manifold = FeatureManifold(features)
    }

    /// A set for each split that has images, from the features of items in order.
    /// - Parameter splits: the splits of an item.
    static func bySplit(_ values: [Float], dimensions: Int, whole: Whole? = nil, splits: (Int) -> [Metric.Split]) -> [Metric.Split:
        ReferenceSet]
    {
        var parts: [Metric.Split: FeatureMatrix] = [:]
        for item in 0..<values.count / dimensions {
            let row = values[item * dimensions..<(item + 1) * dimensions]
            for split in splits(item) { parts[split, default: FeatureMatrix(dimensions: dimensions)].append(row) }
        }
        return Dictionary(uniqueKeysWithValues: parts.map { ($0, ReferenceSet($1, whole: $0 == .all ? whole : nil)) })
    }
}

/// How far as many real images as were generated lie from the reference: what no network can be asked to beat.
struct DistanceFloors: Sendable {
    var frechet, kernel, discrepancy: Double?

    /// - Parameters:
    ///   - features: of real images that are not in the reference.
    ///   - units: their unit embeddings.
    init(features: FeatureMatrix, units: FeatureMatrix, reference: FeatureMatrix, referenceUnits: FeatureMatrix) {
        frechet = frechetDistance(FeatureStatistics(features), FeatureStatistics(reference))
        kernel = kernelInceptionDistance(features, reference)
        discrepancy = meanDiscrepancy(units, referenceUnits)
    }
}
