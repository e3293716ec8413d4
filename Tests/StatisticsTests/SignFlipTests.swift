import Testing

@testable import Statistics

@Suite struct SignFlipTests {
    /// The first two by hand; then scipy 1.17: `permutation_test((d,), mean, permutation_type="samples",
    /// n_resamples=inf).pvalue`.
    @Test(
        "p is the share of sign assignments that lie as far out",
        arguments: [
            ([1.0, 2, 3], 0.25), ([1, -1], 1), ([0.12, -0.03, 0.27, 0.08, 0.19, 0.05], 0.0625),
            ([1, 2, 3, 4, 5, 6, 7, -1, -2, 8], 0.021484375),
        ] as [([Double], Double)])
    func exact(differences: [Double], p: Double) throws {
        let test = try #require(SignFlipTest(differences))
        #expect(test.p == p && test.standardError == nil)
    }

    @Test func `sums that are equal on paper are equal however they round`() throws {
        // In tenths: of 1 + 2 - 3 + 7 = 7, five of eight assignments reach 7.
        #expect(try #require(SignFlipTest([0.1, 0.2, -0.3, 0.7])).p == 0.625)
        #expect(try #require(SignFlipTest([0.1, 0.2, -0.3])).p == 1)
        #expect(try #require(SignFlipTest([0, 0, 0])).p == 1)
    }

    @Test func `the centre is what counts as no effect`() throws {
        #expect(try #require(SignFlipTest([1.5, 1.6, 1.7, 1.4], centre: 1)).p == 0.125)
        #expect(try #require(SignFlipTest([0.9, 1.1, 0.8, 1.2], centre: 1)).p == 1)
    }

    /// The exact p by convolution in numpy: `c = roll(c, |d|) + roll(c, -|d|)` over the differences.
    @Test func `beyond twenty pairs p is drawn, near the exact one, and again the same`() throws {
        let differences: [Double] = [
            5, -3, 8, 2, 7, -6, 4, 9, 1, -2, 3, 6, 10, -4, 2, 5, -1, 7, 3, -8, 6, 4, 2, -5,
        ]
        let test = try #require(SignFlipTest(differences)), error = try #require(test.standardError)
        #expect(abs(test.p - 0.03695869445800781) < 4 * error)
        #expect(abs(error - 0.0006) < 0.0001)
        #expect(SignFlipTest(differences) == test)
        #expect(try #require(SignFlipTest([Double](repeating: 1, count: 80))).p == 1e-5)
    }

    @Test func `without differences or with one that is not finite there is no test`() {
        #expect(SignFlipTest([]) == nil)
        #expect(SignFlipTest([1, .nan]) == nil)
        #expect(SignFlipTest([1, .infinity]) == nil)
    }

    @Test("pairs reach 2/2^n", arguments: [(0, 1.0), (1, 1), (2, 0.5), (5, 0.0625), (6, 0.03125), (10, 0.001953125)] as [(Int, Double)])
    func least(pairs: Int, p: Double) throws {
        #expect(SignFlipTest.smallestP(pairs: pairs) == p)
        if pairs > 0 { #expect(try #require(SignFlipTest([Double](repeating: 2, count: pairs))).p == p) }
    }

    @Test func `six seeds can reach 0.05, nine after Holm over seven cells`() {
        #expect(SignFlipTest.pairsNeeded(level: 0.05) == 6)
        #expect(SignFlipTest.pairsNeeded(level: 0.05, comparisons: 7) == 9)
        #expect(SignFlipTest.pairsNeeded(level: 0.01) == 8)
        #expect(SignFlipTest.pairsNeeded(level: 0.05, comparisons: 1_000_000) == nil)
    }

    @Test func `without an effect p is at most 0.05 in at most 5 in 100 data sets; with one it nearly always is`() throws {
        var random = SplitMix64(state: 5)
        func share(effect: Double, pairs: Int) -> Double {
            let sets = 4000
            let found = (0..<sets).count { _ in
                (SignFlipTest((0..<pairs).map { _ in effect + random.normal() })?.p ?? 1) <= 0.05
            }
            return Double(found) / Double(sets)
        }
        // Six pairs reject on the two assignments of one sign only: 2/64.
        #expect(abs(share(effect: 0, pairs: 6) - 0.03125) < 0.009)
        // Eight: on 12 of 256.
        #expect(abs(share(effect: 0, pairs: 8) - 0.046875) < 0.011)
        #expect(share(effect: 2, pairs: 8) > 0.97)
    }
}

/// A generator that has nothing to do with the one under test.
struct SplitMix64 {
    var state: UInt64

    mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return (Double((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53
    }

    mutating func normal() -> Double { normalQuantile(uniform()) ?? 0 }
}
