import ResultsStore

/// What the figures draw of a cell's seeds: the mean with its 95 % Student interval, or of two values the values themselves.
public struct SeedBand: Sendable, Equatable {
    public let mean: Double
    /// nil for a single value.
    public let reach: ClosedRange<Double>?

    /// - Parameter values: finite ones; nil for none.
    public init?(_ values: [Double]) {
        guard let estimate = MeanEstimate(values) else { return nil }
        mean = estimate.mean
        reach = values.count > 1 ? estimate.reach : nil
    }
}

extension CellSummary {
    /// Of a metric that a report did not read itself: one entry a seed, with the final value where the job is done.
    public init(seeds: [(seed: Int, key: String, state: JobState, value: Double?)]) {
        self.init(seeds.map { SeedOutcome(seed: $0.seed, key: $0.key, state: $0.state, value: $0.state == .done ? $0.value : nil) })
    }
}
