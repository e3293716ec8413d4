import ResultsStore

extension FigureBuilder {
    /// Forest plots of every cell's difference from the baseline in the metrics of quality.
    func comparisons() -> [FigureGroup] {
        guard let index = grid.baseline, grid.cells.count > 1 else {
            let reason = grid.cells.count > 1 ? "the spec names no baseline" : "the spec has one cell"
            return [
                FigureGroup("compare", "Differences from the baseline") { figure in
                    [.empty(name: figure.name, title: figure.title, reason: reason)]
                }
            ]
        }
        let primary = registry.primary(of: grid)
        return registry.quality.map { metric in
            FigureGroup(ForestFigure.name(metric), ForestFigure.title(metric), isAnswer: primary.contains(metric), isSlow: true) { _ in
                // Each metric is a family of its own: alone it gets the same verdicts.
                try Comparison(grid: grid, results: results, baseline: index, metrics: [metric]).metrics.flatMap { comparison in
                    ForestFigure(comparison: comparison, baseline: label(grid.cells[index].coordinates), label: label).planned()
                }
            }
        }
    }

    /// What the results say to what is claimed.
    func claims() -> [FigureGroup] {
        [
            FigureGroup("claims", "The paper's claims", isAnswer: true, isSlow: true) { figure in
                guard grid.cells.contains(where: { !results.doneKeys($0).isEmpty }) else {
                    return [.empty(name: figure.name, title: figure.title, reason: "no job is done")]
                }
                return [.table(name: figure.name, title: figure.title, try ClaimsReport(grid: grid, store: store).data)]
            }
        ]
    }
}
