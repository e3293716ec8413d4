import Results
import Statistics

/// How far a metric's evidence goes.
public enum Finding: String, Sendable, Codable {
    case better, worse
    /// Of a metric that has no better: the value is greater or smaller.
    case higher, lower
    /// No difference beyond the declared margin.
    case equivalent
    case undecided
}

/// One cell against the baseline in one metric, seed by seed.
public struct CellComparison: Sendable, Equatable {
    public var coordinates: [Grid.Coordinate]
    /// Seeds of the spec.
    public var planned: Int
    /// Seeds that both cells have.
    public var seeds: [Int]
    /// Cell minus baseline, one a seed.
    public var differences: [Double]
    /// Means over those seeds; nil without any.
    public var baselineMean: Double?
    public var mean: Double?
    /// What the seeds say, with all compared cells as one family; nil for what no seeds can say (exact metrics, speeds).
    public var answer: QuestionFamily.Answer?
    /// The metric is a function of the configuration: one pair says it all.
    public var isExact: Bool
    /// The difference in per cent of the baseline's mean; nil where a share of it has no meaning.
    public var percentChange: Double?
    /// Differences no larger than this count as none; nil when the spec declares no margin.
    public var margin: Double?
    /// p after Holm's adjustment over the compared cells; nil without pairs and for exact metrics.
    public var holmP: Double?
    /// Why there is no verdict whatever the numbers say; nil when they may speak.
    public var objection: String?
    /// "seed 3: baseline diverged".
    public var leftOut: [String]

    init(cell: Grid.Cell, summary: CellSummary, baseline: CellSummary, metric: MetricDefinition) {
        let pairs = SeedPairs([baseline, summary])
        coordinates = cell.coordinates
        planned = summary.planned
        seeds = pairs.seeds
        baselineMean = SeedStatistics.mean(pairs.values[0])
        mean = SeedStatistics.mean(pairs.values[1])
        differences = zip(pairs.values[1], pairs.values[0]).map { $0 - $1 }
        isExact = metric.isExact
        leftOut = pairs.leftOut.map { "seed \($0.seed): \($0.cell == 0 ? "baseline " : "")\($0.reason)" }
        if metric.hasNaturalZero, let difference, let baselineMean, baselineMean > 0 { percentChange = 100 * difference / baselineMean }
    }

    /// The mean difference; nil without pairs.
    public var difference: Double? { SeedStatistics.mean(differences) }

    /// Ends of the 95 % interval of the difference; nil below two pairs and without spread.
    public var interval: ConfidenceInterval? {
        if isExact { return difference.map { ConfidenceInterval(low: $0, high: $0) } }
        return answer?.interval?.interval
    }

    /// "exact", "student", "bootstrap-t" or "".
    public var intervalMethod: String {
        isExact ? (difference == nil ? "" : "exact") : answer?.interval?.method.rawValue ?? ""
    }

    // MARK: Verdicts

    /// Over the family of all compared cells, by step-down max-T.
    public func verdict(_ direction: Metric.Direction?) -> (finding: Finding, reason: String) {
        guard let difference else { return (.undecided, "no pair of seeds") }
        if isExact { return difference == 0 ? (.undecided, "equal") : (Self.word(difference, direction), "") }
        guard let answer else { return (.undecided, objection ?? "") }
        if let objection { return (.undecided, objection) }
        switch answer.verdict {
        case .above, .below:
            let isSmall = margin.map { abs(difference) < $0 } ?? false
            return (Self.word(answer.verdict == .above ? 1 : -1, direction), isSmall ? "smaller than the margin" : "")
        case .within: return (.equivalent, "")
        case .undecided(let reason): return (.undecided, reason.text(answer, centre: 0))
        }
    }

    /// As `finding` in CSV and JSON has been from the first: the interval and Holm's p, which needs more seeds than ``verdict(_:)``.
    func finding(_ direction: Metric.Direction?) -> (finding: Finding, reason: String) {
        guard let difference else { return (.undecided, "no pair of seeds") }
        if isExact { return difference == 0 ? (.undecided, "equal") : (Self.word(difference, direction), "") }
        guard let answer else { return (.undecided, "") }
        switch answer.verdict {
        case .undecided(.tooFewSeeds), .undecided(.noSpread), .undecided(.intervalHoldsIt), .undecided(.noPair):
            if case .undecided(let reason) = answer.verdict { return (.undecided, reason.text(answer, centre: 0)) }
        case .above, .below, .within, .undecided(.adjustedP): break
        }
        guard let interval, interval.low > 0 || interval.high < 0 else { return (.undecided, "the interval holds 0") }
        guard let holmP, holmP <= QuestionFamily.level else { return (.undecided, "p (Holm) is above \(QuestionFamily.level)") }
        return (Self.word(interval.low, direction), "")
    }

    private static func word(_ side: Double, _ direction: Metric.Direction?) -> Finding {
        switch direction {
        case .higher: side > 0 ? .better : .worse
        case .lower: side < 0 ? .better : .worse
        case nil: side > 0 ? .higher : .lower
        }
    }
}

/// A p with three digits, such as 0.0312.
public func pText(_ p: Double) -> String { p < 0.0001 ? "<0.0001" : significant(p, digits: 3) }
