import Platform
import ResultsStore
import Statistics

/// One metric: every other cell against the baseline.
public struct MetricComparison: Sendable, Equatable {
    public var metric: MetricDefinition
    /// Mean of the baseline's own seeds; nil without values.
    public var baseline: CellSummary
    /// In the grid's order, the baseline left out.
    public var cells: [CellComparison]
}

/// Seed-paired comparisons with one cell of a grid: for every metric and every other cell the mean difference, its 95 %
/// interval, the sign-flip p and Holm's adjustment of it over the cells. `docs/statistics.md` defines each.
public struct Comparison: Sendable {
    public let grid: Grid
    public let baseline: Grid.Cell
    public let metrics: [MetricComparison]
    /// "point=0 conditioning=concat".
    let baselineLabel: String
    let missing: MissingJobs

    /// - Parameters:
    ///   - baseline: index of a cell; nil for the spec's.
    ///   - metrics: `name` or `name/split`; nil for the defaults.
    /// - Throws: ``ReportsError`` when there is no baseline, nothing to compare it with, or a metric is not known.
    public init(grid: Grid, store: ResultsDatabase, baseline: Int? = nil, metrics names: [String]? = nil) throws {
        let registry = try MetricRegistry(store: store)
        let named = try names?.map(registry.metric) ?? registry.defaults
        let metrics = unique(named.map(\.id)).compactMap { id in named.first { $0.id == id } }
        try self.init(
            grid: grid, results: GridResults(grid: grid, store: store, metrics: metrics), baseline: baseline, metrics: metrics)
    }

    init(grid: Grid, results: GridResults, baseline: Int?, metrics: [MetricDefinition]) throws {
        guard let index = baseline ?? grid.baseline else { throw ReportsError.noBaseline(name: grid.name) }
        guard grid.cells.count > 1 else { throw ReportsError.oneCell(name: grid.name) }
        let base = grid.cells[index]
        let others = grid.cells.indices.filter { $0 != index }.map { grid.cells[$0] }
        self.grid = grid
        self.baseline = base
        baselineLabel = grid.label(of: base)
        // Intervals and p of hundreds of seeds take a while each.
        self.metrics = inParallel(metrics) { metric in
            let summary = results.summary(base, metric)
            var cells = others.map {
                CellComparison(cell: $0, summary: results.summary($0, metric), baseline: summary, metric: metric)
            }
            let adjusted = holmAdjusted(cells.map { $0.isExact ? nil : $0.difference?.test.p })
            for cell in cells.indices { cells[cell].adjustedP = adjusted[cell] }
            return MetricComparison(metric: metric, baseline: summary, cells: cells)
        }
        missing = MissingJobs(grid: grid, results: results)
    }

    // MARK: How far so many pairs can go

    /// The most pairs that a comparison of measured values has; nil when there is none.
    var greatestPairs: Int? {
        metrics.filter { !$0.metric.isExact }.flatMap(\.cells).compactMap { $0.difference?.pairs }.max()
    }

    /// What the number of seeds allows, and how many more it takes; nil when nothing measured was compared.
    var seedAdvice: String? {
        guard let pairs = greatestPairs else { return nil }
        let level = Decision.level, compared = grid.cells.count - 1
        let least = SignFlipTest.smallestP(pairs: pairs), adjusted = min(1, Double(compared) * least)
        var text = "\(pairs) \(pairs == 1 ? "pair" : "pairs") of seeds can reach p = \(pText(least)) at best"
        if compared > 1 { text += ", \(pText(adjusted)) after Holm over \(compared) cells" }
        guard let needed = SignFlipTest.pairsNeeded(level: level, comparisons: compared), needed > pairs else {
            return text + "."
        }
        let alone = SignFlipTest.pairsNeeded(level: level) ?? needed
        text += ". For p <= \(level) run \(needed) seeds (\(needed - pairs) more)"
        if alone < needed, alone > pairs { text += "; \(alone) seeds (\(alone - pairs) more) for one comparison alone" }
        return text + "."
    }

    /// What the numbers are.
    var method: String {
        "Difference: cell minus baseline, paired by seed. Interval: 95 %, Student t, from "
            + "\(MeanInterval.bootstrapCount) pairs on the studentised bootstrap. p: sign-flip test, two-sided. "
            + "better, worse: the interval excludes 0 and p (Holm) <= \(Decision.level)."
    }
}
