import Platform
import Statistics

extension ClaimsReport {
    /// The primary measures; what the claims say is a comment.
    public var paper: PaperTable? {
        let rows = answers.filter { $0.isPrimary && $0.verdict != .unasked }
        let table = DataTable(rows) {
            Column.left("claim") { $0.name(grid) }
            Column.left("measure") { $0.metric.label + ($0.measure.expected.map { " \($0.arrow)" } ?? "") }
            Column(head: ColumnHead(name: "effect", alignment: .right)) { answer -> TableValue in
                guard let effect = answer.effect else { return .text("-") }
                let spread = answer.isExact ? nil : answer.interval.map { " ± " + answer.size(($0.high - $0.low) / 2) }
                let number =
                    spread == nil ? answer.effectText(effect) : (answer.isRatio ? signed(effect, digits: 1) : answer.plainText(effect))
                let isDecided = [.supported, .contradicted].contains(answer.verdict) && !answer.isExact
                let text = number + (spread ?? "")
                return isDecided ? .marked(text) : .text(text)
            }
            Column.right("p") { $0.adjustedP.map(pText) ?? "-" }
            Column.left("verdict") { $0.verdict?.rawValue ?? "-" }
        }
        let seeds = rows.filter { !$0.isExact && $0.planned > 0 }
        let caption =
            "\(grid.name): \(grid.claims.name.isEmpty ? "claims" : grid.claims.name). "
            + "Effect ± half the width of its 95 % interval, paired by seed, "
            + PaperTable.seeds(seeds.map(\.seeds), of: seeds.map(\.planned).max() ?? 0)
            + "; p: sign-flip test, two-sided, adjusted over these questions. Bold: the interval excludes 0 (or the claimed size) and p <= "
            + "\(QuestionFamily.level)."
        return rows.isEmpty
            ? nil : PaperTable(table, caption: caption, spec: grid.name, kind: "claims", remarks: (legend + notes).map { $0.line() })
    }
}
