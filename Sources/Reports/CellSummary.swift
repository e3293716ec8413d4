import Foundation
import ResultsStore

/// One seed of a cell: where its job stands and, once done, the final value (NaN and infinity included).
public struct SeedOutcome: Sendable, Equatable {
    public var seed: Int
    public var key: String
    /// `.pending` also for a job that was never registered.
    public var state: JobState
    /// nil until the job is done, or when it recorded no such metric.
    public var value: Double?

    public init(seed: Int, key: String, state: JobState, value: Double?) {
        self.seed = seed
        self.key = key
        self.state = state
        self.value = value
    }
}

/// A metric over the seeds of a cell. Only finite values of done jobs enter the mean; everything else
/// is counted, never averaged away.
public struct CellSummary: Sendable, Equatable {
    public var outcomes: [SeedOutcome]
    /// nil without values.
    public var mean: Double?
    /// Sample standard deviation; nil below two values.
    public var standardDeviation: Double?
    /// Half the width of the 95 % Student t interval of the mean; nil below two values.
    public var halfWidth: Double?

    public init(_ outcomes: [SeedOutcome]) {
        self.outcomes = outcomes
        let values = outcomes.compactMap(\.value).filter(\.isFinite)
        let estimate = MeanEstimate(values)
        mean = estimate?.mean
        standardDeviation = estimate?.standardDeviation
        halfWidth = estimate?.halfWidth
    }

    public var planned: Int { outcomes.count }
    /// How many values the mean is of.
    public var count: Int { outcomes.count { $0.value?.isFinite == true } }
    public var diverged: Int { outcomes.count { $0.state == .diverged } }
    public var failed: Int { outcomes.count { $0.state.isFailure && $0.state != .diverged } }
    public var running: Int { outcomes.count { $0.state == .running } }
    /// Waiting: pending, interrupted or lost.
    public var pending: Int { outcomes.count { $0.state.isClaimable } }
    /// Done with NaN or infinity.
    public var nonFinite: Int { outcomes.count { $0.value?.isFinite == false } }
    /// Done without this metric.
    public var unrecorded: Int { outcomes.count { $0.state == .done && $0.value == nil } }
    public var isComplete: Bool { count == planned && planned > 0 }

    /// What kept values out, such as ["diverged 1/2"]; waiting seeds show in the count alone.
    var troubles: [String] {
        [("diverged", diverged), ("failed", failed), ("running", running), ("not finite", nonFinite),
         ("not recorded", unrecorded)]
            .filter { $0.1 > 0 }.map { "\($0.0) \($0.1)/\(planned)" }
    }

    /// "0.0481 ± 0.0012 (6/6)", "0.05 ± n/a (1/2), diverged 1/2", "diverged 2/2", "- (0/2)".
    func text(_ metric: MetricDefinition, plusMinus: String = "±") -> String {
        guard let mean else {
            if troubles.count == 1, pending == 0 { return troubles[0] }
            return (["- (0/\(planned))"] + troubles).joined(separator: ", ")
        }
        let interval = halfWidth.map(metric.text) ?? "n/a"
        return (["\(metric.text(mean)) \(plusMinus) \(interval) (\(count)/\(planned))"] + troubles)
            .joined(separator: ", ")
    }
}

/// Mean with sample standard deviation and 95 % Student t half-width (nil for one value).
struct MeanEstimate: Equatable {
    var count: Int
    var mean: Double
    var standardDeviation: Double?
    var halfWidth: Double?

    /// nil for no values.
    init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        count = values.count
        let mean = values.reduce(0, +) / Double(values.count)
        self.mean = mean
        guard values.count > 1 else { return }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(values.count - 1)).squareRoot()
        standardDeviation = deviation
        halfWidth = MeanEstimate.quantile(values.count - 1) * deviation / Double(values.count).squareRoot()
    }

    /// n, mean, ci95_low, ci95_high; the ends are empty for one value.
    var csvFields: [String] {
        ["\(count)", CSV.number(mean), CSV.number(halfWidth.map { mean - $0 }), CSV.number(halfWidth.map { mean + $0 })]
    }

    /// The usual numbers of seeds, computed once.
    private static let quantiles = (1...64).map { StudentT.quantile(level: 0.95, degreesOfFreedom: $0) }

    private static func quantile(_ degrees: Int) -> Double {
        degrees <= 64 ? quantiles[degrees - 1] : StudentT.quantile(level: 0.95, degreesOfFreedom: degrees)
    }
}
