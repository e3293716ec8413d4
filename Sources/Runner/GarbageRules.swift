import Results
import ResultsStore

/// What may go to save space. Numbers never do.
public struct GarbageRules: Sendable {
    /// Whose weights stay, of the done jobs of a cell.
    public enum KeptWeights: String, Sendable, CaseIterable {
        case bestPerCell = "best-per-cell"
        /// Of the job that was done last.
        case last, all
    }

    /// Kinds that go from every chosen job; of weights those that `kept` spares stay.
    public var drop: Set<StoredKind>
    /// nil without a rule: `drop` alone decides.
    public var kept: KeptWeights?
    /// What best means.
    public var metric: MetricName
    public var better: Metric.Direction
    public var dropsOrphans: Bool

    /// - Parameter kept: another rule than all drops the weights that it does not spare.
    public init(
        drop: Set<StoredKind> = [], kept: KeptWeights? = nil, metric: MetricName = Metric.x0Error.name(on: .validation),
        better: Metric.Direction = .lower, dropsOrphans: Bool = false
    ) {
        self.drop = kept == .all ? drop.subtracting([.weights]) : kept == nil ? drop : drop.union([.weights])
        (self.kept, self.metric, self.better, self.dropsOrphans) = (kept, metric, better, dropsOrphans)
    }
}
