import ResultsStore

extension FigureBuilder {
    /// Forest plots of every cell's difference from the baseline in the metrics of quality.
    func comparisons() throws -> [PlannedFigure] {
        let title = "Differences from the baseline"
        guard let index = grid.baseline, grid.cells.count > 1 else {
            let reason = grid.cells.count > 1 ? "the spec names no baseline" : "the spec has one cell"
            return [.empty(name: "compare", title: title, reason: reason)]
        }
        let metrics = registry.quality
        let comparison = try Comparison(grid: grid, results: results, baseline: index, metrics: metrics)
        return comparison.metrics.flatMap { metric in
            ForestFigure(comparison: metric, baseline: label(grid.cells[index].coordinates), label: label).planned()
        }
    }

    /// What the results say to the paper's claims.
    func claims() throws -> PlannedFigure {
        let title = "The paper's claims"
        guard grid.cells.contains(where: { !results.doneKeys($0).isEmpty }) else {
            return .empty(name: "claims", title: title, reason: "no job is done")
        }
        return .table(name: "claims", title: title, try ClaimsReport(grid: grid, store: store).data)
    }
}
