import Kernels

/// Mean and covariance of a set of feature vectors, gathered batch by batch: the set itself is not kept.
///
/// A batch is centred on its own mean before its products are summed, and batches are joined by the parallel
/// formula, so large means cost no digits. The same batches in the same order give the same bits; other batch
/// borders differ in the last ones.
///
/// Source: Chan, Golub & LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1979).
public struct FeatureStatistics: Sendable, Equatable {
    /// Length of one feature vector.
    public let dimensions: Int
    /// Number of feature vectors seen.
    public private(set) var count: Int
    /// [dimensions]; zeros while `count` is 0.
    public private(set) var mean: [Double]
    /// Sum of the outer products of the centred vectors, [dimensions, dimensions].
    private var scatter: [Double]

    /// Statistics of no vectors yet.
    /// - Precondition: `dimensions > 0`.
    public init(dimensions: Int) {
        precondition(dimensions > 0, "features of \(dimensions) dimensions")
        self.dimensions = dimensions
        count = 0
        mean = Array(repeating: 0, count: dimensions)
        scatter = Array(repeating: 0, count: dimensions * dimensions)
    }

    /// Statistics of a whole set.
    public init(_ features: FeatureMatrix) {
        self.init(dimensions: features.dimensions)
        add(features.values)
    }

    /// The unbiased covariance, [dimensions, dimensions]; nil with fewer than two vectors.
    public var covariance: [Double]? {
        guard count >= 2 else { return nil }
        let factor = 1 / Double(count - 1)
        return scatter.map { $0 * factor }
    }

    /// Adds a batch of vectors, row-major [rows, dimensions].
    /// - Precondition: `rows.count` is a multiple of `dimensions`.
    public mutating func add(_ rows: [Double]) {
        precondition(rows.count.isMultiple(of: dimensions), "\(rows.count) values in rows of \(dimensions)")
        let added = rows.count / dimensions
        guard added > 0 else { return }

        var batchMean = [Double](repeating: 0, count: dimensions)
        for row in 0..<added {
            for column in 0..<dimensions { batchMean[column] += rows[row * dimensions + column] }
        }
        for column in 0..<dimensions { batchMean[column] /= Double(added) }
        var centred = rows
        for row in 0..<added {
            for column in 0..<dimensions { centred[row * dimensions + column] -= batchMean[column] }
        }
        matmul(
            &scatter, centred, centred, m: dimensions, n: dimensions, k: added, transposeA: true, accumulate: true)

        let total = count + added
        let shift = zip(batchMean, mean).map { $0 - $1 }
        let weight = Double(count) * Double(added) / Double(total)
        for row in 0..<dimensions {
            for column in 0..<dimensions {
                scatter[row * dimensions + column] += weight * shift[row] * shift[column]
            }
        }
        for column in 0..<dimensions { mean[column] += shift[column] * Double(added) / Double(total) }
        count = total
    }

    /// Adds a batch of single-precision vectors, row-major [rows, dimensions].
    /// - Precondition: `rows.count` is a multiple of `dimensions`.
    public mutating func add(_ rows: [Float]) { add(rows.map(Double.init)) }
}
