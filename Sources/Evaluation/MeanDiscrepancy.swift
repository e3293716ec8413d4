import Foundation

/// The squared maximum mean discrepancy of two sets of unit embeddings under the Gaussian kernel `exp(-|x - y|² / (2 · 10²))`, times
/// 1,000: CMMD, when the embeddings are CLIP's. The unbiased estimate of its equation: pairs of a vector with itself are left out,
/// so it scatters around 0, also below it, for sets of one distribution.
///
/// - Returns: nil when it is undefined: fewer than two vectors in a set, or embeddings that are not finite.
/// - Precondition: both sets have the same dimensions.
/// Source: Jayasumana et al., "Rethinking FID", arXiv 2401.09603.
public func meanDiscrepancy(_ a: FeatureMatrix, _ b: FeatureMatrix) -> Double? {
    precondition(a.dimensions == b.dimensions, "embeddings of \(a.dimensions) and of \(b.dimensions) dimensions")
    guard a.rows >= 2, b.rows >= 2, a.values.allSatisfy(\.isFinite), b.values.allSatisfy(\.isFinite) else { return nil }
    let (countA, countB) = (Double(a.rows), Double(b.rows))
    // Each sums 1 - kernel, which is small: the ones cancel before they cost digits.
    let withinA = sumOfDistances(a, a, isOneSet: true) / (countA * (countA - 1))
    let withinB = sumOfDistances(b, b, isOneSet: true) / (countB * (countB - 1))
    return 1000 * (2 * sumOfDistances(a, b) / (countA * countB) - withinA - withinB)
}

/// `1 - kernel` summed over all pairs; 0 for a vector with itself.
private func sumOfDistances(_ a: FeatureMatrix, _ b: FeatureMatrix, isOneSet: Bool = false) -> Double {
    let bandwidth = 10.0
    let (normsA, normsB) = (a.squaredNorms, b.squaredNorms)
    var sum = 0.0
    forEachProductBlock(a, b) { block, first, rows, second, columns in
        for row in 0..<rows {
            for column in 0..<columns where !isOneSet || first + row != second + column {
                let distance = max(0, normsA[first + row] + normsB[second + column] - 2 * block[row * columns + column])
                sum -= expm1(-distance / (2 * bandwidth * bandwidth))
            }
        }
    }
    return sum
}
