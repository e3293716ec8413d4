import Pages
import Platform
import Reports
import Results
import ResultsStore

/// Values over training, a band over seeds a cell, as far as all shown jobs have come.
struct CurvesPage {
    let view: SpecView
    static let mostCells = 12

    init(_ library: Library, _ target: Target) throws { view = try SpecView(library, target) }

    func response() throws -> Response {
        let registry = try MetricRegistry(store: view.store)
        let offered = registry.offered.filter {
            if case .metric(let name) = $0.source { name.split != "cost" && name.split != "data" } else { false }
        }
        let metric = try view.target.value("metric").map(registry.metric) ?? registry.defaults.first
        guard let metric, case .metric(let name) = metric.source else {
            throw PageProblem(.badRequest, "metric: only what is recorded over training has a curve")
        }
        let cells = view.chosenCells(most: Self.mostCells).map { view.grid.cells[$0] }
        let isWhole = view.target.value("cut") == "none", isLogarithmic = view.target.value("axis") == "log"
        let curves = try CurveBands(cells: cells, metric: name, store: view.store, isWhole: isWhole)
        let series = zip(cells, curves.cells).map {
            LinePlot.Series(name: cellWords($0, in: view.grid), points: $1.scaled(by: metric.scale))
        }
        let plot = LinePlot(
            title: "\(metric.label) over training", yLabel: metric.labelWithUnit, series: series, isLogarithmic: isLogarithmic)
        return view.shell("/curves", "curves") {
            Form(to: view.page("/curves"), label: "What to show").html {
                Form.choice("metric", "Metric", offered.map { .init($0.id, $0.id) }, chosen: metric.id)
                Form.choice(
                    "axis", "Vertical axis", [.init("linear", "linear"), .init("log", "logarithmic")], chosen: view.target.value("axis"))
                Form.choice(
                    "cut", "Curves end", [.init("common", "where the shortest does"), .init("none", "each where it does")],
                    chosen: isWhole ? "none" : "common")
                view.cellBoxes(view.chosenCells(most: Self.mostCells))
            }
            paragraph(
                "Mean over seeds; the band is its 95 % interval, of two seeds their values. "
                    + (curves.cut.map { "Cut at step \($0), which all \(curves.jobs) jobs with values have reached" }
                        ?? "Not cut: \(counted(curves.jobs, "job"))")
                    + ", running ones among them.", kind: "note")
            plot?.html ?? paragraph("No job of these cells has \(metric.id) yet.")
            if view.grid.cells.count > cells.count {
                paragraph("\(counted(view.grid.cells.count - cells.count, "more cell")) are not drawn: choose them above.", kind: "note")
            }
        }
    }
}

/// The curves of cells, over their seeds.
struct CurveBands {
    struct Band {
        var points: [(x: Double, band: SeedBand)]

        func scaled(by scale: Double) -> [LinePlot.Point] {
            points.map { x, band in
                LinePlot.Point(
                    x: x, y: band.mean * scale, low: (band.reach?.lowerBound).map { $0 * scale },
                    high: (band.reach?.upperBound).map { $0 * scale })
            }
        }
    }

    /// One a cell; without points for one that has no values.
    let cells: [Band]
    /// The last step that is shown of all; nil where each is shown whole.
    let cut: Int?
    /// How many jobs have values.
    let jobs: Int

    init(cells: [Grid.Cell], metric: MetricName, store: ResultsDatabase, isWhole: Bool) throws {
        let curves = try inParallel(cells) { cell in try store.curves(metric, jobs: cell.jobs.map(\.key)) }
        let ends = curves.flatMap { $0.values.compactMap { $0.last?.step } }
        let cut = isWhole ? nil : ends.min()
        (self.cut, jobs) = (cut, ends.count)
        self.cells = inParallel(curves) { curves in
            var values: [Int: [Double]] = [:]
            for point in curves.values.joined() where point.value.isFinite && point.step <= cut ?? .max {
                values[point.step, default: []].append(point.value)
            }
            return Band(
                points: values.sorted { $0.key < $1.key }.compactMap { step, values in SeedBand(values).map { (Double(step), $0) } })
        }
    }
}
