import Foundation

/// Strengths such that i is preferred to j with odds exp(strength i - strength j); a tie is half a vote for each.
///
/// Strengths add up to 0. They are found by minorisation and maximisation. What a vote adds to a strength's error is its score
/// times the inverse information (the sandwich), so that intervals may be clustered.
///
/// Source: Bradley & Terry (1952); Hunter, "MM algorithms for generalized Bradley-Terry models" (2004).
public struct BradleyTerry: Sendable {
    /// Natural logarithms, by thing.
    public let strengths: [Double]
    /// By thing, then by comparison.
    public let influences: [[Double]]

    /// - Returns: nil unless from every thing a chain of votes, each won, leads to every other: else the best fit lies at infinity.
    public init?(_ comparisons: [PairedComparison], count: Int) {
        guard count > 1, Self.isConnected(comparisons, count) else { return nil }
        var votes = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        var wins = [Double](repeating: 0, count: count)
        for comparison in comparisons {
            votes[comparison.first][comparison.second] += 1
            votes[comparison.second][comparison.first] += 1
            wins[comparison.first] += comparison.score
            wins[comparison.second] += 1 - comparison.score
        }
        var found = [Double](repeating: 0, count: count)
        for _ in 0..<100_000 {
            let odds = found.map { exp($0) }
            var next = (0..<count).map { i -> Double in
                let expected = (0..<count).reduce(0) { $0 + (votes[i][$1] == 0 ? 0 : votes[i][$1] / (odds[i] + odds[$1])) }
                return log(wins[i] / expected)
            }
            let mean = next.reduce(0, +) / Double(count)
            for i in next.indices { next[i] -= mean }
            let change = zip(next, found).reduce(0) { max($0, abs($1.0 - $1.1)) }
            found = next
            if change < 1e-12 { break }
        }
        var information = [[Double]](repeating: [Double](repeating: 1 / Double(count), count: count), count: count)
        for i in 0..<count {
            for j in 0..<count where j != i {
                let share = 1 / (1 + exp(found[j] - found[i])), weight = votes[i][j] * share * (1 - share)
                information[i][i] += weight
                information[i][j] -= weight
            }
        }
        guard let inverse = inverse(information) else { return nil }
        strengths = found
        influences = (0..<count).map { thing in
            comparisons.map { comparison in
                let share = 1 / (1 + exp(found[comparison.second] - found[comparison.first]))
                return (inverse[thing][comparison.first] - inverse[thing][comparison.second]) * (comparison.score - share)
            }
        }
    }

    private static func isConnected(_ comparisons: [PairedComparison], _ count: Int) -> Bool {
        var beats = [Set<Int>](repeating: [], count: count), losesTo = beats
        for comparison in comparisons {
            if comparison.score > 0 {
                beats[comparison.first].insert(comparison.second)
                losesTo[comparison.second].insert(comparison.first)
            }
            if comparison.score < 1 {
                beats[comparison.second].insert(comparison.first)
                losesTo[comparison.first].insert(comparison.second)
            }
        }
        func reached(_ ways: [Set<Int>]) -> Int {
            var seen: Set<Int> = [0], open = [0]
            while let next = open.popLast() { for other in ways[next] where seen.insert(other).inserted { open.append(other) } }
            return seen.count
        }
        return reached(beats) == count && reached(losesTo) == count
    }
}
