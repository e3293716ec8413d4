import Testing

@testable import Kernels

@Suite("Cholesky's factorisation") struct CholeskyTests {
    /// `X Xᵀ` of [size, rank] random numbers, `shift` added to its diagonal.
    private func semidefinite(_ size: Int, rank: Int, shift: Double = 0) -> [Double] {
        let x = DoubleProductTests.entries(size * rank, 4)
        var out = [Double](repeating: 0, count: size * size)
        matmul(&out, x, x, m: size, n: size, k: rank, transposeB: true)
        for place in 0..<size { out[place * size + place] += shift }
        return out
    }

    @Test("A system is solved at every edge of its blocks", arguments: [1, 2, 63, 64, 65, 129, 300], [1, 7])
    func solves(size: Int, count: Int) throws {
        let matrix = semidefinite(size, rank: size, shift: 1)
        let wanted = DoubleProductTests.entries(count * size, 8)
        var sides = wanted
        matmul(&sides, wanted, matrix, m: count, n: size, k: size)
        // Only the lower triangle is read.
        var half = matrix
        for row in 0..<size { for column in row + 1..<max(size, row + 1) { half[row * size + column] = -1e9 } }
        let found = try #require(solvePositiveDefinite(half, size: size, sides))
        let largest = matrix.reduce(0) { max($0, abs($1)) }
        for (value, wanted) in zip(found, wanted) { #expect(abs(value - wanted) < 1e-14 * Double(size) * largest) }
    }

    @Test("A matrix that is not positive definite is refused, in whichever block it shows", arguments: [0, 1, 64, 140])
    func refuses(place: Int) {
        var matrix = semidefinite(150, rank: 150, shift: 1)
        matrix[place * 150 + place] = -1e-3
        #expect(solvePositiveDefinite(matrix, size: 150, DoubleProductTests.entries(150, 8)) == nil)
        matrix[place * 150 + place] = .infinity
        #expect(solvePositiveDefinite(matrix, size: 150, DoubleProductTests.entries(150, 8)) == nil)
    }

    @Test(
        "A factor of a semidefinite matrix has as many rows as its rank, and rebuilds it",
        arguments: [(1, 1), (5, 5), (16, 3), (64, 64), (65, 64), (128, 49), (130, 129), (300, 199)])
    func factor(size: Int, rank: Int) throws {
        let matrix = semidefinite(size, rank: rank)
        let factor = try #require(semidefiniteFactor(matrix, size: size))
        #expect(factor.count == rank * size)
        var rebuilt = [Double](repeating: 0, count: size * size)
        matmul(&rebuilt, factor, factor, m: size, n: size, k: rank, transposeA: true)
        let largest = matrix.reduce(0) { max($0, abs($1)) }
        for (value, wanted) in zip(rebuilt, matrix) { #expect(abs(value - wanted) < 1e-14 * largest) }
    }

    @Test("Nothing has no rows; nor have negative directions; a NaN has no factor") func edges() throws {
        #expect(semidefiniteFactor([0, 0, 0, 0], size: 2) == [])
        #expect(semidefiniteFactor([-1, 0, 0, 4], size: 2) == [0, 2])
        #expect(semidefiniteFactor([1, 0, .nan, 1], size: 2) == nil)
        // Beside 1, 1e-17 is rounding; 1e-10 is not.
        #expect(try #require(semidefiniteFactor([1, 0, 0, 1e-17], size: 2)) == [1, 0])
        #expect(try #require(semidefiniteFactor([1, 0, 0, 1e-10], size: 2)) == [1, 0, 0, 1e-5])
    }
}
