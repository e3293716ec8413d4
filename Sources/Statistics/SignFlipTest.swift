/// The exact test that paired differences are as likely one way as the other: every difference keeps its size and
/// flips its sign freely. It needs no normal distribution, only pairs that would be exchangeable without an effect.
///
/// Two-sided: p is the share of sign assignments whose mean lies at least as far from the centre as the observed one.
/// Source: Fisher, "The Design of Experiments" (1935), section 21; Phipson & Smyth, "Permutation p-values should never
/// be zero" (2010) for the drawn form.
public struct SignFlipTest: Sendable, Equatable {
    /// Up to this many pairs every one of the `2^n` assignments is counted.
    public static let exactPairs = 20
    /// Assignments drawn beyond that.
    public static let draws = 99_999

    public let p: Double
    /// Of a drawn p: its standard error. nil when p is exact.
    public let standardError: Double?

    /// - Parameter centre: the difference that the hypothesis claims.
    /// - Returns: nil without differences, or when one is not finite.
    public init?(_ differences: [Double], centre: Double = 0) {
        let offsets = differences.map { $0 - centre }
        guard !offsets.isEmpty, offsets.allSatisfy(\.isFinite) else { return nil }
        // Assignments with equal sums must count as equal, however their additions round.
        let tolerance = 1e-12 * offsets.reduce(0) { $0 + abs($1) }
        let observed = abs(offsets.reduce(0, +)) - tolerance
        if offsets.count <= Self.exactPairs {
            var hits = 0
            SignedSums([offsets]).forEachAssignment(isHalved: true) { block in
                for assignment in 0..<block.count where abs(block[assignment][0]) >= observed { hits += 1 }
            }
            p = Double(hits) / Double(1 << (offsets.count - 1))
            standardError = nil
        } else {
            var hits = 0
            SignedSums([offsets]).forEachDraw(Self.draws) { block in
                for assignment in 0..<block.count where abs(block[assignment][0]) >= observed { hits += 1 }
            }
            p = Double(1 + hits) / Double(1 + Self.draws)
            standardError = (p * (1 - p) / Double(Self.draws)).squareRoot()
        }
    }

    /// The least p that so many pairs can give: all differences on one side, `2 / 2^n`. 1 without pairs.
    public static func smallestP(pairs: Int) -> Double {
        pairs < 1 ? 1 : max(Double(sign: .plus, exponent: 1 - min(pairs, 1000), significand: 1), 1 / Double(1 + draws))
    }

    /// How many pairs it takes for the least p to be at most `level`, also after Holm's adjustment over so many
    /// comparisons.
    /// - Precondition: `0 < level < 1`.
    public static func pairsNeeded(level: Double, comparisons: Int = 1) -> Int? {
        precondition(level > 0 && level < 1, "a level of \(level)")
        return (1...exactPairs).first { smallestP(pairs: $0) * Double(max(1, comparisons)) <= level }
    }
}
