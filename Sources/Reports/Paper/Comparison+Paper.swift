import Platform
import Statistics

extension Comparison {
    public var paper: PaperTable? {
        get throws {
            let shown = metrics.filter { !$0.metric.isMeasured }
            if !isDefault, shown.count > PaperTable.mostMetrics { throw PaperError.tooManyMetrics(shown.count) }
            let compared = Array(shown.prefix(isDefault ? PaperTable.usualMetrics : shown.count))
            guard let cells = compared.first?.cells else { return nil }
            let columns = compared.flatMap { comparison -> [Column<Int>] in
                let metric = comparison.metric, scale = numberScale(comparison), cells = comparison.cells
                func head(_ name: String) -> ColumnHead { ColumnHead(name: name, alignment: .right, span: metric.title(scale)) }
                let difference = Column<Int>(head: head("difference")) { index -> TableValue in
                    let cell = cells[index]
                    guard let difference = cell.difference else { return .text("-") }
                    let spread = cell.isExact ? "" : cell.interval.map { " ± " + scale.text(($0.high - $0.low) / 2) } ?? ""
                    let text = scale.signedText(difference) + spread
                    let isDecided = [.better, .worse, .higher, .lower].contains(cell.verdict(metric.direction).finding)
                    return isDecided && !cell.isExact ? .marked(text) : .text(text)
                }
                return [difference]
                    + (metric.isExact ? [] : [Column(head: head("p")) { (cells[$0].answer?.adjustedP).map(pText) ?? "-" }])
            }
            let table = DataTable(cells.indices) {
                Column.coordinates(grid.paths, of: grid) { cells[$0].coordinates }
                columns
            }
            return PaperTable(
                table.named(table.columns.map { $0.replacing("_", with: " ") }), caption: caption(compared), spec: grid.name,
                kind: "differences", remarks: missing.notes().map { $0.line() })
        }
    }

    private func caption(_ compared: [MetricComparison]) -> String {
        let cells = compared.filter { !$0.metric.isExact }.flatMap(\.cells)
        var text = "\(grid.name): differences from \(baselineLabel)."
        if !cells.isEmpty {
            text +=
                " Mean of the seed-paired differences ± half the width of their 95 % interval, "
                + PaperTable.seeds(cells.map(\.seeds.count), of: cells.map(\.planned).max() ?? 0)
                + "; p: sign-flip test, two-sided, adjusted over the cells. Bold: the interval excludes 0 and p <= \(QuestionFamily.level)."
        }
        return ([text] + stepNotes.map(\.text)).joined(separator: " ")
    }
}
