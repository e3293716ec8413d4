import Platform
import Results
import ResultsStore

/// The metrics of the table and whatever else a store holds, and how names on the command line find them.
public struct MetricRegistry: Sendable {
    /// In the order in which reports list them; for a name without a split the first entry counts.
    public static let known = MetricTable.rows.map(MetricDefinition.init)

    /// Known metrics, then whatever else the store holds.
    public let definitions: [MetricDefinition]
    /// The ids that have values in the store.
    let recorded: Set<String>

    public init(store: ResultsDatabase) throws {
        let metrics = try store.metricNames(), measurements = try store.measurementNames()
        recorded = Set(try metrics.map(\.description) + measurements + store.votedTasks().map(\.metricName))
        let known = Set(MetricRegistry.known.map(\.id))
        let others =
            metrics.map { MetricDefinition(source: .metric($0), label: $0.description) }
            + measurements.map { MetricDefinition(source: .measurement($0), label: $0, quantity: .plain.fromZero) }
        definitions = MetricRegistry.known + others.filter { !known.contains($0.id) }
    }

    /// The one that is named just so; nil when neither the table nor the store knows it.
    func definition(id: String) -> MetricDefinition? {
        if let known = definitions.first(where: { $0.id == id }) { return known }
        let parts = id.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let metric = MetricTable.metric(named: parts[0]),
            let split = Metric.Split(rawValue: parts[1]), metric.splits.contains(split)
        else { return nil }
        return MetricDefinition((metric, split))
    }

    /// Finds `name` or `name/split`.
    ///
    /// - Throws: ``ReportsError/unknownMetric(_:closest:available:)`` with the nearest name, or
    ///   ``ReportsError/ambiguousMetric(_:splits:)``.
    public func metric(_ name: String) throws -> MetricDefinition {
        if let exact = definitions.first(where: { $0.id == name }) { return exact }
        let named = definitions.filter { definition in
            if case .metric(let metric) = definition.source { metric.name == name } else { false }
        }
        let known = named.filter { MetricRegistry.known.contains($0) }
        if let first = known.first ?? (named.count == 1 ? named[0] : nil) { return first }
        if named.count > 1 {
            throw ReportsError.ambiguousMetric(name, splits: named.map { String($0.id.dropFirst(name.count + 1)) })
        }
        let listed = definitions.filter { !MetricRegistry.isBreakdown($0) }, ids = listed.map(\.id)
        let names = listed.compactMap { if case .metric(let metric) = $0.source { metric.name } else { nil } }
        throw ReportsError.unknownMetric(
            name, closest: nearestWord(to: name, among: name.contains("/") ? ids : unique(names) + ids), available: ids)
    }

    /// What a table shows when nothing is asked for: the main metrics that have values, or the
    /// validation loss while there are none.
    public var defaults: [MetricDefinition] {
        let found = recorded { metric, split in metric.isDefault && split == metric.splits.first }
        // Jobs of before the error of the clean image was measured have the loss alone.
        let isEarlier = !recorded.contains(Metric.x0Error.name(on: .validation).description)
        let earlier = isEarlier ? [Metric.loss, Metric.textUseGap].map { MetricDefinition(($0, $0.splits.first)) } : []
        let all = earlier.filter { recorded.contains($0.id) } + found
        return all.isEmpty ? Array(definitions.prefix(1)) : all
    }

    /// What to choose from: everything with values but the many parts of other metrics.
    public var offered: [MetricDefinition] {
        definitions.filter { definition in
            switch definition.source {
            case .metric, .measurement, .people: recorded.contains(definition.id) && !Self.isBreakdown(definition)
            case .attention: false
            }
        }
    }

    /// Measures of how good a model is, for figures: those with values.
    public var quality: [MetricDefinition] {
        recorded { metric, split in metric.role == .quality && ![.train, .seen, .heldOut].contains(split) }
    }

    private func recorded(where holds: (Metric, Metric.Split?) -> Bool) -> [MetricDefinition] {
        MetricTable.rows.filter(holds).map(MetricDefinition.init).filter { recorded.contains($0.id) }
    }

    /// Whether a metric is one of the many parts of another: found by name, left out of lists.
    static func isBreakdown(_ definition: MetricDefinition) -> Bool {
        guard case .metric(let name) = definition.source else { return false }
        return MetricTable.metric(named: name.name)?.role == .breakdown
    }
}
