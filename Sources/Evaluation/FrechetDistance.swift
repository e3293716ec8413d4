import Kernels

/// The squared Frechet distance between the normal distributions fitted to two feature sets (FID, when the features
/// are Inception's): `|mean_a - mean_b|² + trace(A + B - 2 (A B)^(1/2))`.
///
/// With `A = F Fᵀ` and `B = G Gᵀ`, whatever the factors, the trace of the square root is the sum of the singular values
/// of `Fᵀ G`. Nothing is squared on the way, so a rank-deficient set (fewer vectors than dimensions) is as exact as any
/// other, and no imaginary parts have to be dropped. Never negative.
///
/// - Returns: nil when it is undefined: fewer than two vectors in a set, or features that are not finite.
/// - Precondition: both sets have the same dimensions.
/// Source: Heusel et al., arXiv 1706.08500; Dowson & Landau (1982).
public func frechetDistance(_ a: FeatureStatistics, _ b: FeatureStatistics) -> Double? {
    precondition(a.dimensions == b.dimensions, "features of \(a.dimensions) and of \(b.dimensions) dimensions")
    guard let a = a.fit, let b = b.fit else { return nil }
    return frechetDistance(a, b)
}

/// The same of distributions that were fitted before.
/// - Returns: nil when it is not finite.
public func frechetDistance(_ a: NormalFit, _ b: NormalFit) -> Double? {
    precondition(a.dimensions == b.dimensions, "features of \(a.dimensions) and of \(b.dimensions) dimensions")
    let size = a.dimensions, rankA = a.factor.count / size, rankB = b.factor.count / size
    var product = [Double](repeating: 0, count: rankA * rankB)
    matmul(&product, a.factor, b.factor, m: rankA, n: rankB, k: size, transposeB: true)
    guard let spectrum = singularValues(product, rows: rankA, columns: rankB) else { return nil }

    let means = zip(a.mean, b.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let traces = (0..<size).reduce(0) { $0 + a.variances[$1] + b.variances[$1] }
    let distance = means + traces - 2 * spectrum.reduce(0, +)
    return distance.isFinite ? max(distance, 0) : nil
}
