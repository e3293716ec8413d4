import Statistics

extension Comparison {
    func csv() -> String {
        let paths = grid.paths
        var text = CSV.line(paths + Comparison.columns)
        for comparison in metrics {
            for cell in comparison.cells {
                text += CSV.line(
                    paths.map { path in cell.coordinates.first { $0.path == path }?.value ?? "" }
                        + fields(cell, comparison.metric))
            }
        }
        return text
    }

    static let columns = [
        "metric", "unit", "better", "baseline", "planned", "pairs", "baseline_mean", "mean", "difference", "percent_change",
        "ci95_low", "ci95_high", "interval_method", "p", "p_standard_error", "p_holm", "smallest_p", "finding", "reason",
        "left_out",
    ]

    private func fields(_ cell: CellComparison, _ metric: MetricDefinition) -> [String] {
        let (finding, reason) = cell.finding(metric.direction), test = cell.isExact ? nil : cell.difference?.test
        return [
            metric.id, metric.unit, metric.direction?.rawValue ?? "", baselineLabel, "\(cell.planned)",
            "\(cell.seeds.count)", CSV.number(cell.baselineMean), CSV.number(cell.mean),
            CSV.number(cell.difference?.mean), CSV.number(cell.percentChange), CSV.number(cell.interval?.low),
            CSV.number(cell.interval?.high), cell.intervalMethod, CSV.number(test?.p), CSV.number(test?.standardError),
            CSV.number(cell.adjustedP), test == nil ? "" : CSV.number(SignFlipTest.smallestP(pairs: cell.seeds.count)),
            finding.rawValue, reason, cell.leftOut.joined(separator: "; "),
        ]
    }

    func json() throws -> String {
        try jsonText(
            JSONComparison(
                spec: grid.name, baseline: dictionary(baseline.coordinates), level: Decision.level, notes: notes(oneLine: true),
                interim: missing.waiting > 0, waitingJobs: missing.waiting, failedJobs: missing.failed,
                metrics: metrics.map { comparison in
                    let metric = comparison.metric
                    return JSONComparison.Metric(
                        metric: metric.id, unit: metric.unit, better: metric.direction?.rawValue,
                        cells: comparison.cells.map { cell in
                            let (finding, reason) = cell.finding(metric.direction)
                            let test = cell.isExact ? nil : cell.difference?.test
                            return JSONComparison.Cell(
                                coordinates: dictionary(cell.coordinates), planned: cell.planned, pairs: cell.seeds.count,
                                seeds: cell.seeds, differences: cell.difference?.differences ?? [],
                                baselineMean: Nullable(cell.baselineMean), mean: Nullable(cell.mean),
                                difference: Nullable(cell.difference?.mean), percentChange: Nullable(cell.percentChange),
                                ci95Low: Nullable(cell.interval?.low), ci95High: Nullable(cell.interval?.high),
                                intervalMethod: cell.intervalMethod, p: Nullable(test?.p),
                                pStandardError: Nullable(test?.standardError), pHolm: Nullable(cell.adjustedP),
                                smallestP: Nullable(test.map { _ in SignFlipTest.smallestP(pairs: cell.seeds.count) }),
                                finding: finding.rawValue, reason: reason, leftOut: cell.leftOut)
                        })
                }))
    }

    private func dictionary(_ coordinates: [Grid.Coordinate]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: coordinates.map { ($0.path, $0.value) })
    }
}

private struct JSONComparison: Encodable {
    struct Cell: Encodable {
        var coordinates: [String: String]
        var planned: Int
        var pairs: Int
        var seeds: [Int]
        /// By seed, as in `seeds`.
        var differences: [Double]
        var baselineMean: Nullable
        var mean: Nullable
        var difference: Nullable
        var percentChange: Nullable
        var ci95Low: Nullable
        var ci95High: Nullable
        var intervalMethod: String
        var p: Nullable
        var pStandardError: Nullable
        var pHolm: Nullable
        var smallestP: Nullable
        var finding: String
        var reason: String
        var leftOut: [String]
    }

    struct Metric: Encodable {
        var metric: String
        var unit: String
        var better: String?
        var cells: [Cell]
    }

    var spec: String
    var baseline: [String: String]
    var level: Double
    var notes: [String]
    var interim: Bool
    var waitingJobs: Int
    var failedJobs: Int
    var metrics: [Metric]
}
