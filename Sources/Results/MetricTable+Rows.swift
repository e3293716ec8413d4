extension MetricTable {
    /// A metric on one of its splits; nil for what is no function of the job.
    public typealias Row = (metric: Metric, split: Metric.Split?)

    /// What reports list, in order.
    public static let rows: [Row] = entries.flatMap(\.rows).filter { $0.metric.label(on: $0.split) != nil }

    /// The metric that a store means by `name`; nil for one that this program does not record.
    public static func metric(named name: String) -> Metric? {
        if let metric = byName[name] { return metric }
        // "oracle_count_objects_7" is of two families: the longer pattern says more.
        let families = entries.compactMap { if case .family(let family) = $0 { family } else { nil } }
        return families.filter { $0.contains(name) }.max { $0.pattern.count < $1.pattern.count }?.member(name)
    }

    private static let byName = Dictionary(entries.flatMap(\.metrics).map { ($0.name, $0) }) { first, _ in first }

    /// The table as Markdown: the reference part of `docs/metrics.md`.
    public static func markdownReference() -> String {
        let lines = entries.flatMap(\.described).map { metric, meaning in
            let place =
                switch metric.source {
                case .job(let splits): splits.map(\.rawValue).joined(separator: ", ")
                case .machine: "the machine"
                case .attention: "attention statistics"
                case .people: "people's votes"
                }
            return "| `\(metric.name)` | \(place) | \(meaning) | \(metric.quantity.unit) | \(metric.better?.rawValue ?? "") |"
        }
        return (["| metric | on | meaning | unit | better |", "|---|---|---|---|---|"] + lines).joined(separator: "\n") + "\n"
    }

    /// The properties of the table, in order.
    private static let entries: [Entry] = Mirror(reflecting: Metric.table).children.map { child in
        switch child.value {
        case let metric as Metric: .metric(metric)
        case let family as MetricFamily: .family(family)
        default: .bySplit(Mirror(reflecting: child.value).children.map { $0.value as! Metric })
        }
    }

    private enum Entry {
        case metric(Metric)
        case family(MetricFamily)
        case bySplit([Metric])

        var metrics: [Metric] {
            switch self {
            case .metric(let metric): [metric]
            case .family(let family): family.listed
            case .bySplit(let metrics): metrics
            }
        }

        /// A family in one line, under its pattern.
        var described: [(metric: Metric, meaning: String)] {
            guard case .family(let family) = self else {
                return metrics.map { ($0, $0.labels.isEmpty ? $0.note : $0.labels.joined(separator: "; ")) }
            }
            var metric = family.listed.first ?? family.model
            metric.name = family.pattern
            let members = family.listed.map { "`\($0.name)` \($0.labels[0])" }.joined(separator: "; ")
            return [(metric, family.model.note.isEmpty ? members : family.model.note)]
        }

        var rows: [Row] {
            switch self {
            case .metric, .family:
                metrics.flatMap { metric in metric.splits.isEmpty ? [(metric, nil)] : metric.splits.map { (metric, $0) } }
            case .bySplit(let metrics): metrics[0].splits.flatMap { split in metrics.map { ($0, split) } }
            }
        }
    }
}
