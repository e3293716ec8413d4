import Platform
import Reports

/// The table of results: cells by metrics.
public struct ResultsSection {
    /// Rows that a page shows; the CSV has all.
    public static let mostRows = 200

    let table: ComparisonTable

    /// Makes a row's first label lead somewhere; nil on a page that stands alone.
    let lead: ((_ row: [String], _ label: String) -> HTML)?

    public init(table: ComparisonTable, lead: ((_ row: [String], _ label: String) -> HTML)? = nil) {
        (self.table, self.lead) = (table, lead)
    }

    public var html: HTML {
        section("results", "Results") {
            paragraph(
                "One row a cell of the grid: mean over seeds ± half the 95 % interval. An arrow says which way is better.", kind: "note")
            scrolling("Results, cells by metrics") { body }
            if isMarked {
                paragraph(
                    "★ best: the best mean, and its seed-paired difference from every other complete cell has a 95 % interval without 0.",
                    kind: "note")
            }
            if table.rows.count > Self.mostRows {
                paragraph("\(table.rows.count - Self.mostRows) more cells are in table.csv.", kind: "note")
            }
        }
    }

    /// Places of the metrics to show: one that no done job of this grid recorded is another grid's.
    private var shown: [Int] {
        table.metrics.indices.filter { index in
            let all = table.rows.compactMap { table.summary(row: $0, column: [], metric: index) }
            return all.contains { $0.count + $0.nonFinite > 0 } || !all.contains { $0.unrecorded > 0 }
        }
    }

    private var paths: [String] { table.rowPaths.isEmpty ? ["cell"] : table.rowPaths }
    private var best: [TablePlace?] { table.metrics.indices.map { table.best(metric: $0) } }
    private var isMarked: Bool { best.contains { $0 != nil } }

    private var body: HTML {
        tag("table", .kind("results")) {
            tag("thead") {
                tag("tr") {
                    paths.map { path in tag("th", .column) { table.grid.shortName(of: path) } }
                    tag("th", .column) { "seeds" }
                    shown.map { head(table.metrics[$0]) }
                }
            }
            tag("tbody") { table.rows.prefix(Self.mostRows).map(line) }
        }
    }

    private func head(_ metric: MetricDefinition) -> HTML {
        tag("th", .column, .kind("number")) {
            metric.label + metric.arrow
            tag("span", .kind("unit")) { metric.shownUnit.isEmpty ? metric.shortName : "\(metric.shortName), \(metric.shownUnit)" }
        }
    }

    private func line(_ row: [String]) -> HTML {
        let shown = shown, summaries = shown.map { table.summary(row: row, column: [], metric: $0) }
        let labels = row.isEmpty ? ["base"] : row, known = summaries.compactMap(\.self), best = best
        let most = known.map(\.count).max() ?? 0, planned = known.first?.planned ?? 0
        return tag("tr") {
            labels.enumerated().map { place, label in tag("th", .row) { place == 0 ? lead?(row, label) ?? HTML(label) : HTML(label) } }
            tag("td") {
                "\(most) of \(planned)"
                known.first.map(CellStates.html) ?? .nothing
            }
            zip(shown, summaries).map { index, summary in
                cell(summary, table.metrics[index], of: most, isBest: best[index] == TablePlace(row: row, column: []))
            }
        }
    }

    /// - Parameter most: the most values that a metric of the row has.
    private func cell(_ summary: CellSummary?, _ metric: MetricDefinition, of most: Int, isBest: Bool) -> HTML {
        guard let summary else { return tag("td", .kind("number")) { "" } }
        let small = smallPrint(summary, of: most)
        return tag("td", .kind(isBest ? "number best" : "number")) {
            if isBest { mark("★", "best", kind: "good") + HTML(" ") }
            if let mean = summary.mean {
                metric.text(mean)
                if let half = summary.halfWidth, half > 0, !metric.isMeasured { " ± \(metric.text(half))" }
            } else {
                summary.count == 0 && summary.planned > summary.pending + summary.running ? "no value" : "–"
            }
            if !small.isEmpty { tag("span", .kind("small")) { small } }
        }
    }

    private func smallPrint(_ summary: CellSummary, of most: Int) -> String {
        if summary.count == 0, summary.unrecorded > 0 { return "not recorded" }
        var notes: [String] = []
        if summary.count != most { notes.append("\(summary.count) of \(summary.planned) seeds") }
        if summary.nonFinite > 0 { notes.append("not finite \(summary.nonFinite)") }
        if summary.unrecorded > 0 { notes.append("not recorded \(summary.unrecorded)") }
        return notes.joined(separator: ", ")
    }
}

extension HTML {
    public static func + (a: HTML, b: HTML) -> HTML { HTML([a, b]) }
}
