import Pages
import Platform
import Reports

/// A spec's cells as a table over any of its axes.
struct GridPage {
    let view: SpecView
    let table: ComparisonTable

    init(_ library: Library, _ target: Target) throws {
        view = try SpecView(library, target)
        let request = TableRequest(
            rows: target.list("rows"), columns: target.list("columns") ?? [], metrics: view.metrics, at: try view.choice())
        table = try ComparisonTable(grid: view.grid, store: view.store, request: request)
    }

    func file() throws -> Response { try view.file(table, named: "table") }

    func response() throws -> Response {
        let facts = try RunFacts(grid: view.grid, description: view.spec.description, store: view.store)
        let boxes = try view.metricBoxes(table.metrics)
        return view.shell("/grid", "grid") {
            view.spec.description.map { paragraph($0, kind: "lead") } ?? .nothing
            ProgressBar(states: facts.states.map { ($0.state, $0.jobs) }).html
            folded("Run and cost") { facts.summary }
            Form(to: view.page("/grid"), label: "What to show").html {
                if !view.grid.paths.isEmpty {
                    Form.boxes(
                        "columns", "Axes across", view.grid.paths.map { .init($0, view.grid.shortName(of: $0)) },
                        chosen: Set(table.columnPaths))
                }
                Form.choice("at", "Values after", SpecView.steps, chosen: view.target.value("at") ?? "last")
                boxes
            }
            if table.columnPaths.isEmpty {
                ResultsSection(table: table) { row, label in tag("a", .link(cell(row))) { label } }.html
            } else {
                table.metrics.indices.map { PivotTable(table: table, metric: $0) { cell($0, $1) }.html }
            }
            table.remarks.map { paragraph($0, kind: "note") }
            view.copies("/table")
        }
    }

    /// Where the jobs of a place of the table are listed.
    private func cell(_ row: [String], _ column: [String] = []) -> Target {
        let values = Dictionary(
            zip(table.rowPaths + table.columnPaths, row + column).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
        let name = view.grid.paths.compactMap { path in values[path].flatMap { $0.isEmpty ? nil : "\(path)=\($0)" } }
        return view.page("/cell").with("cell", name.joined(separator: ","))
    }
}

/// One metric over rows and columns.
struct PivotTable {
    let table: ComparisonTable
    let metric: Int
    let lead: (_ row: [String], _ column: [String]) -> Target

    private var definition: MetricDefinition { table.metrics[metric] }

    var html: HTML {
        section("metric-\(definition.fileName)", definition.label + definition.arrow) {
            paragraph(
                (definition.shownUnit.isEmpty ? "" : "In \(definition.shownUnit). ")
                    + "Mean over seeds ± half the 95 % interval; below, seeds done of those planned.", kind: "note")
            scrolling(definition.labelWithUnit) {
                tag("table", .kind("results")) {
                    tag("thead") {
                        tag("tr") {
                            paths.map { path in tag("th", .column) { path } }
                            table.columns.map { column in tag("th", .column, .kind("number")) { head(column) } }
                        }
                    }
                    tag("tbody") { table.rows.prefix(ResultsSection.mostRows).map(line) }
                }
            }
        }
    }

    private var paths: [String] { table.rowPaths.isEmpty ? ["cell"] : table.rowPaths.map { table.grid.shortName(of: $0) } }

    private func head(_ column: [String]) -> HTML {
        HTML(
            zip(table.columnPaths, column).map { path, value in
                tag("span", .kind("unit")) { table.grid.shortName(of: path) } + HTML(value.isEmpty ? "–" : value)
            })
    }

    private func line(_ row: [String]) -> HTML {
        tag("tr") {
            (row.isEmpty ? ["all"] : row).map { label in tag("th", .row) { label } }
            table.columns.map { column in entry(row, column) }
        }
    }

    private func entry(_ row: [String], _ column: [String]) -> HTML {
        guard let summary = table.summary(row: row, column: column, metric: metric) else { return tag("td") { "" } }
        let isBest = table.best(metric: metric) == TablePlace(row: row, column: column)
        return tag("td", .kind(isBest ? "number best" : "number")) {
            if isBest { mark("★", "best", kind: "good") + HTML(" ") }
            tag("a", .link(lead(row, column))) {
                summary.mean.map { mean in
                    definition.text(mean)
                        + (summary.halfWidth.flatMap { $0 > 0 && !definition.isMeasured ? " ± \(definition.text($0))" : nil } ?? "")
                } ?? "–"
            }
            tag("span", .kind("small")) { "\(summary.count) of \(summary.planned)" }
            CellStates.html(summary)
        }
    }
}
