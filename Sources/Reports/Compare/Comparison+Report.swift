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
            Column.right("difference") { $0.difference.map(metric.signedText) ?? "-" }
            Column.right("95 % interval") { cell in
                cell.isExact && cell.difference != nil ? "exact" : intervalText(cell.interval, metric.signedText)
            }
            Column.right("change") { cell in cell.percentChange.map { signed($0, digits: 1) + " %" } ?? "-" }
            if !metric.isMeasured {
                Column.right("sees") { ($0.answer?.smallestEffect).map(metric.text) ?? "-" }
                Column.right("p") { ($0.answer?.adjustedP).map(pText) ?? "-" }
                Column.left("verdict") { cell in
                    let (finding, reason) = cell.verdict(metric.direction)
                    return finding.rawValue + (reason.isEmpty ? "" : ": \(reason)")
                }
            }
        }
        table.caption =
            "\(metric.id): \(metric.labelWithUnit), \(metric.directionText). Baseline "
            + "\(baselineLabel): \(comparison.baseline.text(metric))"
            + (metric.isMeasured ? ". Measured beside whatever else ran: `fusiongrid bench` compares speeds" : "")
        table.hasSigns = true
        return table
    }

    /// What to say below the numbers, a line each.
    public var remarks: [String] { notes.map { $0.block() } }

    var notes: [Note] {
        [Note(text: method)] + stepNotes + (seedAdvice.map { [Note(text: $0)] } ?? []) + missing.notes()
    }

    public var data: DataTable { table(metrics) }

    private func table(_ metrics: [MetricComparison]) -> DataTable {
        typealias Row = (cell: CellComparison, metric: MetricDefinition, finding: (Finding, String)?, verdict: (Finding, String)?)
        let rows = metrics.flatMap { comparison -> [Row] in
            comparison.cells.map { cell in
                let direction = comparison.metric.direction
                return comparison.metric.isMeasured
                    ? (cell, comparison.metric, nil, nil)
                    : (cell, comparison.metric, cell.finding(direction), cell.verdict(direction))
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
            Column("differences", in: .json) { $0.cell.differences }
            Column("baseline_mean") { $0.cell.baselineMean }
            Column("mean") { $0.cell.mean }
            Column("difference") { $0.cell.difference }
            Column("percent_change") { $0.cell.percentChange }
            Column("ci95_low") { $0.cell.interval?.low }
            Column("ci95_high") { $0.cell.interval?.high }
            Column("interval_method") { $0.cell.intervalMethod }
            Column("p") { $0.cell.answer?.p }
            Column("p_standard_error") { $0.cell.answer?.standardError }
            Column("p_holm") { $0.cell.holmP }
            Column("smallest_p") { row in row.cell.answer.map { SignFlipTest.smallestP(pairs: $0.seeds) } }
            Column("finding") { $0.finding?.0.rawValue ?? "" }
            Column("reason") { $0.finding?.1 ?? "" }
            Column("p_max_t") { $0.cell.answer?.adjustedP }
            Column("ci90_low") { $0.cell.answer?.narrowInterval?.interval.low }
            Column("ci90_high") { $0.cell.answer?.narrowInterval?.interval.high }
            Column("margin") { $0.cell.margin }
            Column("p_equivalence") { $0.cell.answer?.equivalenceP }
            Column("smallest_effect") { $0.cell.answer?.smallestEffect }
            Column("verdict") { $0.verdict?.0.rawValue ?? "" }
            Column("verdict_reason") { $0.verdict?.1 ?? "" }
            Column("left_out") { $0.cell.leftOut }
            if !stepNotes.isEmpty {
                Column("at") { results.choice(for: $0.metric).description }
                Column("at_step") { results.step(of: $0.metric) }
            }
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
                "spec": .text(grid.name), "level": QuestionFamily.level.tableValue, "notes": notes.map { $0.line() }.tableValue,
                "baseline": .object(Dictionary(uniqueKeysWithValues: baseline.coordinates.map { ($0.path, .text($0.value)) })),
                "metrics": .list(metrics),
            ].merging(missing.members) { own, _ in own })
    }
}

/// "[-0.0071, +0.0015]", "-" without an interval.
func intervalText(_ interval: ConfidenceInterval?, _ text: (Double) -> String) -> String {
    interval.map { "[\(text($0.low)), \(text($0.high))]" } ?? "-"
}
