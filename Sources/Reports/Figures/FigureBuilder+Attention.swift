import Foundation
import Results
import ResultsStore

extension FigureBuilder {
    /// A number of one attention row and how it is shown.
    private struct Kind<Row>: Sendable {
        var name: String
        var label: String
        var quantity = Quantity.share
        var value: @Sendable (Row) -> Double?

        var metric: MetricDefinition {
            MetricDefinition(source: .measurement("attention statistics"), label: label, quantity: quantity)
        }
    }

    /// What rows are averaged over all but.
    private struct Axis<Row>: Sendable {
        var name: String
        var label: String
        var x: @Sendable (Row) -> Int
    }

    /// Text mass, entropy, effective rank and energy in the first singular values by block and by timestep. Within a
    /// job the mean is over captions, heads and the other one of the two; the interval is over seeds.
    func attention() -> [FigureGroup] {
        let kinds: [Kind<AttentionSummary>] = [
            Kind(name: "text-mass", label: "Attention to text") { $0.textMass },
            Kind(name: "entropy", label: "Attention entropy over text", quantity: Metric.attentionEntropy.quantity) { $0.entropy },
            Kind(name: "effective-rank", label: "Effective rank, image to text", quantity: Metric.attentionEffectiveRank.quantity.fromZero)
            { $0.effectiveRank },
            Kind(name: "energy-first", label: "Energy in the first singular value, image to text") { $0.energyFirst },
            Kind(name: "energy-first-two", label: "Energy in the first 2 singular values, image to text") { $0.energyFirstTwo },
            Kind(name: "energy-first-four", label: "Energy in the first 4 singular values, image to text") { $0.energyFirstFour },
        ]
        let axes: [Axis<AttentionSummary>] = [
            Axis(name: "block", label: "Block (execution order)") { $0.site.blockIndex },
            Axis(name: "timestep", label: "Diffusion timestep") { $0.site.timestep },
        ]
        let figures = kinds.flatMap { kind in axes.map { (kind: kind, axis: $0, name: name(kind, $0, prefix: "attention")) } }
        return [
            FigureGroup(figures.map(\.name)) {
                let statistics = try store.attentionStatistics(grid.cells.flatMap(results.doneKeys))
                return figures.flatMap { kind, axis, name in
                    figure(
                        name, kind, axis,
                        series: grid.cells.map { cell in line(cell, means(cell, statistics, axis, kind.value)) })
                }
            }
        ]
    }

    /// Whether attention to nouns falls on their objects, by block and by timestep, on test images and on generated ones,
    /// with the chance level (its mean over all cells) as a line of its own.
    func localisation() -> [FigureGroup] {
        let kinds: [(kind: Kind<LocalisationRow>, chance: @Sendable (LocalisationRow) -> Double?)] = [
            (Kind(name: "pointing", label: "Pointing game of nouns") { $0.pointing }, { $0.area }),
            (Kind(name: "iou", label: "IoU of nouns with their objects") { $0.iou }, { $0.chanceIoU }),
        ]
        let axes: [Axis<LocalisationRow>] = [
            Axis(name: "block", label: "Block (execution order)") { $0.blockIndex },
            Axis(name: "timestep", label: "Diffusion timestep") { $0.timestep },
        ]
        let figures = LocalisationRow.Source.allCases.flatMap { source in
            kinds.flatMap { kind, chance in
                axes.map { axis in
                    var named = kind
                    named.label += source.split.suffix
                    return (
                        source: source, kind: named, chance: chance, axis: axis,
                        name: name(named, axis, prefix: "localisation-\(source.rawValue)")
                    )
                }
            }
        }
        return [
            FigureGroup(figures.map(\.name)) {
                let rows = try store.localisation(grid.cells.flatMap(results.doneKeys))
                return figures.flatMap { source, kind, chance, axis, name in
                    let nouns = rows.mapValues { $0.filter { $0.source == source && $0.role == .noun } }
                    let all = Grid.Cell(coordinates: [], jobs: grid.cells.flatMap(\.jobs))
                    var level = line(all, means(all, nouns, axis, chance).map { ($0.x, [mean($0.values)]) })
                    level.label = "chance"
                    return figure(
                        name, kind, axis, series: grid.cells.map { line($0, means($0, nouns, axis, kind.value)) }, reference: level)
                }
            }
        ]
    }

    private func name<Row>(_ kind: Kind<Row>, _ axis: Axis<Row>, prefix: String) -> FigureName {
        FigureName(name: "\(prefix)-\(kind.name)-by-\(axis.name)", title: "\(kind.label) by \(axis.name)", isAnswer: false)
    }

    private func figure<Row>(
        _ name: FigureName, _ kind: Kind<Row>, _ axis: Axis<Row>, series: [LineSeries], reference: LineSeries? = nil
    ) -> [PlannedFigure] {
        LineFigure(
            name: name.name, title: name.title, xName: axis.name, xLabel: axis.label, ticksAtData: true, metric: kind.metric,
            interval: .bars,
            series: series, reference: reference
        ).planned()
    }

    /// One mean a done job at each x.
    private func means<Row>(
        _ cell: Grid.Cell, _ rows: [String: [Row]], _ axis: Axis<Row>, _ value: (Row) -> Double?
    ) -> [(x: Double, values: [Double])] {
        var seeds: [Int: [Double]] = [:]
        for key in results.doneKeys(cell) {
            let finite = (rows[key] ?? []).compactMap { row in value(row).map { (x: axis.x(row), value: $0) } }.filter(\.value.isFinite)
            for (x, values) in Dictionary(grouping: finite, by: \.x) {
                seeds[x, default: []].append(mean(values.map(\.value)))
            }
        }
        return seeds.map { (Double($0.key), $0.value) }
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
