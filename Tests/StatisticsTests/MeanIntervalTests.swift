import Foundation
import Testing

@testable import Statistics

@Suite struct MeanIntervalTests {
    @Test func `below ten values the interval is Student's`() throws {
        // scipy 1.17: stats.t.interval(0.95, 5, mean(d), sem(d)).
        let found = try #require(MeanInterval([0.12, -0.03, 0.27, 0.08, 0.19, 0.05]))
        #expect(found.method == .student)
        #expect(abs(found.interval.low - 0.00213936667188544) < 1e-12)
        #expect(abs(found.interval.high - 0.22452729999478124) < 1e-12)
    }

    @Test func `from ten values on it is the studentised bootstrap, near the one of two million resamples`() throws {
        let values = [0.31, 0.02, 0.45, 0.12, 0.08, 0.97, 0.15, 0.22, 0.05, 0.61, 0.19, 0.27]
        let found = try #require(MeanInterval(values))
        #expect(found.method == .bootstrapT)
        // numpy 2.4, 20 x 100,000 resamples: quantiles 0.025 and 0.975 of (mean* - mean) / sd*.
        #expect(abs(found.interval.low - 0.15391486458817352) < 0.005)
        #expect(abs(found.interval.high - 0.6110679734701252) < 0.03)
        // Skew is followed: the long end points to the large values.
        #expect(found.interval.high - 0.28666 > 2 * (0.28666 - found.interval.low))
        #expect(MeanInterval(values) == found)
    }

    @Test func `values without spread, single values and such that are not finite have none`() {
        #expect(MeanInterval([0.2]) == nil)
        #expect(MeanInterval([]) == nil)
        #expect(MeanInterval([0.1 + 0.2, 0.3, 0.3]) == nil)
        #expect(MeanInterval([1, .nan]) == nil)
        #expect(MeanInterval([1, 2, .infinity]) == nil)
    }

    @Test func `values with many ties, whose resamples have no spread, get Student's interval and say so`() throws {
        let values = [Double](repeating: 0, count: 11) + [1]
        let found = try #require(MeanInterval(values))
        #expect(found.method == .student)
        #expect(found.interval == SeedStatistics.studentInterval(values))
    }

    @Test("The intervals hold the true mean in about 95 of 100 data sets", arguments: [(6, false), (10, false), (12, true)])
    func coverage(count: Int, isSkewed: Bool) {
        var random = SplitMix64(state: UInt64(count))
        let sets = count < MeanInterval.bootstrapCount ? 4000 : 250
        let holding = (0..<sets).count { _ in
            let values = (0..<count).map { _ in isSkewed ? -log(random.uniform()) - 1 : random.normal() }
            guard let interval = MeanInterval(values)?.interval else { return false }
            return interval.low <= 0 && 0 <= interval.high
        }
        let share = Double(holding) / Double(sets)
        // Three standard errors of a share of 0.95; of skewed values resampling covers a little less.
        let error = 3 * (0.95 * 0.05 / Double(sets)).squareRoot()
        #expect(share > 0.95 - error - (isSkewed ? 0.02 : 0) && share < 0.95 + error, "\(share)")
    }
}
