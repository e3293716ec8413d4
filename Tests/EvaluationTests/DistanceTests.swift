import Foundation
import Testing

@testable import Evaluation

/// Features without a simple pattern, roughly in -2...2.
private func features(rows: Int, dimensions: Int, salt: Double, shift: Double = 0) -> FeatureMatrix {
    FeatureMatrix(
        dimensions: dimensions,
        values: (0..<rows * dimensions).map { index in
            let value = sin(Double(index) * 12.9898 + salt) * 43758.5453
            return 4 * (value - value.rounded(.down)) - 2 + shift * Double(index % dimensions)
        })
}

@Suite struct FeatureStatisticsTests {
    @Test func `mean and covariance are those of the definition`() throws {
        let set = features(rows: 9, dimensions: 3, salt: 1)
        let statistics = FeatureStatistics(set)
        let covariance = try #require(statistics.covariance)
        for i in 0..<3 {
            let meanI = (0..<9).map { set.values[$0 * 3 + i] }.reduce(0, +) / 9
            #expect(abs(statistics.mean[i] - meanI) < 1e-15)
            for j in 0..<3 {
                let meanJ = (0..<9).map { set.values[$0 * 3 + j] }.reduce(0, +) / 9
                let sum = (0..<9).map { (set.values[$0 * 3 + i] - meanI) * (set.values[$0 * 3 + j] - meanJ) }
                    .reduce(0, +)
                #expect(abs(covariance[i * 3 + j] - sum / 8) < 1e-14)
            }
        }
    }

    @Test("batches of any size give the statistics of the whole", arguments: [1, 2, 7, 40])
    func streaming(batch: Int) throws {
        // A mean a million times the deviation: summing squares would lose every digit of the covariance.
        let set = features(rows: 40, dimensions: 4, salt: 2, shift: 1e6)
        let whole = FeatureStatistics(set)
        var streamed = FeatureStatistics(dimensions: 4)
        for first in stride(from: 0, to: 40, by: batch) {
            streamed.add(Array(set.values[first * 4..<min(40, first + batch) * 4]))
        }
        #expect(streamed.count == 40)
        for (a, b) in zip(streamed.mean, whole.mean) { #expect(abs(a - b) <= 1e-9) }
        for (a, b) in zip(try #require(streamed.covariance), try #require(whole.covariance)) {
            #expect(abs(a - b) < 1e-8)
        }
    }

    @Test func `single precision rows count like double ones`() {
        var single = FeatureStatistics(dimensions: 2)
        single.add([0.5, 1, 1.5, -2] as [Float])
        var double = FeatureStatistics(dimensions: 2)
        double.add([0.5, 1, 1.5, -2] as [Double])
        #expect(single == double)
        var matrix = FeatureMatrix(dimensions: 2)
        matrix.append([0.5, 1] as [Float])
        matrix.append([1.5, -2] as [Double])
        #expect(FeatureStatistics(matrix) == double)
        #expect(matrix.rows == 2)
    }

    @Test func `one vector has no covariance`() {
        var statistics = FeatureStatistics(dimensions: 2)
        #expect(statistics.covariance == nil)
        statistics.add([1.0, 2.0])
        #expect(statistics.covariance == nil)
        #expect(statistics.mean == [1, 2])
    }
}

@Suite struct FrechetDistanceTests {
    @Test func `in one dimension it is the difference of means and of deviations, squared`() throws {
        // Means 2 and 7, deviations sqrt(2) and sqrt(8).
        let a = FeatureStatistics(FeatureMatrix(dimensions: 1, values: [1, 3]))
        let b = FeatureStatistics(FeatureMatrix(dimensions: 1, values: [5, 9]))
        #expect(abs(try #require(frechetDistance(a, b)) - (25 + 2)) < 1e-13)
    }

    @Test func `sets on two lines of the plane have the distance that their angle says`() throws {
        // Each set varies along one direction only: trace of the root is deviation · deviation · |cosine|.
        let (u, w) = ((0.6, 0.8), (1.0, 0.0))
        let a = FeatureMatrix(dimensions: 2, values: [-1, 0, 1].flatMap { [$0 * u.0, $0 * u.1] })
        let b = FeatureMatrix(dimensions: 2, values: [-3, 0, 3].flatMap { [$0 * w.0, $0 * w.1] })
        let found = try #require(frechetDistance(FeatureStatistics(a), FeatureStatistics(b)))
        #expect(abs(found - (1 + 9 - 2 * 1 * 3 * 0.6)) < 1e-12)
    }

    @Test func `fewer vectors than dimensions is exact too`() throws {
        // 6 vectors in 40 dimensions, moved by 0.5 along every axis: covariances are equal, means 0.25 · 40 apart.
        let set = features(rows: 6, dimensions: 40, salt: 3)
        let moved = FeatureMatrix(dimensions: 40, values: set.values.map { $0 + 0.5 })
        let found = try #require(frechetDistance(FeatureStatistics(set), FeatureStatistics(moved)))
        #expect(abs(found - 10) < 1e-10)
    }

    @Test func `it is symmetric, and 0 for a set and itself`() throws {
        let a = FeatureStatistics(features(rows: 100, dimensions: 12, salt: 4))
        let b = FeatureStatistics(features(rows: 80, dimensions: 12, salt: 5, shift: 0.1))
        let forth = try #require(frechetDistance(a, b))
        let back = try #require(frechetDistance(b, a))
        #expect(forth > 1)
        #expect(abs(forth - back) < 1e-12 * forth)
        #expect(try #require(frechetDistance(a, a)) < 1e-12)
    }

