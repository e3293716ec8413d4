import Foundation
import ResultsStore
import Statistics

/// One seed of a cell: where its job stands and, once done, the final value (NaN and infinity included).
public struct SeedOutcome: Sendable, Equatable {
    public var seed: Int
    public var key: String
    /// `.pending` also for a job that was never registered.
    public var state: JobState
    /// nil until the job is done, or when it recorded no such metric.
    public var value: Double?
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
        let estimate = MeanEstimate(outcomes.compactMap(\.value).filter(\.isFinite))
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

    /// Ends of the 95 % interval; nil below two values.
    public var low: Double? { mean.flatMap { mean in halfWidth.map { mean - $0 } } }
    public var high: Double? { mean.flatMap { mean in halfWidth.map { mean + $0 } } }

    private var values: [Double] { outcomes.compactMap(\.value).filter(\.isFinite) }
    /// Whether ``text(_:plusMinus:)`` shows the values instead of an interval.
    var showsValues: Bool { count == 2 && standardDeviation != 0 }

    /// What kept values out, such as ["diverged 1/2"]; waiting seeds show in the count alone.
    public var troubles: [String] {
        [
            ("diverged", diverged), ("failed", failed), ("running", running), ("not finite", nonFinite),
            ("not recorded", unrecorded),
        ]
        .filter { $0.1 > 0 }.map { "\($0.0) \($0.1)/\(planned)" }
    }

    /// "0.0481 ± 0.0012 (0.0011, 6/6)", "0.05 ± n/a (1/2), diverged 1/2", "diverged 2/2", "- (0/2)"; a value that
    /// is the same for every seed stands alone: "44.69 (6/6)"; of two values both are shown, "12.5 (9.4, 15.6; 2/2)".
    func text(_ metric: MetricDefinition, plusMinus: String = "±") -> String {
        guard let mean else {
            if troubles.count == 1, pending == 0 { return troubles[0] }
            return (["- (0/\(planned))"] + troubles).joined(separator: ", ")
        }
        let share = "\(count)/\(planned)"
        let estimate =
            switch (halfWidth, standardDeviation) {
            case (_, 0?): "\(metric.text(mean)) (\(share))"
            // Two runs of one job on a busy machine differ as well: what was seen, and no inference.
            case _ where metric.isMeasured && count > 1:
                "\(metric.text(mean)) (\(metric.text(values.min() ?? mean)) to \(metric.text(values.max() ?? mean)); \(share))"
            case _ where showsValues:
                "\(metric.text(mean)) (\(values.map(metric.text).joined(separator: ", ")); \(share))"
            case let (half?, deviation?):
                "\(metric.text(mean)) \(plusMinus) \(metric.text(half)) (\(metric.text(deviation)), \(share))"
            default: "\(metric.text(mean)) \(plusMinus) n/a (\(share))"
            }
        return ([estimate] + troubles).joined(separator: ", ")
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
        guard let mean = SeedStatistics.mean(values) else { return nil }
        count = values.count
        self.mean = mean
        standardDeviation = SeedStatistics.sampleStandardDeviation(values)
        halfWidth = SeedStatistics.studentInterval(values).map { ($0.high - $0.low) / 2 }
    }

    /// What figures show: the interval, or of two values the values themselves, since their interval, nine deviations
    /// either way, would leave no room for anything else.
    var reach: ClosedRange<Double> {
        let half = count == 2 ? (standardDeviation ?? 0) / 2.0.squareRoot() : halfWidth ?? 0
        return (mean - half)...(mean + half)
    }
}
