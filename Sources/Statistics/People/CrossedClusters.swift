/// The spread of an estimate from votes that come from raters and are about captions: two votes are not independent when they share
/// either, so both are clusters, crossed.
///
/// An estimate is described by what each vote adds to its error (its influence: residual times weight). Variance is that between
/// raters plus that between captions less that of votes, each with its G / (G - 1), and no smaller than either of the first two;
/// degrees of freedom are Satterthwaite's of those two. `docs/human-evaluation.md` has the measured coverage.
///
/// Source: Cameron, Gelbach & Miller, "Robust inference with multiway clustering" (2011); Satterthwaite (1946).
public struct CrossedClusters: Sendable {
    public struct Spread: Sendable, Equatable {
        public var variance: Double
        public var degreesOfFreedom: Double
    }

    public let raters: Int
    public let captions: Int
    private let raterOf: [Int]
    private let captionOf: [Int]
    private let voteOf: [Int]
    private let votes: Int

    /// - Parameters: the rater and the caption of each vote, by any numbers.
    /// - Precondition: as many of both.
    public init(raters: [Int], captions: [Int]) {
        precondition(raters.count == captions.count, "\(raters.count) raters of \(captions.count) votes")
        (raterOf, self.raters) = Self.numbered(raters)
        (captionOf, self.captions) = Self.numbered(captions)
        let captionCount = self.captions
        (voteOf, votes) = Self.numbered(zip(raterOf, captionOf).map { $0 * captionCount + $1 })
    }

    private static func numbered(_ names: [Int]) -> ([Int], Int) {
        var known: [Int: Int] = [:]
        let numbers = names.map { name -> Int in
            let number = known[name] ?? known.count
            known[name] = number
            return number
        }
        return (numbers, known.count)
    }

    /// nil below two raters or two captions, and where no vote differs from what is expected of it.
    /// - Parameter influences: one for each vote.
    public func spread(_ influences: [Double]) -> Spread? {
        precondition(influences.count == raterOf.count, "\(influences.count) influences of \(raterOf.count) votes")
        guard raters > 1, captions > 1 else { return nil }
        let byRater = Self.squares(influences, raterOf, raters), byCaption = Self.squares(influences, captionOf, captions)
        let byVote = Self.squares(influences, voteOf, votes)
        let variance = max(byRater + byCaption - byVote, byRater, byCaption)
        guard variance > 1e-24 else { return nil }
        let freedom =
            variance * variance / (byRater * byRater / Double(raters - 1) + byCaption * byCaption / Double(captions - 1))
        return Spread(variance: variance, degreesOfFreedom: max(freedom, Double(min(raters, captions) - 1)))
    }

    private static func squares(_ influences: [Double], _ places: [Int], _ count: Int) -> Double {
        var sums = [Double](repeating: 0, count: count)
        for (influence, place) in zip(influences, places) { sums[place] += influence }
        return sums.reduce(0) { $0 + $1 * $1 } * Double(count) / Double(count - 1)
    }
}

extension CrossedClusters.Spread {
    /// Student's interval around an estimate.
    public func interval(_ estimate: Double, level: Double = 0.95) -> ConfidenceInterval? {
        guard let quantile = studentQuantile(0.5 + level / 2, degreesOfFreedom: degreesOfFreedom) else { return nil }
        let half = quantile * variance.squareRoot()
        return ConfidenceInterval(low: estimate - half, high: estimate + half)
    }

    /// Two-sided, of the hypothesis that the true value is `centre`.
    public func p(_ estimate: Double, centre: Double = 0) -> Double {
        2 * studentUpperTail(abs(estimate - centre) / variance.squareRoot(), degreesOfFreedom: degreesOfFreedom)
    }
}
