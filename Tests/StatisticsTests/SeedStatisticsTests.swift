import Testing

@testable import Statistics

@Suite struct SeedStatisticsTests {
    @Test(
        "Student quantiles equal the known ones",
        arguments: [
            (0.975, 1.0, 12.706204736174694), (0.975, 2, 4.302652729749462), (0.975, 5, 2.5705818356363146),
            (0.975, 30, 2.0422724563012378), (0.995, 4, 4.604094871349992), (0.6, 3, 0.2766706623326898),
            (0.025, 5, -2.5705818356363155), (0.9999, 2.5, 34.867969321116306), (0.975, 1e6, 1.959966356814107),
            (0.5, 7, 0),
        ])
    func student(probability: Double, degreesOfFreedom: Double, quantile: Double) throws {
        let found = try #require(studentQuantile(probability, degreesOfFreedom: degreesOfFreedom))
        #expect(abs(found - quantile) <= 1e-10 * max(1, abs(quantile)))
    }

    @Test(
        "normal quantiles equal the known ones",
        arguments: [
            (0.975, 1.959963984540054), (0.5, 0), (0.001, -3.090232306167813), (0.9, 1.2815515655446004),
        ])
    func normal(probability: Double, quantile: Double) throws {
        #expect(abs(try #require(normalQuantile(probability)) - quantile) < 1e-13)
    }

    @Test(
        "the incomplete beta function equals the known values",
        arguments: [
            (0.3, 2.0, 3.0, 0.3483), (0.99, 0.5, 0.5, 0.9362314391414803), (0.5, 50, 0.5, 9.90168898459413e-17),
            (1e-4, 0.5, 3, 0.018748750037500005), (0, 2, 2, 0), (1, 2, 2, 1),
        ])
    func beta(x: Double, a: Double, b: Double, value: Double) {
        #expect(abs(regularisedIncompleteBeta(x, a: a, b: b) - value) <= 1e-13 * value)
    }

    @Test func `quantiles outside their domain are nil`() {
        for probability in [0, 1, -0.1, .nan] {
            #expect(studentQuantile(probability, degreesOfFreedom: 3) == nil)
            #expect(normalQuantile(probability) == nil)
        }
        #expect(studentQuantile(0.9, degreesOfFreedom: 0) == nil)
    }

    @Test func `mean, deviation and interval of five seeds are the known ones`() throws {
        let values = [0.12, 0.19, 0.14, 0.33, 0.21]
        #expect(abs(try #require(SeedStatistics.mean(values)) - 0.198) < 1e-15)
        #expect(abs(try #require(SeedStatistics.sampleStandardDeviation(values)) - 0.08228000972289685) < 1e-15)
        let wide = try #require(SeedStatistics.studentInterval(values))
        #expect(abs(wide.low - 0.09583587415522331) < 1e-12)
        #expect(abs(wide.high - 0.3001641258447767) < 1e-12)
        let half = try #require(SeedStatistics.studentInterval(values, level: 0.5))
        #expect(abs(half.low - 0.1707447627282527) < 1e-12)
        #expect(abs(half.high - 0.22525523727174732) < 1e-12)
    }

    @Test func `too few values have no statistic`() {
        #expect(SeedStatistics.mean([]) == nil)
        #expect(SeedStatistics.mean([3]) == 3)
        #expect(SeedStatistics.sampleStandardDeviation([3]) == nil)
        #expect(SeedStatistics.studentInterval([3]) == nil)
        #expect(SeedStatistics.studentInterval([]) == nil)
        #expect(SeedStatistics.studentInterval([3, 4], level: 1) == nil)
        #expect(SeedStatistics.studentInterval([3, 3, 3]) == ConfidenceInterval(low: 3, high: 3))
    }

    @Test(
        "Wilson intervals equal the known ones",
        arguments: [
            (0, 10, 0.0, 0.27753279986288926), (3, 10, 0.10779126740630102, 0.6032218525388546),
            (10, 10, 0.7224672001371109, 1.0), (81, 263, 0.2552885198782742, 0.36620957698280004),
        ])
    func wilson(successes: Int, trials: Int, low: Double, high: Double) throws {
        let found = try #require(SeedStatistics.wilsonInterval(successes: successes, trials: trials))
        #expect(abs(found.low - low) < 1e-12)
        #expect(abs(found.high - high) < 1e-12)
    }

    @Test func `impossible shares have no interval`() {
        #expect(SeedStatistics.wilsonInterval(successes: 0, trials: 0) == nil)
        #expect(SeedStatistics.wilsonInterval(successes: -1, trials: 4) == nil)
        #expect(SeedStatistics.wilsonInterval(successes: 5, trials: 4) == nil)
        #expect(SeedStatistics.wilsonInterval(successes: 1, trials: 4, level: 0) == nil)
    }
}
