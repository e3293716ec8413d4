import Kernels

/// The kernel inception distance between two feature sets: the unbiased estimate of the squared maximum mean
/// discrepancy under the kernel `(x·y / dimensions + 1)³`, over the whole sets. Around 0, also below it, for sets of
/// one distribution.
///
/// Quadratic in the number of vectors, which are taken in blocks of rows: memory stays small.
///
/// - Returns: nil when it is undefined: fewer than two vectors in a set, or features that are not finite.
/// - Precondition: both sets have the same dimensions.
/// Source: Binkowski et al., arXiv 1801.01401.
public func kernelInceptionDistance(_ a: FeatureMatrix, _ b: FeatureMatrix) -> Double? {
    precondition(a.dimensions == b.dimensions, "features of \(a.dimensions) and of \(b.dimensions) dimensions")
    let (countA, countB) = (Double(a.rows), Double(b.rows))
    guard a.rows >= 2, b.rows >= 2 else { return nil }
    let distance =
        sumOfDistinctPairs(a) / (countA * (countA - 1)) + sumOfDistinctPairs(b) / (countB * (countB - 1))
        - 2 * sumOfPairs(a, b) / (countA * countB)
    return distance.isFinite ? distance : nil
}

/// Rows of one block of inner products.
private let blockRows = 256

/// The kernel summed over every pair of different vectors of one set, in both orders.
private func sumOfDistinctPairs(_ features: FeatureMatrix) -> Double {
    var (block, sum) = ([Double](repeating: 0, count: blockRows * blockRows), 0.0)
    for first in stride(from: 0, to: features.rows, by: blockRows) {
        let rows = min(blockRows, features.rows - first)
        // The kernel is symmetric: blocks right of the diagonal count twice.
        for second in stride(from: first, to: features.rows, by: blockRows) {
            let columns = min(blockRows, features.rows - second)
            fillKernel(&block, features, first, rows, features, second, columns)
            if second > first {
                sum += 2 * block[0..<(rows * columns)].reduce(0, +)
            } else {
                for row in 0..<rows {
                    for column in (row + 1)..<max(columns, row + 1) { sum += 2 * block[row * columns + column] }
                }
            }
        }
    }
    return sum
}

/// The kernel summed over every pair of one vector of each set.
private func sumOfPairs(_ a: FeatureMatrix, _ b: FeatureMatrix) -> Double {
    var (block, sum) = ([Double](repeating: 0, count: blockRows * blockRows), 0.0)
    for first in stride(from: 0, to: a.rows, by: blockRows) {
        let rows = min(blockRows, a.rows - first)
        for second in stride(from: 0, to: b.rows, by: blockRows) {
            let columns = min(blockRows, b.rows - second)
            fillKernel(&block, a, first, rows, b, second, columns)
            sum += block[0..<(rows * columns)].reduce(0, +)
        }
    }
    return sum
}

/// Overwrites the start of `out` with the kernel [rows, columns] between rows `first...` of `a` and `second...` of `b`.
private func fillKernel(
    _ out: inout [Double], _ a: FeatureMatrix, _ first: Int, _ rows: Int,
    _ b: FeatureMatrix, _ second: Int, _ columns: Int
) {
    let size = a.dimensions
    out.withUnsafeMutableBufferPointer { block in
        a.values.withUnsafeBufferPointer { left in
            b.values.withUnsafeBufferPointer { right in
                guard let target = block.baseAddress, let x = left.baseAddress, let y = right.baseAddress
                else { return }
                matmul(
                    target, x + first * size, y + second * size, m: rows, n: columns, k: size, transposeB: true)
                let scale = 1 / Double(size)
                for index in 0..<(rows * columns) {
                    let base = target[index] * scale + 1
                    target[index] = base * base * base
                }
            }
        }
    }
}
