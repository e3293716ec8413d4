import Foundation
import ResultsStore

extension ComparisonTable {
    /// The table as a file's contents, ending in a newline.
    ///
    /// Text, Markdown and LaTeX show "mean ± 95 % CI (sd, done/planned)" or, of two seeds, "mean (value, value; done/planned)"; a metric's best cell (see ``best(metric:)``) has
    /// a star in text and is bold in Markdown and LaTeX. CSV and JSON have one row per cell and metric with stored units.
    public func rendered(_ format: TableFormat) throws -> String {
        switch format {
        case .text:
            return table(header: shortHeader, mark: { $1 ? "* \($0)" : $0 }).aligned() + "\n" + notes("*", after: "\n") + "\n"
        case .markdown:
            return table(header: { $0.labelWithUnit }, mark: { $1 ? "**\($0)**" : $0 }).markdown() + "\n" + notes("Bold", after: "\n\n")
                + "\n"
        case .latex: return "% \(notes("Bold", after: "\n% "))\n" + latex()
        case .csv: return csv()
        case .json: return try json()
        }
    }

    private func notes(_ mark: String, after separator: String) -> String {
        let missing = zip(metrics, gaps).flatMap { metric, reasons in reasons.map { "\(metric.id) \($0)" } }
        return ([note(mark)] + missing).joined(separator: separator)
    }

    private func note(_ mark: String) -> String {
        var text =
            "Mean ± 95 % confidence interval (Student t) over seeds; in brackets the sample standard deviation and seeds done of seeds planned."
        if hasPairsOfValues {
            text += " Of two values both stand in brackets: an interval from two reaches 9 standard deviations either way."
        }
        guard metrics.indices.contains(where: { best(metric: $0) != nil }) else { return text }
        return text + " \(mark): best, and the 95 % interval of its seed-paired difference from every other complete cell excludes 0."
    }

    private var hasPairsOfValues: Bool {
        rows.contains { row in
            columns.contains { column in metrics.indices.contains { summary(row: row, column: column, metric: $0)?.showsValues == true } }
        }
    }

    /// The metric's id without a split that goes without saying, and its unit where that is short.
    private func shortHeader(_ metric: MetricDefinition) -> String {
        var name = metric.id
        for split in ["/all", "/cost"] where name.hasSuffix(split) { name.removeLast(split.count) }
        return (1...12).contains(metric.shownUnit.count) ? "\(name) [\(metric.shownUnit)]" : name
    }

    private func table(header: (MetricDefinition) -> String, mark: (String, Bool) -> String) -> TextTable {
        var headers = rowPaths.map(grid.shortName)
        for column in columns {
            let place = zip(columnPaths, column).map { "\(grid.shortName(of: $0))=\($1)" }.joined(separator: " ")
            headers += metrics.map { (place.isEmpty ? "" : place + ": ") + header($0) + $0.arrow }
        }
        let best = metrics.indices.map { self.best(metric: $0) }
        let body = rows.map { row in
            row
                + columns.flatMap { column in
                    metrics.indices.map { index -> String in
                        guard let summary = summary(row: row, column: column, metric: index) else { return "" }
                        return mark(summary.text(metrics[index]), best[index] == TablePlace(row: row, column: column))
                    }
                }
        }
        let values = columns.count * metrics.count
        return TextTable(
            headers: headers,
            alignments: rowPaths.map { isNumeric(grid.values(of: $0)) ? .right : .left }
                + Array(repeating: .right, count: values),
            rows: body)
    }

    private func latex() -> String {
        var table = table(header: { $0.labelWithUnit }, mark: { $1 ? "\\textbf{\(escapeLatex($0))}" : escapeLatex($0) })
        table.headers = table.headers.map(escapeLatex)
        table.rows = table.rows.map { row in
            row.indices.map { $0 < rowPaths.count ? escapeLatex(row[$0]) : row[$0] }
        }
        return table.latex()
    }

