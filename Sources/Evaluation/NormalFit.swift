import Kernels

/// A normal distribution by its mean and a factor of its covariance: what Fréchet distances compare.
public struct NormalFit: Sendable {
    public let mean: [Double]
    /// The covariance's diagonal.
    let variances: [Double]
    /// F of `covariance = F^T F`, [rank, dimensions].
    let factor: [Double]

    public var dimensions: Int { mean.count }

    /// - Parameter covariance: [dimensions, dimensions], symmetric.
    /// - Returns: nil when the numbers are not finite, or the covariance is not that of any distribution.
    public init?(mean: [Double], covariance: [Double]) {
        let size = mean.count
        precondition(covariance.count == size * size, "\(covariance.count) covariances of \(size) dimensions")
        guard mean.allSatisfy(\.isFinite), let factor = semidefiniteFactor(covariance, size: size) else { return nil }
        (self.mean, self.factor) = (mean, factor)
        variances = (0..<size).map { covariance[$0 * size + $0] }
    }
}

extension FeatureStatistics {
    /// nil with fewer than two vectors, and where they are not finite.
    public var fit: NormalFit? { covariance.flatMap { NormalFit(mean: mean, covariance: $0) } }
}

extension FeatureMatrix {
    /// The same vectors at length 1; those without a length stay.
    public var unitRows: FeatureMatrix {
        var units = self.values
        for row in 0..<rows {
            let range = row * dimensions..<(row + 1) * dimensions
            let length = units[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
            if length > 0 { for i in range { units[i] /= length } }
        }
        return FeatureMatrix(dimensions: dimensions, values: units)
    }
}
