import Platform
import Statistics

/// Text, Markdown and LaTeX have one table for each metric in shown units; CSV and JSON have stored units and full precision.
extension Comparison: Report {
    public var shown: ShownReport { ShownReport(tables: metrics.map(shown), notes: notes) }

    private func shown(_ comparison: MetricComparison) -> DataTable {
        let metric = comparison.metric
        var table = DataTable(comparison.cells) {
            Column.coordinates(grid.paths, of: grid) { $0.coordinates }
            Column.right("pairs") { "\($0.seeds.count)/\($0.planned)" }
            Column.right("mean") { $0.mean.map(metric.text) ?? "-" }
            Column.right("difference") { ($0.difference?.mean).map(metric.signedText) ?? "-" }
            Column.right("95 % interval") { cell in
                cell.isExact && cell.difference != nil ? "exact" : intervalText(cell.interval, metric.signedText)
            }
            Column.right("change") { cell in cell.percentChange.map { signed($0, digits: 1) + " %" } ?? "-" }
            Column.right("p") { cell in cell.test.map { pText($0.p) + ($0.standardError.map { " ± \(pText($0))" } ?? "") } ?? "-" }
            Column.right("p (Holm)") { $0.adjustedP.map(pText) ?? "-" }
            Column.left("finding") { cell in
                let (finding, reason) = cell.finding(metric.direction)
                return finding == .undecided && !reason.isEmpty ? "\(finding.rawValue): \(reason)" : finding.rawValue
            }
        }
        table.caption =
            "\(metric.id): \(metric.labelWithUnit), \(metric.directionText). Baseline "
            + "\(baselineLabel): \(comparison.baseline.text(metric))"
        table.hasSigns = true
        return table
    }

    var notes: [Note] {
        [Note(text: method)] + (seedAdvice.map { [Note(text: $0)] } ?? []) + missing.notes()
    }

    public var data: DataTable { table(metrics) }

    private func table(_ metrics: [MetricComparison]) -> DataTable {
        typealias Row = (cell: CellComparison, metric: MetricDefinition, finding: Finding, reason: String)
        let rows = metrics.flatMap { comparison -> [Row] in
            comparison.cells.map { cell in
                let (finding, reason) = cell.finding(comparison.metric.direction)
                return (cell, comparison.metric, finding, reason)
            }
        }
        return DataTable(rows) {
            Column.coordinates(grid.paths) { $0.cell.coordinates }
            Column("metric", in: .csv) { $0.metric.id }
            Column("unit", in: .csv) { $0.metric.unit }
            Column("better", in: .csv) { $0.metric.direction?.rawValue }
            Column("baseline", in: .csv) { _ in baselineLabel }
            Column("planned") { $0.cell.planned }
            Column("pairs") { $0.cell.seeds.count }
            Column("seeds", in: .json) { $0.cell.seeds }
            Column("differences", in: .json) { $0.cell.difference?.differences ?? [] }
            Column("baseline_mean") { $0.cell.baselineMean }
            Column("mean") { $0.cell.mean }
            Column("difference") { $0.cell.difference?.mean }
            Column("percent_change") { $0.cell.percentChange }
            Column("ci95_low") { $0.cell.interval?.low }
            Column("ci95_high") { $0.cell.interval?.high }
            Column("interval_method") { $0.cell.intervalMethod }
            Column("p") { $0.cell.test?.p }
            Column("p_standard_error") { $0.cell.test?.standardError }
            Column("p_holm") { $0.cell.adjustedP }
            Column("smallest_p") { row in row.cell.test.map { _ in SignFlipTest.smallestP(pairs: row.cell.seeds.count) } }
            Column("finding") { $0.finding.rawValue }
            Column("reason") { $0.reason }
            Column("left_out") { $0.cell.leftOut }
        }
    }

    public var document: TableValue? {
        let metrics = metrics.map { comparison -> TableValue in
            let metric = comparison.metric
            return .object([
                "metric": .text(metric.id), "unit": .text(metric.unit), "better": .unlessNil(metric.direction?.rawValue),
                "cells": table([comparison]).objects,
            ])
        }
        return .object(
            [
                "spec": .text(grid.name), "level": Decision.level.tableValue, "notes": notes.map { $0.line() }.tableValue,
                "baseline": .object(Dictionary(uniqueKeysWithValues: baseline.coordinates.map { ($0.path, .text($0.value)) })),
                "metrics": .list(metrics),
            ].merging(missing.members) { own, _ in own })
    }
}

/// "[-0.0071, +0.0015]", "-" without an interval.
func intervalText(_ interval: ConfidenceInterval?, _ text: (Double) -> String) -> String {
    interval.map { "[\(text($0.low)), \(text($0.high))]" } ?? "-"
}
