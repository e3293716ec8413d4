import Foundation
import Testing

@testable import Kernels

@Suite struct DoubleMatrixTests {
    /// Entries in -1...1 without a pattern that a transposed or shifted read would repeat.
    private func entries(_ count: Int, _ salt: Double) -> [Double] {
        (0..<count).map { sin(Double($0) * 12.9898 + salt * 78.233) }
    }

    @Test("the double product equals the sum of its definition", arguments: [false, true], [false, true])
    func product(transposeA: Bool, transposeB: Bool) {
        let (m, n, k) = (5, 7, 3)
        let (a, b) = (entries(m * k, 1), entries(k * n, 2))
        var out = [Double](repeating: 1, count: m * n)
        for accumulate in [false, true] {
            let before = out
            matmul(
                &out, a, b, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB, accumulate: accumulate)
            for row in 0..<m {
                for column in 0..<n {
                    var sum = accumulate ? before[row * n + column] : 0
                    for inner in 0..<k {
                        sum +=
                            (transposeA ? a[inner * m + row] : a[row * k + inner])
                            * (transposeB ? b[column * k + inner] : b[inner * n + column])
                    }
                    #expect(abs(out[row * n + column] - sum) < 1e-14)
                }
            }
        }
    }

    /// NumPy: a = entries(9, 6) as 3 x 3; numpy.linalg.solve(a a^T + 1, b^T)^T for b = entries(6, 7) as 2 x 3.
    @Test("a positive definite system is solved for each row of its right-hand sides; another is refused") func solving() throws {
        let a = entries(9, 6), b = entries(6, 7)
        var matrix = [Double](repeating: 0, count: 9)
        matmul(&matrix, a, a, m: 3, n: 3, k: 3, transposeB: true)
        for place in 0..<3 { matrix[4 * place] += 1 }
        let expected = [
            0.7190051589056992, 0.6145826325701782, 0.8617176226952474, 0.3807135472635968, 0.24134672726645828, 0.30219251617191767,
        ]
        let found = try #require(solvePositiveDefinite(matrix, size: 3, b))
        for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 1e-12) }
        #expect(solvePositiveDefinite([1, 2, 2, 1], size: 2, [1, 1]) == nil)
        #expect(solvePositiveDefinite([1, 0, 0, .nan], size: 2, [1, 1]) == nil)
        #expect(solvePositiveDefinite([2], size: 1, []) == [])
    }

    @Test func `singular values of a tall, a wide and an empty matrix are known`() throws {
        let tall = [0.1, 0.2, 0.05, 0.3, 0, 0.1, 0.02, 0.5, 0.06, 0.2, 0.2, 0.2]
        let expected = [0.6198443488036655, 0.3678432760713895, 0.08357216944191054]
        let wide = (0..<12).map { (index: Int) -> Double in tall[3 * (index % 4) + index / 4] }
        for (matrix, rows, columns) in [(tall, 4, 3), (wide, 3, 4)] {
            let found = try #require(singularValues(matrix, rows: rows, columns: columns))
            #expect(found.count == 3)
            for (value, wanted) in zip(found, expected) { #expect(abs(value - wanted) < 1e-15) }
        }
        #expect(singularValues([], rows: 0, columns: 3) == [])
    }

    @Test func `a tiny singular value beside a large one keeps its absolute size`() throws {
        // Rank one plus 1e-12 in one other direction: squaring the matrix would lose it.
        let found = try #require(singularValues([1, 1, 1e-12, -1e-12], rows: 2, columns: 2))
        #expect(abs(found[0] - 2.0.squareRoot()) < 1e-15)
        #expect(abs(found[1] / (1e-12 * 2.0.squareRoot()) - 1) < 1e-3)
    }

    @Test func `values that are not finite have no decomposition`() {
        #expect(semidefiniteFactor([1, .nan, .nan, 1], size: 2) == nil)
        #expect(singularValues([1, .infinity], rows: 1, columns: 2) == nil)
    }
}
