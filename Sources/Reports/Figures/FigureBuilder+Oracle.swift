import Results

extension FigureBuilder {
    /// The counting confusion matrix of every cell, pictures of its done seeds pooled.
    func confusion() -> [FigureGroup] {
        [
            FigureGroup("count-confusion", "Objects seen where so many are asked for (% of each row)") { figure in
                let report = try OracleReport(grid: grid, store: store)
                let panels = grid.cells.compactMap { cell -> ConfusionFigure.Panel? in
                    let rows = report.confusion(cell)
                    return rows.isEmpty
                        ? nil : ConfusionFigure.Panel(label: label(cell.coordinates), coordinates: cell.coordinates, rows: rows)
                }
                return ConfusionFigure(name: figure.name, title: figure.title, panels: panels).planned()
            }
        ]
    }

    /// How right pictures are by how many objects their captions ask for; the interval is over seeds.
    func oracleByObjects() -> [FigureGroup] {
        ["count", "kind", "colour", "shape", "all"].compactMap { question -> FigureGroup? in
            let metrics = (1...5).compactMap { objects in
                registry.definitions.first { $0.id == "oracle_\(question)_objects_\(objects)/all" }.map { (objects, $0) }
            }
            guard let first = metrics.first, metrics.contains(where: { registry.recorded.contains($0.1.id) }) else { return nil }
            let label = MetricTable.oracleQuestions.first { $0.name == question }!.label
            return FigureGroup("oracle-\(question)-by-objects", "\(label) by objects asked for") { figure in
                var shown = first.1
                shown.label = label
                let series = grid.cells.map { cell in
                    line(
                        cell,
                        metrics.map { objects, metric in
                            (Double(objects), results.summary(cell, metric).outcomes.compactMap(\.value).filter(\.isFinite))
                        })
                }
                return LineFigure(
                    name: figure.name, title: figure.title, xName: "objects", xLabel: "Objects asked for", ticksAtData: true, metric: shown,
                    interval: .bars, series: series
                ).planned()
            }
        }
    }
}
