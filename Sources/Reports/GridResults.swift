import Platform
import Results
import ResultsStore

/// The values of some metrics for all jobs of a grid, final ones or those at a step, read from the store in a few queries.
public struct GridResults: Sendable {
    public let grid: Grid
    /// Where each job stands in the next two.
    private let places: [String: Int]
    private let states: [JobState]
    private let finals: [MetricName: [MetricPoint?]]
    private let measured: [String: [String: Double]]
    private let attention: [String: [AttentionMeasure: Double]]
    /// What people said; nil where nobody asks for it.
    let people: HumanMeasures?
    /// Where values are asked for at other steps than the last.
    let chosen: ChosenValues?

    public init(grid: Grid, store: ResultsDatabase, metrics: [MetricDefinition], at choice: StepChoice = .last) throws {
        guard !grid.cells.isEmpty else { throw ReportsError.emptyGrid(name: grid.name) }
        self.grid = grid
        let keys = unique(grid.cells.flatMap { $0.jobs.map(\.key) }), states = try store.states(keys)
        places = Dictionary(uniqueKeysWithValues: zip(keys, keys.indices))
        self.states = keys.map { states[$0]?.state ?? .pending }
        var names = metrics.compactMap { metric -> MetricName? in
            if case .metric(let name) = metric.source { name } else { nil }
        }
        names += Set(metrics.compactMap(\.pictures))
        // How good the evaluator is goes with everything that it says.
        if metrics.contains(where: \.isJudged) { names += [Metric.Split].samples.map(Metric.evaluatorRetrieval.name) }
        finals = names.isEmpty ? [:] : try store.finalColumns(keys, names: unique(names))
        let directions = Dictionary(metrics.map { ($0.id, $0.direction) }, uniquingKeysWith: { first, _ in first })
        // What never changes while a job trains is asked of no step.
        let changing = unique(names).filter { $0.split != Metric.Split.cost.rawValue && !Self.describesData($0) }
        chosen =
            choice == .last
            ? nil
            : try ChosenValues(
                choice, of: changing.map { ($0, directions[$0.description] ?? nil) }, states: states.mapValues(\.state), store: store)
        measured =
            metrics.contains { if case .measurement = $0.source { true } else { false } }
            ? try store.measurements(keys) : [:]
        let tasks = Set(
            metrics.compactMap { metric -> StudyTask? in
                if case .people(let task) = metric.source { task } else { nil }
            })
        people = tasks.isEmpty ? nil : try HumanMeasures(tasks, grid: grid, store: store)
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

    public func state(_ key: String) -> JobState { places[key].map { states[$0] } ?? .pending }

    /// The keys of a cell's done jobs, by seed order.
    public func doneKeys(_ cell: Grid.Cell) -> [String] { cell.jobs.map(\.key).filter { state($0) == .done } }

    public func summary(_ cell: Grid.Cell, _ metric: MetricDefinition) -> CellSummary {
        CellSummary(
            cell.jobs.map { job in
                let state = state(job.key)
                if let early = early(job.key, metric), state != .done {
                    // What a job has recorded of a step is what it will have of it when it is done.
                    return SeedOutcome(seed: job.seed, key: job.key, state: .done, value: early)
                }
                return SeedOutcome(
                    seed: job.seed, key: job.key, state: state, value: state == .done ? value(job.key, metric) : nil)
            })
    }

    /// A value at a chosen step.
    private func early(_ key: String, _ metric: MetricDefinition) -> Double? {
        guard let chosen, case .metric(let name) = metric.source else { return nil }
        return chosen.found[name]?.points[key]?.value
    }

    /// Of the data set or the judges, recorded once.
    private static func describesData(_ name: MetricName) -> Bool {
        name.split == Metric.Split.data.rawValue || name.name == Metric.evaluatorRetrieval.name
    }

    /// The values of a cell's done jobs; only of metrics that were asked for.
    func final(_ name: MetricName, of cell: Grid.Cell) -> [Double] {
        doneKeys(cell).compactMap { point($0, name)?.value }
    }

    /// At the step that is asked for.
    private func point(_ key: String, _ name: MetricName) -> MetricPoint? {
        if let found = chosen?.found[name] { return found.points[key] }
        return places[key].flatMap { finals[name]?[$0] }
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
        case .metric(let name): point(key, name)?.value
        case .measurement(let name): measured[key]?[name]
        case .attention(let measure): attention[key]?[measure]
        case .people(let task): people.flatMap { $0.value(key, task) }
        }
    }
}
