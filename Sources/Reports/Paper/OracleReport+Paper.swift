import Platform
import Results

extension OracleReport {
    /// All captions, a column for each of the first questions; nil without pictures.
    func paper(_ rows: [Row]) -> PaperTable? {
        let all = rows.filter { $0.split == .all && $0.objects == nil }
        let questions = unique(all.map(\.question)).prefix(PaperTable.mostMetrics)
        let cells = grid.cells.filter { cell in all.contains { $0.cell == cell } }
        guard !cells.isEmpty else { return nil }
        func percent(_ share: Double) -> String { fixed(100 * share, digits: 1) }
        let table = DataTable(cells) {
            Column.coordinates(grid.paths, of: grid) { $0.coordinates }
            questions.map { question in
                let label = MetricTable.oracleQuestions.first { $0.name == question }?.label ?? question
                return Column(head: ColumnHead(name: "\(label) [%]", alignment: .right, span: "Oracle")) { cell -> String in
                    guard let found = all.first(where: { $0.cell == cell && $0.question == question })?.found else { return "-" }
                    return "\(percent(found.share)) ± \(percent((found.interval.high - found.interval.low) / 2))"
                }
            }
        }
        let pictures = all.filter { questions.contains($0.question) }.map(\.found.pictures)
        let counts = pictures.min() == pictures.max() ? "\(pictures.max() ?? 0)" : "\(pictures.min() ?? 0) to \(pictures.max() ?? 0)"
        return PaperTable(
            table.named(table.columns.map { $0.replacing("_", with: " ") }),
            caption: "\(grid.name): pictures that an exact reader finds right. Share ± half the width of the 95 % Wilson interval over "
                + "n = \(counts) pictures of all done seeds: how well these networks do, not how other seeds would.",
            spec: grid.name, kind: "oracle")
    }
}
