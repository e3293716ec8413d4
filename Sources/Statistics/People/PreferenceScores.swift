/// How much things are preferred, on one additive scale: the difference of two scores is the share of votes that prefer the one less
/// the share that prefer the other, as well as scores can say that of all pairs at once (least squares).
///
/// Of two things it is exactly that difference. Scores add up to 0.
///
/// Source: Scheffé, "An analysis of variance for paired comparisons" (1952).
public struct PreferenceScores: Sendable {
    /// By thing; nil for those that no votes connect with the others.
    public let scores: [Double?]
    private let comparisons: [PairedComparison]
    /// Place of a thing among those that are scored.
    private let places: [Int: Int]
    private let inverseOfVotes: [[Double]]

    /// - Parameter count: things, numbered from 0.
    /// - Returns: nil where nothing was compared.
    public init?(_ comparisons: [PairedComparison], count: Int) {
        let members = comparisons.largestConnected(of: count)
        guard members.count > 1 else { return nil }
        let places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) }), size = members.count
        // The matrix of votes has the constant as its null space; a share of it makes scores add up to 0.
        var votes = [[Double]](repeating: [Double](repeating: 1 / Double(size), count: size), count: size)
        var wins = [Double](repeating: 0, count: size)
        for comparison in comparisons {
            guard let a = places[comparison.first], let b = places[comparison.second] else { continue }
            let outcome = 2 * comparison.score - 1
            wins[a] += outcome
            wins[b] -= outcome
            votes[a][a] += 1
            votes[b][b] += 1
            votes[a][b] -= 1
            votes[b][a] -= 1
        }
        guard let inverse = inverse(votes) else { return nil }
        let found = inverse.map { row in zip(row, wins).reduce(0) { $0 + $1.0 * $1.1 } }
        scores = (0..<count).map { places[$0].map { found[$0] } }
        (self.comparisons, self.places, inverseOfVotes) = (comparisons, places, inverse)
    }

    /// What each comparison adds to the error of a weighted sum of scores; nil when a thing with a weight has no score.
    /// - Parameter weights: by thing; they add up to 0.
    public func influences(of weights: [Double]) -> [Double]? {
        guard weights.indices.allSatisfy({ weights[$0] == 0 || scores[$0] != nil }) else { return nil }
        let leverage = inverseOfVotes.map { row in places.reduce(0) { $0 + weights[$1.key] * row[$1.value] } }
        return comparisons.map { comparison in
            guard let a = places[comparison.first], let b = places[comparison.second], let one = scores[comparison.first],
                let other = scores[comparison.second]
            else { return 0 }
            return (leverage[a] - leverage[b]) * (2 * comparison.score - 1 - (one - other))
        }
    }
}
