import Pages
import Reports
import ResultsStore

/// The jobs of one cell, seed by seed: what every number of the grid is made of.
struct CellPage {
    let view: SpecView
    private let cell: Grid.Cell

    init(_ library: Library, _ target: Target) throws {
        view = try SpecView(library, target)
        guard let place = try view.cell("cell") ?? (view.grid.cells.count == 1 ? 0 : nil) else {
            throw PageProblem(.badRequest, "cell: the address names no cell")
        }
        cell = view.grid.cells[place]
    }

    func response() throws -> Response {
        let registry = try MetricRegistry(store: view.store)
        let metrics = try view.metrics?.map(registry.metric) ?? registry.defaults
        let results = try GridResults(grid: view.grid, store: view.store, metrics: metrics)
        let summaries = metrics.map { results.summary(cell, $0) }
        return view.shell("/grid", "one cell") {
            tag("p", .kind("lead")) { quoted(cellWords(cell, in: view.grid)) }
            scrolling("Jobs of the cell") {
                tag("table", .kind("results")) {
                    tag("thead") {
                        tag("tr") {
                            ["seed", "job", "state"].map { name in tag("th", .column) { name } }
                            metrics.map { metric in
                                tag("th", .column, .kind("number")) {
                                    metric.label + metric.arrow
                                    tag("span", .kind("unit")) { metric.shownUnit }
                                }
                            }
                        }
                    }
                    tag("tbody") {
                        cell.jobs.enumerated().map { number, job in
                            tag("tr") {
                                tag("th", .row) { "\(job.seed)" }
                                tag("td") {
                                    tag("a", .link(Target(path: "/job", values: [.init("key", job.key)]))) { String(job.key.prefix(12)) }
                                }
                                tag("td") { words(results.state(job.key).rawValue) }
                                zip(metrics, summaries).map { metric, summary in
                                    tag("td", .kind("number")) { summary.outcomes[number].value.map(metric.text) ?? "–" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
