import Platform
import Results

extension ComparisonTable {
    public var paper: PaperTable? {
        get throws {
            if !isDefault, metrics.count > PaperTable.mostMetrics { throw PaperError.tooManyMetrics(metrics.count) }
            let order = metricsByImportance.prefix(isDefault ? PaperTable.usualMetrics : metrics.count)
            let scales = metrics.indices.map(numberScale), best = metrics.indices.map { self.best(metric: $0) }
            var shown = Column<[String]>.coordinates(rowPaths, of: grid) { zip(rowPaths, $0).map(Grid.Coordinate.init) }
            for column in columns {
                let place =
                    columnPaths.count == 1
                    ? column[0] : zip(columnPaths, column).map { "\(grid.shortName(of: $0)) \($1)" }.joined(separator: ", ")
                for index in order {
                    let metric = metrics[index], scale = scales[index], title = metric.title(scale)
                    let isAlone = order.count == 1 && !place.isEmpty
                    let span = isAlone ? title : place.isEmpty ? (order.count > 1 ? metric.instrument : nil) : place
                    shown.append(
                        Column(head: ColumnHead(name: isAlone ? place : title, alignment: .right, span: span)) { row -> TableValue in
                            guard let summary = summary(row: row, column: column, metric: index) else { return .text("") }
                            let text = summary.briefText(metric, scale, plusMinus: "± ", of: summary.count)
                            return best[index] == TablePlace(row: row, column: column) ? .marked(text) : .text(text)
                        })
                }
            }
            let table = DataTable(rows) { shown }
            return PaperTable(
                table.named(table.columns.map { $0.replacing("_", with: " ") }), caption: caption(Array(order)), spec: grid.name, kind: "",
                remarks: samplingRemarks(Array(order)) + MissingJobs(grid: grid, results: results).notes().map { $0.line() })
        }
    }

    private func samplingRemarks(_ order: [Int]) -> [String] {
        order.compactMap { index in samplingNote(metrics[index]).map { "\(metrics[index].id): \($0)" } }
    }

    private func caption(_ order: [Int]) -> String {
        let summaries = order.filter { !metrics[$0].isExact }.flatMap { index in
            rows.flatMap { row in columns.compactMap { summary(row: row, column: $0, metric: index) } }
        }
        let labels = order.map { metrics[$0].label }.joined(separator: ", ")
        var text = "\(grid.name): \(labels)."
        if summaries.contains(where: { $0.halfWidth != nil && !$0.showsValues && $0.standardDeviation != 0 }) {
            text += " Mean ± half the width of the 95 % interval (Student t) over \(seeds(summaries))."
        } else if !summaries.isEmpty {
            text += " Mean over \(seeds(summaries))."
        }
        if summaries.contains(where: \.showsValues) { text += " Of two seeds both values." }
        if order.contains(where: { best(metric: $0) != nil }) {
            text += " Bold: the best, where the 95 % interval of its seed-paired difference from every other cell excludes 0."
        }
        return ([text] + stepNotes.map(\.text)).joined(separator: " ")
    }

    private func seeds(_ summaries: [CellSummary]) -> String {
        PaperTable.seeds(summaries.map(\.count), of: summaries.map(\.planned).max() ?? 0)
    }
}

extension MetricDefinition {
    /// "Fréchet distance ↓", "All correct [%] ↑".
    func title(_ scale: NumberScale) -> String {
        let unit = scale.unit(self)
        return label + (unit.isEmpty ? "" : " [\(unit)]") + arrow
    }

    /// Who says it; neighbours with one stand below it.
    var instrument: String? {
        switch source {
        case .measurement: return "Measured"
        case .attention: return "Attention"
        case .people: return "People"
        case .metric(let name):
            if name.split == Metric.Split.cost.rawValue { return "Cost" }
            if isJudged { return "Evaluator" }
            if name.name.hasPrefix("oracle_") { return "Oracle" }
            return name.split == Metric.Split.validation.rawValue ? "Validation" : nil
        }
    }
}
