import Platform
import Results
import ResultsStore
import Statistics

/// Where a cell stands in a table: the values of its row and column paths.
public struct TablePlace: Sendable, Equatable {
    public var row: [String]
    public var column: [String]

    public init(row: [String], column: [String]) { (self.row, self.column) = (row, column) }
}

/// What a comparison table should show.
public struct TableRequest: Sendable, Equatable {
    /// Swept paths (or their last components) that lead the rows; nil for all that are not columns.
    public var rows: [String]?
    public var columns: [String]
    /// `name` or `name/split`; nil for the defaults.
    public var metrics: [String]?
    /// Which of a metric's values over training.
    public var at: StepChoice

    public init(rows: [String]? = nil, columns: [String] = [], metrics: [String]? = nil, at: StepChoice = .last) {
        self.rows = rows
        self.columns = columns
        self.metrics = metrics
        self.at = at
    }
}

/// Metrics over seeds, one entry per cell of the grid: different cells are never averaged together, so
/// swept paths that were not asked for follow as further row paths.
public struct ComparisonTable: Sendable {
    public let grid: Grid
    public let rowPaths: [String]
    public let columnPaths: [String]
    public let metrics: [MetricDefinition]
    /// Whether nobody named the metrics.
    let isDefault: Bool
    /// Values of the row paths ("" where a cell has none), in the grid's order of values.
    public let rows: [[String]]
    /// Values of the column paths; one empty list without column paths.
    public let columns: [[String]]
    /// Summaries by row values and column values, in order of `metrics`; absent where the grid has no cell.
    private let entries: [[String]: [[String]: [CellSummary]]]
    /// The best cell in order of `metrics`.
    private let marks: [TablePlace?]
    /// In order of `metrics`: why jobs that are done have no value, "not computed in 3 jobs: ..."; empty for most.
    let gaps: [[String]]
    /// Of which steps the values are, where that was asked for.
    let stepNotes: [Note]
    let results: GridResults

    public init(grid: Grid, store: ResultsDatabase, request: TableRequest = TableRequest()) throws {
        let registry = try MetricRegistry(store: store)
        let named = try request.metrics?.map(registry.metric) ?? registry.defaults
        let asked = unique(named.map(\.id)).compactMap { id in named.first { $0.id == id } }
        isDefault = request.metrics == nil
        let results = try GridResults(grid: grid, store: store, metrics: asked, at: request.at)
        (metrics, stepNotes) = try results.atSteps(asked, named: request.metrics != nil)
        self.grid = grid
        self.results = results
        columnPaths = try request.columns.map(grid.checked)
        let leading = try (request.rows ?? []).map(grid.checked)
        var placed = Set<String>()
        for path in leading + columnPaths where !placed.insert(path).inserted { throw ReportsError.repeatedPath(path) }
        rowPaths = leading + grid.paths.filter { !placed.contains($0) }

        var entries: [[String]: [[String]: [CellSummary]]] = [:]
        for cell in grid.cells {
            let row = rowPaths.map { cell.value(of: $0) ?? "" }, column = columnPaths.map { cell.value(of: $0) ?? "" }
            entries[row, default: [:]][column] = metrics.map { results.summary(cell, $0) }
        }
        self.entries = entries
        rows = ComparisonTable.ordered(Array(entries.keys), rowPaths, grid)
        columns = ComparisonTable.ordered(unique(entries.values.flatMap(\.keys)), columnPaths, grid)
        gaps = try ComparisonTable.gaps(metrics, results, store)
        // Intervals of hundreds of seeds take a while each.
        marks = inParallel(Array(metrics.enumerated())) { [entries] index, metric in
            results.unevenLooks(metric) != nil
                ? nil
                : ComparisonTable.mark(
                    metric,
                    entries.flatMap { row, places in
                        places.map { (TablePlace(row: row, column: $0.key), $0.value[index]) }
                    })
        }
    }

    private static func gaps(
        _ metrics: [MetricDefinition], _ results: GridResults, _ store: ResultsDatabase
    ) throws -> [[String]] {
        let names = metrics.map { metric -> MetricName? in
            if case .metric(let name) = metric.source { name } else { nil }
        }
        let found = try store.missingReasons(results.grid.cells.flatMap(results.doneKeys), names: names.compactMap { $0 })
        return names.map { name in
            (name.flatMap { found[$0] } ?? []).map { "not computed in \($0.jobs) job\($0.jobs == 1 ? "" : "s"): \($0.reason)" }
        }
    }

    /// How much of the variance between a cell's seeds the count of pictures alone makes (see ``GridResults/samplingShare(_:_:)``).
    func samplingShare(_ coordinates: [Grid.Coordinate], _ metric: MetricDefinition) -> Double? {
        let place = Set(coordinates)
        return grid.cells.first { cell in cell.coordinates.allSatisfy(place.contains) }.flatMap { results.samplingShare($0, metric) }
    }

    /// Why jobs that are done have no value, a line each.
    public var remarks: [String] {
        stepNotes.map { $0.block() } + zip(metrics, gaps).flatMap { metric, reasons in reasons.map { "\(metric.shortName): \($0)" } }
    }

    /// The summary of a cell; nil where the grid has none.
    public func summary(row: [String], column: [String], metric: Int) -> CellSummary? {
        entries[row]?[column]?[metric]
    }

    /// The cell that is shown to be the best in a metric; nil when none is.
    ///
    /// It has the best mean of all complete cells, no cell has seeds waiting or running, and against every other complete
    /// cell (the runner-up among them) the 95 % interval of its seed-paired difference, of three pairs at least, excludes 0.
    /// Exact metrics need no interval; what depends on the machine has no best, nor
    /// what people say: a mark would be about seeds alone.
    public func best(metric: Int) -> TablePlace? { marks[metric] }

    /// Two differences that happen to lie close together make a narrow interval too easily to crown anything.
    private static let fewestPairs = 3

    private static func mark(_ metric: MetricDefinition, _ all: [(place: TablePlace, summary: CellSummary)]) -> TablePlace? {
        guard let direction = metric.direction, !metric.isMeasured, !metric.isOfPeople,
            !all.contains(where: { $0.summary.pending + $0.summary.running > 0 })
        else { return nil }
        let sign = direction.sign
        let ranked = all.filter(\.summary.isComplete).sorted { sign * ($0.summary.mean ?? 0) > sign * ($1.summary.mean ?? 0) }
        guard ranked.count > 1, let best = ranked.first else { return nil }
        // The runner-up first: most often it decides.
        let isShown = ranked.dropFirst().allSatisfy { other in
            let pairs = SeedPairs([best.summary, other.summary])
            let differences = zip(pairs.values[0], pairs.values[1]).map { sign * ($0 - $1) }
            if metric.isExact { return differences.allSatisfy { $0 > 0 } }
            return differences.count >= Self.fewestPairs && (MeanInterval(differences)?.interval.low ?? 0) > 0
        }
        return isShown ? best.place : nil
    }

    private static func ordered(_ tuples: [[String]], _ paths: [String], _ grid: Grid) -> [[String]] {
        let ranks = paths.map { path in
            Dictionary(uniqueKeysWithValues: grid.values(of: path).enumerated().map { ($0.element, $0.offset) })
        }
        func rank(_ tuple: [String]) -> [Int] { zip(tuple, ranks).map { $1[$0] ?? -1 } }
        return tuples.map { ($0, rank($0)) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    }
}
