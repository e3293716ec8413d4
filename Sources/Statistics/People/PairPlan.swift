/// How many pairs a study of preferences takes: the variance of a win rate where votes share raters and captions (a design effect of
/// both), and the power of Student's test with the degrees of freedom that ``CrossedClusters`` will find.
public struct PairPlan: Sendable, Equatable {
    /// The win rate that is to be found, between 0.5 and 1; the other side of 0.5 is as far.
    public var effect: Double
    public var power: Double
    public var raters: Int
    /// Different captions that pairs can be about.
    public var captions: Int
    /// Shares of a vote's variance that lie between raters and between captions.
    public var raterShare: Double
    public var captionShare: Double
    /// Two-sided, of one of the comparisons.
    public var level: Double

    public static let raterShare = 0.02
    public static let captionShare = 0.1

    /// - Parameter comparisons: how many win rates the study asks for; the level is divided by them.
    public init(
        effect: Double, power: Double = StudentPower.wanted, raters: Int, captions: Int, raterShare: Double = PairPlan.raterShare,
        captionShare: Double = PairPlan.captionShare, comparisons: Int = 1
    ) {
        (self.effect, self.power, self.raters, self.captions) = (effect, power, raters, captions)
        (self.raterShare, self.captionShare) = (raterShare, captionShare)
        level = QuestionFamily.level / Double(max(1, comparisons))
    }

    /// The standard error of the win rate of so many pairs, each judged by every rater, and its degrees of freedom.
    public func spread(pairs: Int) -> CrossedClusters.Spread? {
        let used = min(pairs, captions)
        guard raters > 1, used > 1 else { return nil }
        let vote = effect * (1 - effect), alone = (1 - raterShare - captionShare) / Double(raters * pairs)
        let byRater = vote * (raterShare / Double(raters) + alone), byCaption = vote * (captionShare / Double(used) + alone)
        let variance = byRater + byCaption - vote * alone
        let freedom = variance * variance / (byRater * byRater / Double(raters - 1) + byCaption * byCaption / Double(used - 1))
        return CrossedClusters.Spread(variance: variance, degreesOfFreedom: max(freedom, Double(min(raters, used) - 1)))
    }

    /// How likely so many pairs find the effect.
    public func power(pairs: Int) -> Double {
        guard let spread = spread(pairs: pairs),
            let critical = studentQuantile(1 - level / 2, degreesOfFreedom: spread.degreesOfFreedom)
        else { return 0 }
        return StudentPower.power(
            shift: abs(effect - 0.5) / spread.variance.squareRoot(), degreesOfFreedom: spread.degreesOfFreedom, critical: critical)
    }

    /// The fewest pairs that do, of each comparison; nil when not even `most` are enough: then it takes more raters, or captions.
    public func pairs(most: Int = 100_000) -> Int? {
        guard power(pairs: most) >= power else { return nil }
        var (low, high) = (1, most)
        while high - low > 1 {
            let middle = (low + high) / 2
            if power(pairs: middle) >= power { high = middle } else { low = middle }
        }
        return high
    }

    /// The fewest raters with whom so many pairs would be enough; nil when not even 1,000 are.
    public func ratersNeeded(pairs: Int) -> Int? {
        (2...1_000).first { raters in
            var plan = self
            plan.raters = raters
            return plan.power(pairs: pairs) >= power
        }
    }
}
