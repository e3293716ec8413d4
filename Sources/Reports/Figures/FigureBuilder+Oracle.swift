import Results

extension FigureBuilder {
    /// The counting confusion matrix of every cell, pictures of its done seeds pooled.
    func confusion() throws -> [PlannedFigure] {
        let report = try OracleReport(grid: grid, store: store)
        let panels = grid.cells.compactMap { cell -> ConfusionFigure.Panel? in
            let rows = report.confusion(cell)
            return rows.isEmpty ? nil : ConfusionFigure.Panel(label: label(cell.coordinates), coordinates: cell.coordinates, rows: rows)
        }
        return ConfusionFigure(
            name: "count-confusion", title: "Objects seen where so many are asked for (% of each row)", panels: panels
        ).planned()
    }

    /// How right pictures are by how many objects their captions ask for; the interval is over seeds.
    func oracleByObjects() -> [PlannedFigure] {
        ["count", "kind", "colour", "shape", "all"].flatMap { question -> [PlannedFigure] in
            let metrics = (1...5).compactMap { objects in
                registry.definitions.first { $0.id == "oracle_\(question)_objects_\(objects)/all" }.map { (objects, $0) }
            }
            guard let first = metrics.first, metrics.contains(where: { registry.recorded.contains($0.1.id) }) else { return [] }
            var shown = first.1
            shown.label = MetricTable.oracleQuestions.first { $0.name == question }!.label
            let series = grid.cells.map { cell in
                line(
                    cell,
                    metrics.map { objects, metric in
                        (Double(objects), results.summary(cell, metric).outcomes.compactMap(\.value).filter(\.isFinite))
                    })
            }
            return LineFigure(
                name: "oracle-\(question)-by-objects", title: "\(shown.label) by objects asked for", xName: "objects",
                xLabel: "Objects asked for", ticksAtData: true, metric: shown, interval: .bars, series: series
            ).planned()
        }
    }
}
