import Results
import ResultsStore

/// The final values of some metrics for all jobs of a grid, read from the store in a few queries.
public struct GridResults: Sendable {
    public let grid: Grid
    private let states: [String: JobStatus]
    private let finals: [String: [MetricName: MetricPoint]]
    private let measured: [String: [String: Double]]
    private let attention: [String: [AttentionMeasure: Double]]

    public init(grid: Grid, store: ResultsDatabase, metrics: [MetricDefinition]) throws {
        guard !grid.cells.isEmpty else { throw ReportsError.emptyGrid(name: grid.name) }
        self.grid = grid
        let keys = grid.cells.flatMap { $0.jobs.map(\.key) }
        states = try store.states(keys)
        var names = metrics.compactMap { metric -> MetricName? in
            if case .metric(let name) = metric.source { name } else { nil }
        }
        names += Set(metrics.compactMap(\.pictures))
        // How good the evaluator is goes with everything that it says.
        if metrics.contains(where: \.isJudged) { names += [Metric.Split].samples.map(Metric.evaluatorRetrieval.name) }
        finals = names.isEmpty ? [:] : try store.finalMetrics(keys, names: names)
        measured =
            metrics.contains { if case .measurement = $0.source { true } else { false } }
            ? try store.measurements(keys) : [:]
        let measures = metrics.compactMap { metric -> AttentionMeasure? in
            if case .attention(let measure) = metric.source { measure } else { nil }
        }
        attention =
            measures.isEmpty
            ? [:]
            : try store.attentionStatistics(keys).mapValues { records in
                Dictionary(measures.compactMap { measure in measure.mean(records).map { (measure, $0) } }) { first, _ in first }
            }
    }

    public func state(_ key: String) -> JobState { states[key]?.state ?? .pending }

    /// The keys of a cell's done jobs, by seed order.
    public func doneKeys(_ cell: Grid.Cell) -> [String] { cell.jobs.map(\.key).filter { state($0) == .done } }

    public func summary(_ cell: Grid.Cell, _ metric: MetricDefinition) -> CellSummary {
        CellSummary(
            cell.jobs.map { job in
                let state = state(job.key)
                return SeedOutcome(
                    seed: job.seed, key: job.key, state: state, value: state == .done ? value(job.key, metric) : nil)
            })
    }

    /// The values of a cell's done jobs; only of metrics that were asked for.
    func final(_ name: MetricName, of cell: Grid.Cell) -> [Double] {
        doneKeys(cell).compactMap { finals[$0]?[name]?.value }
    }

    /// The binomial variance of a share of so many pictures over the variance between seeds, at most 1: near 1 more pictures
    /// tell more than more seeds. nil for what is no share of pictures, and without spread.
    func samplingShare(_ cell: Grid.Cell, _ metric: MetricDefinition) -> Double? {
        guard let pictures = metric.pictures.map({ final($0, of: cell) })?.min(), pictures > 0 else { return nil }
        let summary = summary(cell, metric)
        guard let mean = summary.mean, let deviation = summary.standardDeviation, deviation > 0 else { return nil }
        return min(1, mean * (1 - mean) / pictures / (deviation * deviation))
    }

    private func value(_ key: String, _ metric: MetricDefinition) -> Double? {
        switch metric.source {
        case .metric(let name): finals[key]?[name]?.value
        case .measurement(let name): measured[key]?[name]
        case .attention(let measure): attention[key]?[measure]
        }
    }
}
