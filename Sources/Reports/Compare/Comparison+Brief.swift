import Platform
import Statistics

/// For narrow terminals: differences in units that a table shares, reasons as letters.
extension Comparison {
    public var brief: ShownReport {
        let reasons = unique(metrics.flatMap { comparison in comparison.cells.map { $0.verdict(comparison.metric.direction).reason } })
            .filter { !$0.isEmpty }
        let legend =
            "Difference: cell minus baseline, paired by seed, with its 95 % interval; p: sign-flip test, "
            + "adjusted over the cells; sees: the "
            + "difference that these seeds would have found in 80 of 100 cases. docs/statistics.md has more."
        let letters = reasons.enumerated().map { "(\(Self.letter($0))) \($1)" }
        return ShownReport(
            tables: metrics.map { table($0, reasons) },
            notes: (letters.isEmpty ? [] : [Note(text: letters.joined(separator: "; ") + ".")]) + [Note(text: legend)] + stepNotes
                + (seedAdvice.map { [Note(text: $0)] } ?? []) + missing.notes(limit: 4))
    }

    /// a to z, then aa.
    static func letter(_ index: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return (index < letters.count ? "" : letter(index / letters.count - 1)) + String(letters[index % letters.count])
    }

    private func table(_ comparison: MetricComparison, _ reasons: [String]) -> DataTable {
        let metric = comparison.metric, scale = numberScale(comparison), unit = scale.unit(metric)
        var table = DataTable(comparison.cells) {
            Column.coordinates(grid.paths, of: grid) { $0.coordinates }
            Column.right("pairs") { "\($0.seeds.count)/\($0.planned)" }.room(.yielding(2), liftsConstant: true)
            Column.right("mean") { $0.mean.map(scale.text) ?? "-" }.room(.yielding(3))
            Column.right("diff.") { $0.difference.map(scale.signedText) ?? "-" }
            Column.right("95 % interval") { cell in
                cell.isExact && cell.difference != nil ? "exact" : intervalText(cell.interval, scale.signedText)
            }
            Column.right("change") { cell in cell.percentChange.map { signed($0, digits: 1) + " %" } ?? "-" }.room(.yielding(5))
            if !metric.isMeasured {
                Column.right("sees") { ($0.answer?.smallestEffect).map(scale.text) ?? "-" }.room(.yielding(4))
                Column.right("p") { ($0.answer?.adjustedP).map(pText) ?? "-" }.room(.yielding(1))
                Column.left("verdict") { cell in
                    let (finding, reason) = cell.verdict(metric.direction)
                    return finding.rawValue + (reasons.firstIndex(of: reason).map { " (\(Self.letter($0)))" } ?? "")
                }
            }
        }
        table.caption =
            metric.shortName + (unit.isEmpty ? "" : " [\(unit)]") + metric.arrow + ": \(metric.label). Baseline \(baselineLabel): "
            + comparison.baseline.briefText(metric, scale, of: comparison.baseline.planned)
            + (metric.isMeasured ? ". Measured beside whatever else ran: `fusiongrid bench` compares speeds" : "")
        table.fewestRanks = 1
        return table
    }

    /// Of the means, the differences and their intervals alike.
    func numberScale(_ comparison: MetricComparison) -> NumberScale {
        NumberScale(
            comparison.metric, values: ([comparison.baseline.mean] + comparison.cells.map(\.mean)).compactMap { $0 },
            spreads: comparison.metric.isMeasured ? [] : comparison.cells.compactMap { $0.interval.map { ($0.high - $0.low) / 2 } })
    }
}
