import Foundation
import Testing
@testable import Reports

@Suite("The estimate of a cell")
struct MeanEstimateTests {
    @Test("An axis shows whole intervals, but of two values only these")
    func reach() throws {
        let three = try #require(MeanEstimate([1, 2, 6])), half = try #require(three.halfWidth)
        #expect(three.reach == (3 - half)...(3 + half))
        let two = try #require(MeanEstimate([1, 3]))
        #expect(abs(two.reach.lowerBound - 1) < 1e-12 && abs(two.reach.upperBound - 3) < 1e-12 && two.halfWidth! > 12)
        #expect(MeanEstimate([4])?.reach == 4...4)
    }

    @Test("Mean, sample deviation and half-width of five numbers; one number has no interval, none no mean")
    func estimates() throws {
        let estimate = try #require(MeanEstimate([2, 4, 4, 4, 6]))
        #expect(estimate.mean == 4 && estimate.count == 5)
        #expect(abs(try #require(estimate.standardDeviation) - 2.0.squareRoot()) < 1e-15)
        #expect(abs(try #require(estimate.halfWidth) - 2.7764451052 * 2.0.squareRoot() / 5.0.squareRoot()) < 1e-9)
        let single = try #require(MeanEstimate([3]))
        #expect(single.mean == 3 && single.standardDeviation == nil && single.halfWidth == nil)
        #expect(MeanEstimate([]) == nil)
    }
}