    /// Calls `body` for every cell and metric, metric by metric within a cell.
    private func forEachEntry(_ body: ([Grid.Coordinate], MetricDefinition, CellSummary, _ isBest: Bool) -> Void) {
        let best = metrics.indices.map { self.best(metric: $0) }
        for row in rows {
            for column in columns {
                for (index, metric) in metrics.enumerated() {
                    guard let summary = summary(row: row, column: column, metric: index) else { continue }
                    let coordinates = zip(rowPaths + columnPaths, row + column).map { Grid.Coordinate(path: $0, value: $1) }
                    body(coordinates, metric, summary, best[index] == TablePlace(row: row, column: column))
                }
            }
        }
    }

    private func csv() -> String {
        var text = CSV.line(
            rowPaths + columnPaths + [
                "metric", "unit", "planned", "n", "mean", "standard_deviation", "ci95_low", "ci95_high", "diverged",
                "failed", "running", "pending", "not_finite", "not_recorded", "best",
            ])
        forEachEntry { coordinates, metric, summary, isBest in
            text += CSV.line(
                coordinates.map(\.value) + [
                    metric.id, metric.unit, "\(summary.planned)", "\(summary.count)", CSV.number(summary.mean),
                    CSV.number(summary.standardDeviation), CSV.number(summary.low), CSV.number(summary.high),
                    "\(summary.diverged)", "\(summary.failed)", "\(summary.running)", "\(summary.pending)",
                    "\(summary.nonFinite)", "\(summary.unrecorded)", "\(isBest)",
                ])
        }
        return text
    }

    private func json() throws -> String {
        var entries: [JSONEntry] = []
        forEachEntry { coordinates, metric, summary, isBest in
            entries.append(JSONEntry(coordinates: coordinates, metric: metric, summary: summary, isBest: isBest))
        }
        return try jsonText(JSONTable(spec: grid.name, rows: rowPaths, columns: columnPaths, entries: entries))
    }
}

extension CellSummary {
    /// Ends of the 95 % interval; nil below two values.
    public var low: Double? { mean.flatMap { mean in halfWidth.map { mean - $0 } } }
    public var high: Double? { mean.flatMap { mean in halfWidth.map { mean + $0 } } }
}

private struct JSONTable: Encodable {
    var spec: String
    var rows: [String]
    var columns: [String]
    var entries: [JSONEntry]
}

private struct JSONEntry: Encodable {
    struct Seed: Encodable {
        var seed: Int
        var job: String
        var state: String
        var value: Nullable
        /// "nan", "inf" or "-inf": JSON has no such numbers.
        var notFinite: String?
    }

    var coordinates: [String: String]
    var metric: String
    var unit: String
    var direction: String?
    var planned: Int
    var n: Int
    var mean: Nullable
    var standardDeviation: Nullable
    var ci95Low: Nullable
    var ci95High: Nullable
    var diverged: Int
    var failed: Int
    var running: Int
    var pending: Int
    var best: Bool
    var seeds: [Seed]

    init(coordinates: [Grid.Coordinate], metric: MetricDefinition, summary: CellSummary, isBest: Bool) {
        best = isBest
        self.coordinates = Dictionary(uniqueKeysWithValues: coordinates.map { ($0.path, $0.value) })
        self.metric = metric.id
        unit = metric.unit
        direction = metric.direction?.rawValue
        planned = summary.planned
        n = summary.count
        mean = Nullable(summary.mean)
        standardDeviation = Nullable(summary.standardDeviation)
        ci95Low = Nullable(summary.low)
        ci95High = Nullable(summary.high)
        diverged = summary.diverged
        failed = summary.failed
        running = summary.running
        pending = summary.pending
        seeds = summary.outcomes.map { outcome in
            let finite = outcome.value.flatMap { $0.isFinite ? $0 : nil }
            return Seed(
                seed: outcome.seed, job: outcome.key, state: outcome.state.rawValue, value: Nullable(finite),
                notFinite: finite == nil ? outcome.value.map(shortest) : nil)
        }
    }
}

/// Whether all of these read as numbers.
func isNumeric(_ values: [String]) -> Bool { !values.isEmpty && values.allSatisfy { Double($0)?.isFinite == true } }