    @Test func `constant features differ by their means alone`() throws {
        let a = FeatureStatistics(FeatureMatrix(dimensions: 2, values: [1, 1, 1, 1]))
        let b = FeatureStatistics(FeatureMatrix(dimensions: 2, values: [4, 5, 4, 5]))
        #expect(frechetDistance(a, b) == 25)
    }

    @Test func `too few or infinite features have no distance`() {
        let good = FeatureStatistics(features(rows: 5, dimensions: 2, salt: 6))
        #expect(frechetDistance(good, FeatureStatistics(FeatureMatrix(dimensions: 2, values: [1, 2]))) == nil)
        let bad = FeatureStatistics(FeatureMatrix(dimensions: 2, values: [1, .nan, 2, 3]))
        #expect(frechetDistance(good, bad) == nil)
        #expect(frechetDistance(bad, good) == nil)
    }
}

@Suite struct KernelDistanceTests {
    /// The definition, pair by pair.
    private func naive(_ a: FeatureMatrix, _ b: FeatureMatrix) -> Double {
        let d = a.dimensions
        func kernel(_ x: FeatureMatrix, _ i: Int, _ y: FeatureMatrix, _ j: Int) -> Double {
            let dot = (0..<d).reduce(0) { $0 + x.values[i * d + $1] * y.values[j * d + $1] }
            return pow(dot / Double(d) + 1, 3)
        }
        func distinct(_ x: FeatureMatrix) -> Double {
            var sum = 0.0
            for i in 0..<x.rows { for j in 0..<x.rows where i != j { sum += kernel(x, i, x, j) } }
            return sum / Double(x.rows * (x.rows - 1))
        }
        var cross = 0.0
        for i in 0..<a.rows { for j in 0..<b.rows { cross += kernel(a, i, b, j) } }
        return distinct(a) + distinct(b) - 2 * cross / Double(a.rows * b.rows)
    }

    @Test(
        "it equals the sum of its definition inside, at and beyond one block",
        arguments: [
            (2, 3), (256, 255), (257, 300), (513, 40),
        ])
    func definition(rowsA: Int, rowsB: Int) throws {
        let a = features(rows: rowsA, dimensions: 5, salt: 7)
        let b = features(rows: rowsB, dimensions: 5, salt: 8, shift: 0.2)
        let wanted = naive(a, b)
        #expect(abs(try #require(kernelInceptionDistance(a, b)) - wanted) < 1e-10 * max(1, abs(wanted)))
    }

    @Test func `two vectors each, by hand`() {
        // k = (xy + 1)³ with a = {1, 2}, b = {2, 3}: within a 27, within b 343, across 27, 64, 125 and 343.
        let a = FeatureMatrix(dimensions: 1, values: [1, 2])
        let b = FeatureMatrix(dimensions: 1, values: [2, 3])
        // 27 + 343 - 2 (27 + 64 + 125 + 343) / 4
        #expect(kernelInceptionDistance(a, b) == 90.5)
    }

    @Test("the standard error is that of leaving out each vector, by the definition", arguments: [(5, 4), (3, 260)])
    func jackknife(rowsA: Int, rowsB: Int) throws {
        let a = features(rows: rowsA, dimensions: 3, salt: 9)
        let b = features(rows: rowsB, dimensions: 3, salt: 10, shift: 0.3)
        func without(_ set: FeatureMatrix, _ row: Int) -> FeatureMatrix {
            var values = set.values
            values.removeSubrange(row * 3..<row * 3 + 3)
            return FeatureMatrix(dimensions: 3, values: values)
        }
        func variance(_ estimates: [Double]) -> Double {
            let count = Double(estimates.count), mean = estimates.reduce(0, +) / count
            return (count - 1) / count * estimates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        let wanted =
            (variance((0..<rowsA).map { naive(without(a, $0), b) })
            + variance((0..<rowsB).map { naive(a, without(b, $0)) })).squareRoot()
        let found = try #require(KernelDistance(a, b)?.standardError)
        #expect(abs(found - wanted) < 1e-9 * wanted)
    }

    @Test("the standard error covers the estimate's scatter over samples")
    func standardErrorCovers() throws {
        // 60 pairs of sets of one pair of distributions, cut from one long sequence.
        let estimates = try (0..<60).map { index in
            try #require(
                KernelDistance(
                    features(rows: 80, dimensions: 4, salt: 100 + Double(index)),
                    features(rows: 80, dimensions: 4, salt: 900 + Double(index), shift: 0.15)))
        }
        let values = estimates.map(\.value), mean = values.reduce(0, +) / 60
        let scatter = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 59).squareRoot()
        let claimed = try estimates.map { try #require($0.standardError) }.reduce(0, +) / 60
        #expect(claimed > 0.7 * scatter && claimed < 1.5 * scatter)
    }

    @Test func `two vectors have a distance but no standard error`() throws {
        let two = FeatureMatrix(dimensions: 1, values: [1, 2])
        let found = try #require(KernelDistance(two, FeatureMatrix(dimensions: 1, values: [2, 3, 4])))
        #expect(found.standardError == nil)
    }

    @Test func `one vector or an infinite one has no distance`() {
        let good = FeatureMatrix(dimensions: 1, values: [1, 2, 3])
        #expect(kernelInceptionDistance(good, FeatureMatrix(dimensions: 1, values: [1])) == nil)
        #expect(kernelInceptionDistance(FeatureMatrix(dimensions: 1, values: [1, .infinity]), good) == nil)
    }
}
