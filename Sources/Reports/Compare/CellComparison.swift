import Results
import Statistics

/// How far a metric's evidence goes.
public enum Finding: String, Sendable, Codable {
    case better, worse
    /// Of a metric that has no better: the value is greater or smaller.
    case higher, lower
    case undecided
}

/// One cell against the baseline in one metric, seed by seed.
public struct CellComparison: Sendable, Equatable {
    public var coordinates: [Grid.Coordinate]
    /// Seeds of the spec.
    public var planned: Int
    /// Seeds that both cells have.
    public var seeds: [Int]
    /// Means over those seeds; nil without any.
    public var baselineMean: Double?
    public var mean: Double?
    /// Cell minus baseline; nil without pairs.
    public var difference: PairedDifference?
    /// The metric is a function of the configuration: one pair says it all.
    public var isExact: Bool
    /// The difference in per cent of the baseline's mean; nil where a share of it has no meaning.
    public var percentChange: Double?
    /// p after Holm's adjustment over the compared cells; nil without pairs and for exact metrics.
    public var adjustedP: Double?
    /// "seed 3: baseline diverged".
    public var leftOut: [String]

    init(cell: Grid.Cell, summary: CellSummary, baseline: CellSummary, metric: MetricDefinition) {
        let pairs = SeedPairs([baseline, summary])
        coordinates = cell.coordinates
        planned = summary.planned
        seeds = pairs.seeds
        baselineMean = SeedStatistics.mean(pairs.values[0])
        mean = SeedStatistics.mean(pairs.values[1])
        difference = PairedDifference(zip(pairs.values[1], pairs.values[0]).map { $0 - $1 })
        isExact = metric.isExact
        if metric.hasNaturalZero, let difference, let baselineMean, baselineMean > 0 {
            percentChange = 100 * difference.mean / baselineMean
        }
        leftOut = pairs.leftOut.map { "seed \($0.seed): \($0.cell == 0 ? "baseline " : "")\($0.reason)" }
    }

    /// Ends of the 95 % interval of the difference; nil below two pairs and without spread.
    public var interval: ConfidenceInterval? {
        guard let difference else { return nil }
        return isExact ? ConfidenceInterval(low: difference.mean, high: difference.mean) : difference.interval?.interval
    }

    /// "exact", "student", "bootstrap-t" or "".
    public var intervalMethod: String {
        difference == nil ? "" : isExact ? "exact" : difference?.interval?.method.rawValue ?? ""
    }

    /// nil without pairs and for exact metrics.
    var test: SignFlipTest? { isExact ? nil : difference?.test }

    /// -1 or 1 when the difference is sure, 0 when not, with the reason.
    var decision: (side: Int, reason: String) {
        guard let difference else { return (0, "no pair of seeds") }
        if isExact { return (difference.mean > 0 ? 1 : difference.mean < 0 ? -1 : 0, "equal") }
        return Decision.side(difference, of: 0, p: adjustedP, pName: "p (Holm)")
    }

    func finding(_ direction: Metric.Direction?) -> (finding: Finding, reason: String) {
        let (side, reason) = decision
        if side == 0 { return (.undecided, reason) }
        switch direction {
        case .higher: return (side > 0 ? .better : .worse, "")
        case .lower: return (side < 0 ? .better : .worse, "")
        case nil: return (side > 0 ? .higher : .lower, "")
        }
    }
}

/// When a difference counts as shown: its 95 % interval and its sign-flip p must agree.
enum Decision {
    static let level = 0.05

    /// 1 above `value`, -1 below, 0 with the reason when it cannot be told.
    static func side(_ difference: PairedDifference, of value: Double, p: Double?, pName: String) -> (side: Int, reason: String) {
        let pairs = difference.pairs, least = SignFlipTest.smallestP(pairs: pairs)
        if least > level {
            let needed = SignFlipTest.pairsNeeded(level: level) ?? pairs
            return (0, "\(pairs) \(pairs == 1 ? "seed reaches" : "seeds reach") p \(pText(least)) at best, \(needed) are needed")
        }
        if difference.interval == nil { return (0, "all differences are alike: no spread to judge by") }
        let side = difference.side(of: value)
        if side == 0 { return (0, "the interval holds \(value == 0 ? "0" : "the claimed size")") }
        guard let p, p <= level else { return (0, "\(pName) is above \(level)") }
        return (side, "")
    }
}

/// A p with three digits, such as 0.0312.
func pText(_ p: Double) -> String { p < 0.0001 ? "<0.0001" : significant(p, digits: 3) }
