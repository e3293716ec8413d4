import Foundation
import Kernels
import Testing

@testable import Evaluation

/// Values in -1...1 without a simple pattern: in NumPy `np.sin(np.arange(rows * dimensions) * 91.7 + salt * 13.1)`.
private func points(_ rows: Int, _ dimensions: Int, salt: Double, factor: Double = 1, shift: Double = 0) -> FeatureMatrix {
    FeatureMatrix(
        dimensions: dimensions, values: (0..<rows * dimensions).map { sin(Double($0) * 91.7 + salt * 13.1) * factor + shift })
}

@Suite struct SampleSizeTests {
    /// From NumPy, over all pairs at once: `1000 (sum over i != j of k(a, a) / (m (m - 1)) + the same of b - 2 mean of k(a, b))`.
    @Test func `the mean discrepancy is NumPy's`() throws {
        let near = try #require(meanDiscrepancy(points(40, 3, salt: 1), points(50, 3, salt: 2)))
        #expect(abs(near - -0.6858474152753313) < 1e-9)
        let far = try #require(meanDiscrepancy(points(300, 3, salt: 1), points(290, 3, salt: 2, shift: 0.5)))
        #expect(abs(far - 7.267040665312585) < 1e-9)
    }

    @Test func `the mean discrepancy of two pairs by hand, and of too little`() throws {
        // Within the sets 1 - k(1) and 1 - k(1), across the mean of 1 - k at distances 2, 3, 1, 2.
        let a = FeatureMatrix(dimensions: 1, values: [0, 1]), b = FeatureMatrix(dimensions: 1, values: [2, 3])
        func k(_ distance: Double) -> Double { exp(-distance * distance / 200) }
        let wanted = 1000 * (2 * k(1) - 2 * (2 * k(2) + k(3) + k(1)) / 4)
        #expect(abs(try #require(meanDiscrepancy(a, b)) - wanted) < 1e-9)
        #expect(meanDiscrepancy(a, FeatureMatrix(dimensions: 1, values: [2])) == nil)
        #expect(meanDiscrepancy(a, FeatureMatrix(dimensions: 1, values: [2, .nan])) == nil)
    }

    @Test("density and coverage are those of the definition inside and beyond one block", arguments: [(40, 50), (300, 270)])
    func density(rows: Int, others: Int) throws {
        let (real, made) = (points(rows, 3, salt: 1), points(others, 3, salt: 2, factor: 0.97))
        func distance(_ a: FeatureMatrix, _ i: Int, _ b: FeatureMatrix, _ j: Int) -> Double {
            (0..<3).reduce(0) { $0 + pow(a.values[i * 3 + $1] - b.values[j * 3 + $1], 2) }
        }
        let radii = (0..<rows).map { row in (0..<rows).filter { $0 != row }.map { distance(real, row, real, $0) }.sorted()[4] }
        let inside = (0..<rows).map { row in (0..<others).count { distance(made, $0, real, row) <= radii[row] } }
        let found = try #require(FeatureManifold(real, neighbours: 5)?.densityAndCoverage(of: made))
        #expect(abs(found.density - Double(inside.reduce(0, +)) / Double(5 * others)) < 1e-12)
        #expect(abs(found.coverage - Double(inside.count { $0 > 0 }) / Double(rows)) < 1e-12)
        if rows == 40 { #expect(found.density > 0.5 && found.coverage > 0.5) }
    }

    /// From NumPy, with distances between all pairs at once and `np.sort(distances, axis=1)[:, 5]` as radii.
    @Test func `density and coverage are NumPy's`() throws {
        let found = try #require(
            FeatureManifold(points(300, 3, salt: 1), neighbours: 5)?.densityAndCoverage(of: points(270, 3, salt: 2, factor: 0.95)))
        #expect(abs(found.density - 0.6214814814814815) < 1e-12 && abs(found.coverage - 0.6666666666666666) < 1e-12)
    }

    @Test func `points on one line, by hand`() throws {
        // Balls around 0...5 with k = 2 reach 2, 1, 1, 1, 1, 2. The point 0.5 lies in those of 0, 1; 9 in none.
        let real = FeatureMatrix(dimensions: 1, values: [0, 1, 2, 3, 4, 5])
        let found = try #require(
            FeatureManifold(real, neighbours: 2)?.densityAndCoverage(of: FeatureMatrix(dimensions: 1, values: [0.5, 9])))
        #expect(found.density == 2.0 / (2 * 2) && found.coverage == 2.0 / 6)
    }

    @Test func `the line through distances meets 0 where NumPy's polyfit says`() {
        // np.polyfit([.1, .05, .02, .01], [3, 2.2, 1.4, 1.3], 1)[1]
        #expect(abs(intercept([0.1, 0.05, 0.02, 0.01], [3, 2.2, 1.4, 1.3]) - 1.0979591836734697) < 1e-12)
    }

    @Test func `subsets are drawn without replacement, evenly, and end with the whole set`() {
        #expect(subsetSizes(of: 256) == [64, 77, 91, 105, 118, 132, 146, 160, 173, 187, 201, 214, 228, 242, 256])
        let key = RandomKey(seed: 3, purpose: .subsets, step: 1)
        let drawn = subset(of: 100, size: 30, key)
        #expect(Set(drawn).count == 30 && drawn.allSatisfy { 0..<100 ~= $0 } && drawn == drawn.sorted())
        #expect(
            drawn == subset(of: 100, size: 30, key) && drawn != subset(of: 100, size: 30, RandomKey(seed: 4, purpose: .subsets, step: 1)))
        #expect(subset(of: 100, size: 100, key) == Array(0..<100))
        var hits = [Int](repeating: 0, count: 10)
        for seed in 0..<2000 { for row in subset(of: 10, size: 3, RandomKey(seed: UInt64(seed), purpose: .subsets)) { hits[row] += 1 } }
        // 600 each, deviation 20.5.
        #expect(hits.allSatisfy { abs($0 - 600) < 100 })
    }

    @Test func `extrapolation takes the bias of few vectors away`() throws {
        // Independent normal vectors of one distribution: the truth is 0, the plain distance of 120 is far from it.
        func normal(_ rows: Int, seed: UInt64) -> FeatureMatrix {
            let buffer = FloatBuffer(count: rows * 16)
            fillNormal(buffer.pointer, count: buffer.count, key: RandomKey(seed: seed, purpose: .other))
            return FeatureMatrix(dimensions: 16, values: buffer.array.map(Double.init))
        }
        let reference = FeatureStatistics(normal(20_000, seed: 1)), made = normal(120, seed: 2)
        let plain = try #require(frechetDistance(FeatureStatistics(made), reference))
        let extrapolated = try #require(extrapolatedFrechetDistance(made, reference))
        #expect(plain > 0.5 && abs(extrapolated) < plain / 3)
        #expect(extrapolated == extrapolatedFrechetDistance(made, reference))
        #expect(extrapolatedFrechetDistance(normal(59, seed: 2), reference) == nil)
    }
}
