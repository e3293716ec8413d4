import Pages
import Platform
import Reports
import ResultsStore

/// Every cell against a baseline: effects with intervals on one line, what they rest on, and what only differs between two cells.
struct ComparePage {
    let view: SpecView
    private let baseline: Int
    private let comparison: Comparison

    init(_ library: Library, _ target: Target) throws {
        view = try SpecView(library, target)
        let named = try view.cell("baseline")
        baseline = named ?? view.grid.baseline ?? 0
        // What names no cell is asked as the command asks it.
        comparison = try Comparison(
            grid: view.grid, store: view.store, baseline: view.grid.baseline == nil ? baseline : named, metrics: view.metrics,
            at: try view.choice())
    }

    func file() throws -> Response { try view.file(comparison, named: "compare") }

    func response() throws -> Response {
        let boxes = try view.metricBoxes(comparison.metrics.map(\.metric)), differing = try differing()
        return view.shell("/compare", "compared with a baseline") {
            Form(to: view.page("/compare"), label: "What to compare").html {
                Form.choice("baseline", "Baseline", view.cellOptions(), chosen: SpecView.name(view.grid.cells[baseline]))
                Form.choice("at", "Values after", SpecView.steps, chosen: view.target.value("at") ?? "last")
                boxes
            }
            comparison.metrics.map(table)
            section("rests", "What this rests on") { comparison.remarks.map { paragraph($0, kind: "note lines") } }
            view.copies("/compare-table")
            differing
        }
    }

    private func table(_ compared: MetricComparison) -> HTML {
        let metric = compared.metric
        let ends = compared.cells.flatMap { [$0.difference, $0.interval?.low, $0.interval?.high, $0.margin, $0.margin.map(-)] }
        guard let row = ForestRow(ends.compactMap(\.self)) else { return .nothing }
        return section("metric-\(metric.fileName)", metric.label + metric.arrow) {
            paragraph(
                "Difference from \(cellWords(view.grid.cells[baseline], in: view.grid))"
                    + (metric.shownUnit.isEmpty ? "" : " in \(metric.shownUnit)") + ", paired by seed; \(metric.directionText).",
                kind: "note")
            scrolling("Differences in \(metric.label)") {
                tag("table", .kind("results")) {
                    tag("thead") {
                        tag("tr") {
                            ["cell", "difference"].map { name in tag("th", .column) { name } }
                            ["mean", "95 % interval", "p", "pairs"].map { name in tag("th", .column, .kind("number")) { name } }
                            tag("th", .column) { "verdict" }
                        }
                    }
                    tag("tbody") { compared.cells.map { line($0, metric, row) } }
                }
            }
        }
    }

    private func line(_ cell: CellComparison, _ metric: MetricDefinition, _ row: ForestRow) -> HTML {
        let (finding, reason) = cell.verdict(metric.direction), kind = Self.kind(finding)
        let label = cell.coordinates.map { coordinateWords($0, in: view.grid) }.joined(separator: ", ")
        let interval = cell.interval.map { "\(metric.signedText($0.low)) to \(metric.signedText($0.high))" } ?? "–"
        let drawing = cell.difference.map {
            row.html(
                effect: $0, low: cell.interval?.low, high: cell.interval?.high, margin: cell.margin, kind: kind.style,
                label: "\(label): \(metric.signedText($0))")
        }
        return tag("tr") {
            tag("th", .row) { label }
            tag("td") { drawing ?? HTML("no pair of seeds yet") }
            tag("td", .kind("number")) { cell.difference.map(metric.signedText) ?? "–" }
            tag("td", .kind("number")) { cell.isExact ? "exact" : interval }
            tag("td", .kind("number")) { (cell.answer?.adjustedP).map(pText) ?? "–" }
            tag("td", .kind("number")) {
                "\(cell.seeds.count) of \(cell.planned)"
                if !cell.leftOut.isEmpty { tag("span", .kind("small left-out")) { leftOut(cell) } }
            }
            tag("td") {
                metric.isMeasured ? HTML("measured") : mark(kind.symbol, finding.rawValue, kind: kind.style)
                if !reason.isEmpty { tag("span", .kind("small")) { reason } }
            }
        }
    }

    /// Of hundreds of seeds nobody reads each: the download has them.
    private func leftOut(_ cell: CellComparison) -> String {
        let rest = cell.leftOut.count - Self.mostLeftOut
        return cell.leftOut.prefix(Self.mostLeftOut).joined(separator: "; ") + (rest > 0 ? "; and \(counted(rest, "more seed"))" : "")
    }

    private static let mostLeftOut = 10

    private static func kind(_ finding: Finding) -> (symbol: String, style: String) {
        switch finding {
        case .better: ("✓", "good")
        case .worse: ("✗", "bad")
        case .higher: ("↑", "even")
        case .lower: ("↓", "even")
        case .equivalent: ("=", "even")
        case .undecided: ("?", "open")
        }
    }

    /// Only what differs between the configurations of two cells.
    private func differing() throws -> HTML {
        let other = try view.cell("other") ?? view.grid.cells.indices.first { $0 != baseline } ?? 0
        let sides = try [baseline, other].map { cell -> [String: String]? in
            guard let job = view.grid.cells[cell].jobs.first, try view.store.states([job.key])[job.key] != nil else { return nil }
            return Dictionary(
                try view.store.job(job.key).configuration.options.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
        }
        let names = [baseline, other].map { cellWords(view.grid.cells[$0], in: view.grid) }
        var kept = view.target.at("/compare").with("spec", view.spec.name).with("other", nil)
        kept.values.removeAll { $0.text.isEmpty }
        return section("differs", "Only what differs") {
            Form(to: kept, label: "Cell to hold against the baseline").html {
                Form.choice("other", "The baseline against", view.cellOptions(), chosen: SpecView.name(view.grid.cells[other]))
            }
            if let left = sides[0], let right = sides[1] {
                options(left, right, names)
            } else {
                paragraph("One of these cells has not been registered yet: nothing of it has been run.")
            }
        }
    }

    private func options(_ left: [String: String], _ right: [String: String], _ names: [String]) -> HTML {
        let paths = Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }.sorted()
        guard !paths.isEmpty else { return paragraph("No option differs.") }
        return scrolling("Options that differ") {
            tag("table") {
                tag("thead") { tag("tr") { (["option"] + names).map { name in tag("th", .column) { name } } } }
                tag("tbody") {
                    paths.map { path in
                        tag("tr") {
                            tag("th", .row) { tag("code") { path } }
                            tag("td") { left[path] ?? "–" }
                            tag("td") { right[path] ?? "–" }
                        }
                    }
                }
            }
        }
    }
}
