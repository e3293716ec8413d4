import Testing

@testable import Statistics

@Suite struct HolmTests {
    /// By hand: the k-th smallest of m is multiplied by m - k + 1 and never below the one before.
    @Test(
        "adjusted values are the known ones",
        arguments: [
            ([0.01, 0.02, 0.03, 0.04, 0.05], [0.05, 0.08, 0.09, 0.09, 0.09]),
            ([0.04, 0.01, 0.03], [0.06, 0.03, 0.06]), ([0.5, 0.6], [1, 1]), ([0.2], [0.2]), ([], []),
        ] as [([Double], [Double])])
    func known(values: [Double], adjusted: [Double]) {
        let found = holmAdjusted(values)
        #expect(found.count == adjusted.count)
        for (one, other) in zip(found, adjusted) { #expect(abs((one ?? .nan) - other) < 1e-15) }
    }

    @Test func `a test that is not there yet belongs to the family`() {
        #expect(holmAdjusted([0.01, nil, 0.02]) == [0.03, nil, 0.04])
        #expect(holmAdjusted([nil, nil]) == [nil, nil])
    }
}
