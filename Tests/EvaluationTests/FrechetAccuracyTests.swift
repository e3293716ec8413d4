import Testing

@testable import Evaluation

@Suite("Fréchet distances of few vectors") struct FrechetAccuracyTests {
    private func features(_ rows: Int, _ dimensions: Int, _ salt: Int) -> FeatureMatrix {
        FeatureMatrix(
            dimensions: dimensions,
            values: (0..<rows * dimensions).map { place in
                let (i, j) = (place / dimensions, place % dimensions)
                return Double((i * i * 31 + j * j * 17 + i * j * (7 + salt) + 5 * salt * i + 3 * j) % 101 - 50)
            })
    }

    /// mpmath, 80 digits: traces less twice the sum of svd_r of the product of the centred sets.
    @Test(
        "Sets with fewer vectors than dimensions are as exact as any other",
        arguments: [(5, 7, 16, 20358.461796430301174), (20, 30, 8, 1096.6155564141823029), (3, 40, 24, 34149.318566473919314)])
    func deficient(a: Int, b: Int, dimensions: Int, wanted: Double) throws {
        let (first, second) = (FeatureStatistics(features(a, dimensions, 1)), FeatureStatistics(features(b, dimensions, 2)))
        #expect(abs(try #require(frechetDistance(first, second)) / wanted - 1) < 1e-13)
        #expect(abs(try #require(frechetDistance(second, first)) / wanted - 1) < 1e-13)
        #expect(try #require(frechetDistance(first, first)) < 1e-9)
    }
}
