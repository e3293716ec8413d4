import Claims
import Results
import Statistics

/// How a claim stands.
public enum ClaimVerdict: String, Sendable, Codable {
    case supported, contradicted, undecided
    /// No difference beyond the declared margin.
    case equivalent
    /// A speed in rounds of a benchmark: told as it is.
    case measured
    /// The grid lacks the cells, or its jobs the measure.
    case unasked
}

/// What the results say on one question by one measure.
public struct ClaimAnswer: Sendable, Equatable {
    public var claim: Claim
    /// The values of the options that the claim is asked for one by one.
    public var place: [Grid.Coordinate]
    public var metric: MetricDefinition
    public var measure: Measure
    public var isPrimary: Bool
    /// Of a primary measure; nil for those that are only shown.
    public var verdict: ClaimVerdict?
    /// Why it is undecided or not asked; "" otherwise, or what limits it.
    public var reason = ""
    /// What was compared; "" when the grid has no such cells.
    public var compared = ""
    /// Seeds that every compared cell has, of those planned; exact measures need none.
    public var seeds = 0
    public var planned = 0
    /// In the metric's stored unit, or in per cent for ratios; nil without data.
    public var effect: Double?
    public var interval: ConfidenceInterval?
    /// 90 %: what must lie within the margin.
    public var narrowInterval: ConfidenceInterval?
    public var intervalMethod = ""
    /// In the effect's unit; nil when none was declared.
    public var margin: Double?
    /// Two-sided, of the question by itself and step-down max-T over all primary measures.
    public var p: Double?
    public var adjustedP: Double?
    /// Of "beyond the margin", adjusted.
    public var equivalenceP: Double?
    /// In the effect's unit: what these seeds would have found in 80 of 100 cases.
    public var smallestEffect: Double?
    /// What |t| must reach in the family; nil when no t is enough.
    public var critical: Double?
    /// Seeds that find an effect of the margin in 80 of 100 cases.
    public var seedsForMargin: Int?
    /// The differences of the seeds, in the grid's order of seeds; nil where one has none. On the scale of the test.
    public var differences: [Double?] = []
    public var isRatio = false
    public var isExact = false
    /// "per block" where the effect is a rate.
    public var rate = ""
    /// What else differs between the sides.
    public var remarks: [String] = []
}

extension QuestionFamily.Reason {
    /// In words.
    func text(_ answer: QuestionFamily.Answer, centre: Double) -> String {
        let seeds = answer.seeds
        switch self {
        case .noPair: return "no seed has all compared cells"
        case .tooFewSeeds:
            let needed = SignFlipTest.pairsNeeded(level: QuestionFamily.level) ?? seeds
            return "\(seeds) \(seeds == 1 ? "seed reaches" : "seeds reach") p \(pText(SignFlipTest.smallestP(pairs: seeds))) at best, "
                + "\(needed) are needed"
        case .noSpread: return "all differences are alike: no spread to judge by"
        case .intervalHoldsIt: return "the interval holds \(centre == 0 ? "0" : "the claimed size")"
        case .adjustedP: return "adjusted p is above \(QuestionFamily.level)"
        }
    }
}
