import Foundation
import Testing
@testable import Reports

@Suite("Student t")
struct StudentTests {
    @Test("Two-sided 95 % quantiles agree with printed tables", arguments: [
        (1, 12.706204736), (2, 4.302652730), (3, 3.182446305), (5, 2.570581836), (9, 2.262157163), (30, 2.042272456),
        (120, 1.979930405), (100_000, 1.959987708),
    ])
    func quantiles(degrees: Int, expected: Double) {
        #expect(abs(StudentT.quantile(level: 0.95, degreesOfFreedom: degrees) - expected) < 1e-8)
    }

    @Test("Other levels and the exact Cauchy case")
    func levels() {
        #expect(abs(StudentT.quantile(level: 0.99, degreesOfFreedom: 4) - 4.604094871) < 1e-8)
        // One degree of freedom: P(|T| > t) = 1 - 2 atan(t) / pi.
        #expect(abs(StudentT.twoSidedTail(3, 1) - (1 - 2 * atan(3.0) / .pi)) < 1e-14)
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
