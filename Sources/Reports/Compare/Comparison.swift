import Claims
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
/// interval, the sign-flip p and its adjustment over the cells. `docs/statistics.md` defines each.
public struct Comparison: Sendable {
    public let grid: Grid
    public let baseline: Grid.Cell
    public let metrics: [MetricComparison]
    /// "point=0 conditioning=concat".
    let baselineLabel: String
    let missing: MissingJobs
    /// Of which steps the values are, where that was asked for.
    let stepNotes: [Note]
    /// Whether nobody named the metrics.
    let isDefault: Bool
    let results: GridResults

    /// - Parameters:
    ///   - baseline: index of a cell; nil for the spec's.
    ///   - metrics: `name` or `name/split`; nil for the defaults.
    ///   - choice: which of a metric's values over training.
    /// - Throws: ``ReportsError`` when there is no baseline, nothing to compare it with, or a metric is not known;
    ///   ``StepChoiceError`` when there are no such values.
    public init(
        grid: Grid, store: ResultsDatabase, baseline: Int? = nil, metrics names: [String]? = nil, at choice: StepChoice = .last
    ) throws {
        let registry = try MetricRegistry(store: store)
        let named = try names?.map(registry.metric) ?? registry.defaults
        let asked = unique(named.map(\.id)).compactMap { id in named.first { $0.id == id } }
        let results = try GridResults(grid: grid, store: store, metrics: asked, at: choice)
        let (metrics, stepNotes) = try results.atSteps(asked, named: names != nil)
        try self.init(grid: grid, results: results, baseline: baseline, metrics: metrics, stepNotes: stepNotes, isDefault: names == nil)
    }

    init(
        grid: Grid, results: GridResults, baseline: Int?, metrics: [MetricDefinition], stepNotes: [Note] = [], isDefault: Bool = false
    ) throws {
        guard let index = baseline ?? grid.baseline else { throw ReportsError.noBaseline(name: grid.name) }
        guard grid.cells.count > 1 else { throw ReportsError.oneCell(name: grid.name) }
        let base = grid.cells[index]
        let others = grid.cells.indices.filter { $0 != index }.map { grid.cells[$0] }
        self.grid = grid
        self.results = results
        self.stepNotes = stepNotes
        self.isDefault = isDefault
        self.baseline = base
        baselineLabel = grid.label(of: base)
        // Intervals and p of hundreds of seeds take a while each.
        self.metrics = inParallel(metrics) { metric in
            let summary = results.summary(base, metric)
            let cells = others.map {
                CellComparison(cell: $0, summary: results.summary($0, metric), baseline: summary, metric: metric)
            }
            return MetricComparison(
                metric: metric, baseline: summary,
                cells: metric.isExact || metric.isMeasured ? cells : Self.judged(cells, of: metric, grid, results, [base] + others))
        }
        missing = MissingJobs(grid: grid, results: results)
    }

    /// All cells as one family.
    private static func judged(
        _ cells: [CellComparison], of metric: MetricDefinition, _ grid: Grid, _ results: GridResults, _ compared: [Grid.Cell]
    ) -> [CellComparison] {
        let seeds = unique(grid.cells.flatMap { $0.jobs.map(\.seed) })
        let margin = grid.claims.margins[metric.id]
        var cells = cells
        let questions = cells.map { cell in
            let bySeed = Dictionary(uniqueKeysWithValues: zip(cell.seeds, cell.differences))
            return QuestionFamily.Question(
                seeds.map { bySeed[$0] }, margin: margin.flatMap { Scale.difference.margin($0, of: cell.baselineMean) })
        }
        let objection = results.evaluatorProblem(grid.claims, metric, compared) ?? results.unevenLooks(metric)
        let answers = QuestionFamily(questions).answers, holm = holmAdjusted(answers.map(\.p))
        for index in cells.indices {
            cells[index].answer = answers[index]
            cells[index].margin = questions[index].margin
            cells[index].holmP = holm[index]
            let people = results.people?.objection(
                metric, compared[index + 1], against: compared[0], seeds: cells[index].seeds, effect: cells[index].difference,
                margin: questions[index].margin)
            cells[index].objection = objection ?? people
        }
        return cells
    }

    // MARK: How far so many pairs can go

    /// What the number of seeds allows, and how many it takes for the effects seen; nil when nothing was judged.
    var seedAdvice: String? {
        let judged = metrics.flatMap { comparison in comparison.cells.filter { $0.answer?.seeds ?? 0 > 0 }.map { (comparison.metric, $0) } }
        guard let pairs = judged.compactMap({ $0.1.answer?.seeds }).max() else { return nil }
        let least = SignFlipTest.smallestP(pairs: pairs)
        var text = "\(pairs) \(pairs == 1 ? "pair" : "pairs") of seeds can reach p = \(pText(least)) at best, alone and in a family."
        if least > QuestionFamily.level, let needed = SignFlipTest.pairsNeeded(level: QuestionFamily.level) {
            text += " For p <= \(QuestionFamily.level) run \(needed) seeds (\(needed - pairs) more)."
        }
        let needs = judged.compactMap { metric, cell -> String? in
            guard let margin = cell.margin, let seeds = cell.answer?.seeds(for: margin), seeds > pairs else { return nil }
            return "\(seeds) for \(metric.text(margin)) in \(metric.id)"
        }
        if let most = unique(needs).last { text += " To find a difference of its margin in 80 of 100 cases takes \(most)." }
        return text
    }

    /// What the numbers are.
    var method: String {
        "Difference: cell minus baseline, paired by seed. Interval: 95 %, Student t, from "
            + "\(MeanInterval.bootstrapCount) pairs on the studentised bootstrap. p: sign-flip test, two-sided, adjusted over the cells "
            + "(step-down max-T). better, worse: the interval excludes 0 and p <= \(QuestionFamily.level). equivalent: the 90 % "
            + "interval lies within the spec's margin. sees: the difference that these seeds would have found in 80 of 100 cases."
    }
}
