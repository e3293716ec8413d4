import ResultsStore

/// What a comparison table should show.
public struct TableRequest: Sendable, Equatable {
    /// Swept paths (or their last components) that lead the rows; nil for all that are not columns.
    public var rows: [String]?
    public var columns: [String]
    /// `name` or `name/split`; nil for the defaults.
    public var metrics: [String]?

    public init(rows: [String]? = nil, columns: [String] = [], metrics: [String]? = nil) {
        self.rows = rows
        self.columns = columns
        self.metrics = metrics
    }
}

/// Metrics over seeds, one entry per cell of the grid: different cells are never averaged together, so
/// swept paths that were not asked for follow as further row paths.
public struct ComparisonTable: Sendable {
    public let grid: GridView
    public let rowPaths: [String]
    public let columnPaths: [String]
    public let metrics: [MetricDefinition]
    /// Values of the row paths ("" where a cell has none), in the grid's order of values.
    public let rows: [[String]]
    /// Values of the column paths; one empty list without column paths.
    public let columns: [[String]]
    /// Summaries by row values and column values, in order of `metrics`; absent where the grid has no cell.
    private let entries: [[String]: [[String]: [CellSummary]]]

    public init(grid: GridView, store: ResultsDatabase, request: TableRequest = TableRequest()) throws {
        let registry = try MetricRegistry(store: store)
        let named = try request.metrics?.map(registry.metric) ?? registry.defaults
        metrics = unique(named.map(\.id)).compactMap { id in named.first { $0.id == id } }
        let results = try GridResults(grid: grid, store: store, metrics: metrics)
        self.grid = grid
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
    }

    /// The summary of a cell; nil where the grid has none.
    public func summary(row: [String], column: [String], metric: Int) -> CellSummary? {
        entries[row]?[column]?[metric]
    }

    /// The best mean of a metric among complete cells, when there are at least two to compare.
    public func best(metric: Int) -> Double? {
        guard let direction = metrics[metric].direction else { return nil }
        let means = entries.values.flatMap(\.values).map { $0[metric] }.filter(\.isComplete).compactMap(\.mean)
        guard means.count > 1, let low = means.min(), let high = means.max(), low < high else { return nil }
        return direction == .higher ? high : low
    }

    private static func ordered(_ tuples: [[String]], _ paths: [String], _ grid: GridView) -> [[String]] {
        let ranks = paths.map { path in
            Dictionary(uniqueKeysWithValues: grid.values(of: path).enumerated().map { ($0.element, $0.offset) })
        }
        func rank(_ tuple: [String]) -> [Int] { zip(tuple, ranks).map { $1[$0] ?? -1 } }
        return tuples.map { ($0, rank($0)) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    }
}
