import Foundation
import Statistics

extension Comparison {
    /// The comparison as a file's contents, ending in a newline. Text, Markdown and LaTeX have one table for each metric
    /// in shown units; CSV and JSON have stored units and full precision.
    public func rendered(_ format: TableFormat) throws -> String {
        switch format {
        case .text:
            return metrics.map { caption($0) + "\n\n" + table($0).aligned() + "\n" }.joined()
                + notes(oneLine: false).map { $0 + "\n" }.joined()
        case .markdown:
            return metrics.map { "**\(escapeMarkdown(caption($0)))**\n\n" + table($0).markdown() + "\n" }.joined()
                + notes(oneLine: true).map { "- " + escapeMarkdown($0) + "\n" }.joined()
        case .latex:
            return metrics.map { "% \(caption($0))\n" + latex($0) }.joined() + notes(oneLine: true).map { "% \($0)\n" }.joined()
        case .csv: return csv()
        case .json: return try json()
        }
    }

    private func caption(_ comparison: MetricComparison) -> String {
        let metric = comparison.metric
        return "\(metric.id): \(metric.labelWithUnit), \(metric.directionText). Baseline "
            + "\(baselineLabel): \(comparison.baseline.text(metric))"
    }

    func notes(oneLine: Bool) -> [String] {
        [method] + (seedAdvice.map { [$0] } ?? []) + missing.notes(oneLine: oneLine)
    }

    private func table(_ comparison: MetricComparison) -> TextTable {
        let paths = grid.paths
        return TextTable(
            headers: paths.map(grid.shortName)
                + ["pairs", "mean", "difference", "95 % interval", "change", "p", "p (Holm)", "finding"],
            alignments: paths.map { isNumeric(grid.values(of: $0)) ? .right : .left }
                + Array(repeating: .right, count: 7) + [.left],
            rows: comparison.cells.map { cell in
                paths.map { path in cell.coordinates.first { $0.path == path }?.value ?? "" }
                    + values(cell, comparison.metric)
            })
    }

    private func values(_ cell: CellComparison, _ metric: MetricDefinition) -> [String] {
        let (finding, reason) = cell.finding(metric.direction)
        let pairs = "\(cell.seeds.count)/\(cell.planned)"
        let verdict = finding == .undecided && !reason.isEmpty ? "\(finding.rawValue): \(reason)" : finding.rawValue
        guard let difference = cell.difference, let mean = cell.mean else {
            return [pairs, "-", "-", "-", "-", "-", "-", verdict]
        }
        let p = difference.test.standardError.map { "\(pText(difference.test.p)) ± \(pText($0))" } ?? pText(difference.test.p)
        return [
            pairs, metric.text(mean), metric.signedText(difference.mean),
            cell.isExact ? "exact" : intervalText(cell.interval, metric.signedText),
            cell.percentChange.map { signed($0, digits: 1) + " %" } ?? "-", cell.isExact ? "-" : p,
            cell.adjustedP.map(pText) ?? "-", verdict,
        ]
    }

    private func latex(_ comparison: MetricComparison) -> String {
        var table = table(comparison)
        table.headers = table.headers.map(escapeLatex)
        table.rows = table.rows.map { $0.map(latexNumber) }
        return table.latex()
    }
}

/// "[-0.0071, +0.0015]", "-" without an interval.
func intervalText(_ interval: ConfidenceInterval?, _ text: (Double) -> String) -> String {
    interval.map { "[\(text($0.low)), \(text($0.high))]" } ?? "-"
}

/// Escaped, with the hyphens of signed numbers as minus signs.
func latexNumber(_ text: String) -> String {
    var result = "", before: Character = " "
    for character in text {
        // A hyphen between letters is a hyphen; alone it says that there is no value.
        let isSign = character == "-" && (before == " " || before == "[") && text != "-"
        result += isSign ? "$-$" : escapeLatex(String(character))
        before = character
    }
    return result
}
