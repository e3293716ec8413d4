import Kernels

/// The kernel inception distance between two feature sets, with its standard error.
public struct KernelDistance: Sendable, Equatable {
    /// The unbiased estimate of the squared maximum mean discrepancy under the kernel `(x·y / dimensions + 1)³`, over
    /// the whole sets. Around 0, also below it, for sets of one distribution.
    public let value: Double
    /// From leaving out each vector of either set in turn (jackknife); nil with fewer than three vectors in a set.
    ///
    /// Source: Efron & Stein, "The jackknife estimate of variance" (1981), for a statistic of two independent samples.
    public let standardError: Double?

    /// Quadratic in the number of vectors, which are taken in blocks of rows: memory stays small.
    ///
    /// Nil when it is undefined: fewer than two vectors in a set, or features that are not finite.
    /// - Precondition: both sets have the same dimensions.
    /// Source: Binkowski et al., arXiv 1801.01401.
    public init?(_ a: FeatureMatrix, _ b: FeatureMatrix) {
        precondition(a.dimensions == b.dimensions, "features of \(a.dimensions) and of \(b.dimensions) dimensions")
        guard a.rows >= 2, b.rows >= 2 else { return nil }
        let (withinA, withinB) = (sumsOfDistinctPairs(a), sumsOfDistinctPairs(b))
        let (acrossA, acrossB) = sumsOfPairs(a, b)
        let (countA, countB) = (Double(a.rows), Double(b.rows))
        let (totalA, totalB, across) = (withinA.reduce(0, +), withinB.reduce(0, +), acrossA.reduce(0, +))
        let meanA = totalA / (countA * (countA - 1)), meanB = totalB / (countB * (countB - 1))
        value = meanA + meanB - 2 * across / (countA * countB)
        guard value.isFinite else { return nil }
        guard a.rows >= 3, b.rows >= 3 else {
            standardError = nil
            return
        }
        /// The share of the variance that one set's vectors bring.
        func variance(_ within: [Double], _ total: Double, _ meanOther: Double, _ toOther: [Double], _ other: Double) -> Double {
            let count = Double(within.count)
            let without = zip(within, toOther).map { own, crossing in
                (total - 2 * own) / ((count - 1) * (count - 2)) + meanOther - 2 * (across - crossing) / ((count - 1) * other)
            }
            let mean = without.reduce(0, +) / count
            return (count - 1) / count * without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        let variance = variance(withinA, totalA, meanB, acrossA, countB) + variance(withinB, totalB, meanA, acrossB, countA)
        standardError = variance.squareRoot()
    }
}

/// The estimate alone.
/// - Returns: nil when it is undefined, see ``KernelDistance``.
public func kernelInceptionDistance(_ a: FeatureMatrix, _ b: FeatureMatrix) -> Double? { KernelDistance(a, b)?.value }

/// For each vector, the kernel summed over all other vectors of its set.
private func sumsOfDistinctPairs(_ features: FeatureMatrix) -> [Double] {
    var sums = [Double](repeating: 0, count: features.rows)
    sums.withUnsafeMutableBufferPointer { sums in
        forEachProductBlock(features, features, upperHalf: true) { block, first, rows, second, columns in
            fillKernel(block, count: rows * columns, dimensions: features.dimensions)
            for row in 0..<rows {
                // The kernel is symmetric: what lies above the diagonal counts for both of its vectors.
                var total = 0.0
                for column in min(second == first ? row + 1 : 0, columns)..<columns {
                    let value = block[row * columns + column]
                    total += value
                    sums[second + column] += value
                }
                sums[first + row] += total
            }
        }
    }
    return sums
}

/// For each vector of either set, the kernel summed over the vectors of the other.
private func sumsOfPairs(_ a: FeatureMatrix, _ b: FeatureMatrix) -> (a: [Double], b: [Double]) {
    var (sumsA, sumsB) = ([Double](repeating: 0, count: a.rows), [Double](repeating: 0, count: b.rows))
    sumsA.withUnsafeMutableBufferPointer { sumsA in
        sumsB.withUnsafeMutableBufferPointer { sumsB in
            forEachProductBlock(a, b) { block, first, rows, second, columns in
                fillKernel(block, count: rows * columns, dimensions: a.dimensions)
                for row in 0..<rows {
                    var total = 0.0
                    for column in 0..<columns {
                        let value = block[row * columns + column]
                        total += value
                        sumsB[second + column] += value
                    }
                    sumsA[first + row] += total
                }
            }
        }
    }
    return (sumsA, sumsB)
}

/// Inner products become kernel values.
private func fillKernel(_ block: UnsafeMutablePointer<Double>, count: Int, dimensions: Int) {
    let scale = 1 / Double(dimensions)
    for index in 0..<count {
        let base = block[index] * scale + 1
        block[index] = base * base * base
    }
}
