import Foundation
import Platform
import ResultsStore

/// Turns a grid's results into figures.
struct FigureBuilder: Sendable {
    let grid: Grid
    let store: ResultsDatabase
    let registry: MetricRegistry
    let results: GridResults
    let reader: PictureReader?

    init(grid: Grid, store: ResultsDatabase, reader: PictureReader? = nil) throws {
        self.grid = grid
        self.store = store
        self.reader = reader
        registry = try MetricRegistry(store: store)
        results = try GridResults(grid: grid, store: store, metrics: registry.definitions)
    }

    /// All figures in a fixed order; nothing is read or computed for them yet.
    func groups() -> [FigureGroup] {
        metricsAgainstAxes() + curves() + attention() + localisation() + confusion() + oracleByObjects() + lossByTimestep() + costs()
            + qualityAgainstCost() + comparisons() + claims() + people() + sheets()
    }

    /// The chosen figures in their order.
    /// - Throws: ``ReportsError/unknownFigure(_:closest:)``, errors of the store.
    func plan(_ choice: FigureChoice) throws -> [PlannedFigure] {
        let groups = groups(), chosen = try choice.chosen(from: groups.flatMap(\.figures))
        let wanted = groups.indices.filter { groups[$0].figures.contains { chosen.contains($0.name) } }
        // What takes longest begins first.
        let order = wanted.filter { groups[$0].isSlow } + wanted.filter { !groups[$0].isSlow }
        let made = try inParallel(order) { (index: $0, figures: try groups[$0].make()) }
        return made.sorted { $0.index < $1.index }.flatMap(\.figures).filter { chosen.contains($0.figure) }
    }

    // MARK: Final metrics

    /// Each quality metric against each swept number, fusion point and text depth first.
    private func metricsAgainstAxes() -> [FigureGroup] {
        let swept = grid.paths.filter { grid.isNumeric($0) && grid.values(of: $0).count > 1 }
        let named = ["fusion.point", "fusion.text_depth"]
        let metrics = registry.quality.isEmpty ? Array(registry.definitions.prefix(1)) : registry.quality
        let primary = registry.primary(of: grid)
        return (named + swept.filter { !named.contains($0) }).flatMap { path -> [FigureGroup] in
            let short = path == "fusion.point" ? "fusion point" : FigureBuilder.words(lastComponent(of: path))
            guard swept.contains(path) else {
                return [
                    FigureGroup("metrics-by-\(FigureBuilder.fileName(path))", "Metrics by \(short)") { figure in
                        [.empty(name: figure.name, title: figure.title, reason: "\(path) is not swept over at least two numbers")]
                    }
                ]
            }
            let xLabel =
                [
                    "fusion.point": "Fusion point (image-only blocks before fusion)",
                    "fusion.text_depth": "Text depth (trainable text blocks)",
                ][path] ?? path
            return metrics.map { metric in
                FigureGroup(
                    "\(metric.fileName)-by-\(FigureBuilder.fileName(path))", "\(metric.label) by \(short)",
                    isAnswer: primary.contains(metric)
                ) { figure in
                    LineFigure(
                        name: figure.name, title: figure.title, xName: path, xLabel: xLabel, ticksAtData: true, metric: metric,
                        interval: .bars, mayBeLogarithmicX: true, series: series(against: path, metric)
                    ).planned()
                }
            }
        }
    }

    private func series(against path: String, _ metric: MetricDefinition) -> [LineSeries] {
        var order: [[Grid.Coordinate]] = [], points: [[Grid.Coordinate]: [LinePoint]] = [:]
        for cell in grid.cells {
            guard let x = cell.value(of: path).flatMap(Double.init) else { continue }
            let others = cell.coordinates.filter { $0.path != path }
            if points[others] == nil { order.append(others) }
            points[others, default: []] += estimate(results.summary(cell, metric)).map { [LinePoint(x: x, estimate: $0)] } ?? []
        }
        return order.map { others in
            LineSeries(label: label(others), coordinates: others, points: points[others, default: []].sorted { $0.x < $1.x })
        }
    }

    private func costs() -> [FigureGroup] {
        [
            "reference_forward_flops/cost", "executed_forward_flops/cost", "parameters/cost", "images_per_second", "peak_bytes",
            "wall_seconds",
        ]
        .compactMap { id in registry.definitions.first { $0.id == id } }
        .map { metric in
            FigureGroup("cost-\(metric.fileName)", "\(metric.label) by variant") { figure in
                let bars = grid.cells.compactMap { cell in
                    estimate(results.summary(cell, metric)).map {
                        Bar(label: label(cell.coordinates), coordinates: cell.coordinates, estimate: $0)
                    }
                }
                return BarFigure(name: figure.name, title: figure.title, metric: metric, bars: bars).planned()
            }
        }
    }

    private func qualityAgainstCost() -> [FigureGroup] {
        guard let cost = registry.definitions.first(where: { $0.id == "reference_forward_flops/cost" }) else { return [] }
        return registry.quality.map { metric in
            FigureGroup("\(metric.fileName)-by-cost", "\(metric.label) against cost") { figure in
                let points = grid.cells.compactMap { cell -> ScatterPoint? in
                    guard let quality = estimate(results.summary(cell, metric)), let spent = results.summary(cell, cost).mean
                    else { return nil }
                    return ScatterPoint(label: label(cell.coordinates), coordinates: cell.coordinates, cost: spent, quality: quality)
                }
                return ScatterFigure(name: figure.name, title: figure.title, cost: cost, quality: metric, points: points).planned()
            }
        }
    }

    private func estimate(_ summary: CellSummary) -> MeanEstimate? {
        MeanEstimate(summary.outcomes.compactMap(\.value).filter(\.isFinite))
    }

    // MARK: Pieces

    /// "concat, text depth 2": words speak for themselves, numbers and booleans need their option's name.
    func label(_ coordinates: [Grid.Coordinate]) -> String {
        coordinates.map { coordinate in
            let speaks =
                coordinate.value.contains { $0.isLetter } && !["true", "false"].contains(coordinate.value)
                && Double(coordinate.value) == nil
            let isUnique = coordinates.count { $0.value == coordinate.value } == 1
            return speaks && isUnique
                ? coordinate.value : FigureBuilder.words(grid.shortName(of: coordinate.path)) + " " + coordinate.value
        }.joined(separator: ", ")
    }

    static func words(_ name: String) -> String { name.replacing("_", with: " ") }

    static func fileName(_ path: String) -> String {
        path.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
    }
}
