import Kernels

/// How alike two sets of features of the same things are, whatever their rotation and scale: linear centred kernel alignment, in 0...1.
///
/// `|Y'X|^2 / (|X'X| |Y'Y|)` in Frobenius norms, columns centred; 1 when one is a rotated and scaled copy of the other. With
/// fewer things than features it is high for unrelated sets, too: compare at equal numbers.
///
/// Source: Kornblith et al., "Similarity of neural network representations revisited", arXiv 1905.00414.
/// - Returns: nil with fewer than two rows, when one set does not vary, or a feature is not finite.
/// - Precondition: both have as many rows.
public func linearCKA(_ x: FeatureMatrix, _ y: FeatureMatrix) -> Double? {
    precondition(x.rows == y.rows, "features of \(x.rows) and of \(y.rows) things")
    guard x.rows >= 2, x.values.allSatisfy(\.isFinite), y.values.allSatisfy(\.isFinite) else { return nil }
    let (a, b) = (x.centred, y.centred)
    func squaredNorm(_ left: FeatureMatrix, _ right: FeatureMatrix) -> Double {
        var product = [Double](repeating: 0, count: left.dimensions * right.dimensions)
        matmul(&product, left.values, right.values, m: left.dimensions, n: right.dimensions, k: left.rows, transposeA: true)
        return product.reduce(0) { $0 + $1 * $1 }
    }
    let own = squaredNorm(a, a).squareRoot() * squaredNorm(b, b).squareRoot()
    return own > 0 ? squaredNorm(a, b) / own : nil
}

extension FeatureMatrix {
    /// Each column less its mean; a column of equal values is exactly 0.
    fileprivate var centred: FeatureMatrix {
        var values = values
        for column in 0..<dimensions {
            let first = values[column]
            let shift = (0..<rows).reduce(0) { $0 + (values[$1 * dimensions + column] - first) } / Double(rows)
            for row in 0..<rows { values[row * dimensions + column] = values[row * dimensions + column] - first - shift }
        }
        return FeatureMatrix(dimensions: dimensions, values: values)
    }
}
