import Platform
import Statistics

/// Text, Markdown and LaTeX have shown units, CSV and JSON stored units and full precision.
extension ClaimsReport: Report {
    public var shown: ShownReport {
        // A claim's name stands in its first row only.
        let names = answers.indices.map { $0 > 0 && answers[$0 - 1].claim.id == answers[$0].claim.id ? "" : answers[$0].claim.id }
        var table = DataTable(zip(names, answers).map { (name: $0, answer: $1) }) {
            Column.left("claim") { $0.name }
            Column.left("measured by") {
                "\($0.answer.metric.label) \($0.answer.expected.arrow)" + ($0.answer.isStandIn ? " (stand-in)" : "")
            }
            Column.right("seeds") { $0.answer.isExact ? "exact" : "\($0.answer.seeds)/\($0.answer.planned)" }
            Column.right("effect") { $0.answer.effect.map($0.answer.effectText) ?? "-" }
            Column.right("95 % interval") { $0.answer.isExact ? "-" : intervalText($0.answer.interval, $0.answer.plainText) }
            Column.right("p") { $0.answer.p.map(pText) ?? "-" }
            Column.left("verdict") { $0.answer.verdict.rawValue + ($0.answer.reason.isEmpty ? "" : ": \($0.answer.reason)") }
        }
        table.hasSigns = true
        return ShownReport(tables: [table], notes: legend + notes)
    }

    /// Each claim in words, then what was compared.
    private var legend: [Note] {
        let ids = unique(answers.map(\.claim.id))
        let statements = ids.compactMap { id in
            answers.first { $0.claim.id == id }.map { "\(id): \($0.claim.statement)" }
        }
        let compared = unique(answers.map(\.compared)).filter { !$0.isEmpty }.map { text in
            let asked = ids.filter { id in answers.contains { $0.claim.id == id && $0.compared == text } }
            return "Compared for \(asked.joined(separator: ", ")): \(text)."
        }
        return (statements + compared).map { Note(text: $0) }
    }

    public var data: DataTable {
        DataTable(answers) {
            Column("claim") { $0.claim.id }
            Column("statement") { $0.claim.statement }
            Column("compared") { $0.compared }
            Column("metric") { $0.metric.id }
            Column("role") { $0.isStandIn ? "stand-in" : "as in the paper" }
            Column("verdict") { $0.verdict.rawValue }
            Column("reason") { $0.reason }
            Column("effect") { $0.effect }
            Column("unit") { $0.unit }
            Column("ci95_low") { $0.interval?.low }
            Column("ci95_high") { $0.interval?.high }
            Column("interval_method") { $0.intervalMethod }
            Column("p") { $0.p }
            Column("seeds") { $0.seeds }
            Column("planned") { $0.planned }
        }
    }

    public var document: TableValue? {
        .object(
            ["spec": .text(grid.name), "notes": notes.map { $0.line() }.tableValue, "claims": data.objects]
                .merging(missing.members) { own, _ in own })
    }
}

extension ClaimAnswer {
    /// Of the effect as CSV and JSON have it.
    fileprivate var unit: String {
        let unit = isRatio ? "per cent" : metric.unit
        return rate.isEmpty ? unit : unit.isEmpty ? rate : "\(unit) \(rate)"
    }

    /// "+12.5 %" for ratios; differences in the metric's shown unit.
    fileprivate func plainText(_ value: Double) -> String {
        isRatio ? signed(value, digits: 1) + " %" : metric.signedText(value)
    }

    fileprivate func effectText(_ value: Double) -> String {
        let unit = !isRatio && metric.shownUnit == "%" ? " points" : ""
        return plainText(value) + unit + (rate.isEmpty ? "" : " " + rate)
    }
}
