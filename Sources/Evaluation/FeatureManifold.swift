/// The region that a feature set covers: balls around its vectors, each reaching to the k-th nearest other one.
///
/// *Precision* is the share of generated vectors inside the manifold of the real ones (fidelity), *recall* the share of
/// real vectors inside the manifold of the generated ones (coverage).
///
/// Source: Kynkaanniemi et al., "Improved precision and recall metric for assessing generative models",
/// arXiv 1904.06991, with its k = 3.
public struct FeatureManifold: Sendable {
    public static let neighbours = 3

    /// The same for density and coverage.
    public static let neighboursOfDensity = 5

    public let features: FeatureMatrix
    private let neighbours: Int
    /// [rows]: the squared distance to the k-th nearest other vector.
    let squaredRadii: [Double]
    private let squaredNorms: [Double]

    /// Quadratic in the number of vectors; memory stays linear. Nil with at most `neighbours` vectors, and when a feature
    /// is not finite.
    public init?(_ features: FeatureMatrix, neighbours: Int = FeatureManifold.neighbours) {
        guard features.rows > neighbours, neighbours > 0, features.values.allSatisfy(\.isFinite) else { return nil }
        self.features = features
        self.neighbours = neighbours
        let norms = features.squaredNorms
        squaredNorms = norms
        // The nearest so far of each vector, falling: the first is the k-th nearest at the end.
        var nearest = [Double](repeating: .infinity, count: features.rows * neighbours)
        func meet(_ row: Int, _ distance: Double) {
            let start = row * neighbours
            guard distance < nearest[start] else { return }
            var place = start
            while place + 1 < start + neighbours, nearest[place + 1] > distance {
                nearest[place] = nearest[place + 1]
                place += 1
            }
            nearest[place] = distance
        }
        forEachProductBlock(features, features, upperHalf: true) { block, first, rows, second, columns in
            for row in 0..<rows {
                for column in 0..<columns where second > first || column > row {
                    let distance = max(0, norms[first + row] + norms[second + column] - 2 * block[row * columns + column])
                    meet(first + row, distance)
                    meet(second + column, distance)
                }
            }
        }
        squaredRadii = (0..<features.rows).map { nearest[$0 * neighbours] }
    }

    /// The share of `points` that lie in at least one ball, their borders included.
    /// - Returns: nil when there are no points, or one is not finite.
    /// - Precondition: both have the same dimensions.
    public func share(of points: FeatureMatrix) -> Double? {
        precondition(points.dimensions == features.dimensions, "features of other dimensions")
        guard points.rows > 0, points.values.allSatisfy(\.isFinite) else { return nil }
        let norms = points.squaredNorms
        var inside = [Bool](repeating: false, count: points.rows)
        forEachProductBlock(points, features) { block, first, rows, second, columns in
            for row in 0..<rows where !inside[first + row] {
                inside[first + row] = (0..<columns).contains { column in
                    norms[first + row] + squaredNorms[second + column] - 2 * block[row * columns + column]
                        <= squaredRadii[second + column]
                }
            }
        }
        return Double(inside.count { $0 }) / Double(points.rows)
    }

    /// How densely `points` lie where this set does, and how much of this set they cover.
    ///
    /// *Density*: in how many of the balls a point lies, over k, averaged over the points; around 1 for points of the same distribution,
    /// above it where they crowd. *Coverage*: the share of balls that hold at least one point. Borders belong to balls.
    /// - Returns: nil when there are no points, or one is not finite.
    /// - Precondition: both have the same dimensions.
    /// Source: Naeem et al., "Reliable fidelity and diversity metrics for generative models", arXiv 2002.09797, with its k = 5.
    public func densityAndCoverage(of points: FeatureMatrix) -> (density: Double, coverage: Double)? {
        precondition(points.dimensions == features.dimensions, "features of other dimensions")
        guard points.rows > 0, points.values.allSatisfy(\.isFinite) else { return nil }
        let norms = points.squaredNorms
        var hits = 0
        var isHit = [Bool](repeating: false, count: features.rows)
        forEachProductBlock(points, features) { block, first, rows, second, columns in
            for row in 0..<rows {
                for column in 0..<columns {
                    let distance = norms[first + row] + squaredNorms[second + column] - 2 * block[row * columns + column]
                    guard distance <= squaredRadii[second + column] else { continue }
                    hits += 1
                    isHit[second + column] = true
                }
            }
        }
        return (
            Double(hits) / Double(neighbours * points.rows),
            Double(isHit.count { $0 }) / Double(features.rows)
        )
    }
}
