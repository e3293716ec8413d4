import Foundation
import ResultsStore

extension FigureBuilder {
    /// Loss over training steps, mean and band over seeds.
    func curves() throws -> [PlannedFigure] {
        try ["loss/train", "loss/validation", "text_use_gap/validation", "oracle_all/all"].flatMap { id -> [PlannedFigure] in
            guard let metric = registry.definitions.first(where: { $0.id == id }), case .metric(let name) = metric.source
            else { return [] }
            let curves = try store.curves(name, jobs: grid.cells.flatMap(results.doneKeys))
            let series = grid.cells.map { cell in
                var values: [Int: [Double]] = [:]
                for key in results.doneKeys(cell) {
                    for point in curves[key] ?? [] where point.value.isFinite { values[point.step, default: []].append(point.value) }
                }
                return line(cell, values.map { (Double($0.key), $0.value) })
            }
            return planned(LineFigure(
                name: "curve-\(metric.fileName)", title: "\(metric.label) during training", xName: "step",
                xLabel: "Training step", ticksAtData: false, metric: metric, interval: .band, series: series))
        }
    }

    /// Final validation loss by ranges of 100 diffusion timesteps.
    func lossByTimestep() -> [PlannedFigure] {
        let metrics = (0..<10).compactMap { bucket in
            registry.definitions.first { $0.id == "loss_bucket_\(bucket)/validation" }
        }
        let series = grid.cells.map { cell in
            line(cell, metrics.enumerated().map { bucket, metric in
                (Double(100 * bucket + 50), results.summary(cell, metric).outcomes.compactMap(\.value).filter(\.isFinite))
            })
        }
        var shown = metrics[0]
        shown.label = "Validation loss"
        return planned(LineFigure(
            name: "loss-by-timestep", title: "Validation loss by diffusion timestep", xName: "timestep",
            xLabel: "Diffusion timestep (middle of 100; 1 is nearly clean, 1000 is noise)", ticksAtData: false,
            metric: shown, interval: .bars, series: series))
    }

    /// Text mass, entropy and effective rank by block and by timestep. Within a job the mean is over
    /// captions, heads and the other one of the two; the interval is over seeds.
    func attention() throws -> [PlannedFigure] {
        let statistics = try store.attentionStatistics(grid.cells.flatMap(results.doneKeys))
        let kinds: [(name: String, label: String, unit: String, value: (AttentionStatisticsRecord) -> Double)] = [
            ("text-mass", "Attention to text", "share", { $0.textMass }),
            ("entropy", "Attention entropy over text", "0 one token, 1 all", { $0.entropy }),
            ("effective-rank", "Effective rank, image to text", "", { $0.effectiveRank }),
        ]
        let axes: [(name: String, label: String, x: (AttentionSite) -> Int)] = [
            ("block", "Block (execution order)", { $0.blockIndex }),
            ("timestep", "Diffusion timestep", { $0.timestep }),
        ]
        return kinds.flatMap { kind in
            axes.flatMap { axis -> [PlannedFigure] in
                let series = grid.cells.map { cell in
                    var seeds: [Int: [Double]] = [:]
                    for key in results.doneKeys(cell) {
                        var sums: [Int: (total: Double, count: Int)] = [:]
                        for record in statistics[key] ?? [] {
                            let value = kind.value(record)
                            guard value.isFinite else { continue }
                            let x = axis.x(record.site), sum = sums[x] ?? (0, 0)
                            sums[x] = (sum.total + value, sum.count + 1)
                        }
                        for (x, sum) in sums { seeds[x, default: []].append(sum.total / Double(sum.count)) }
                    }
                    return line(cell, seeds.map { (Double($0.key), $0.value) })
                }
                let metric = MetricDefinition(
                    source: .measurement("attention statistics"), label: kind.label, unit: kind.unit, direction: nil, digits: 3)
                return planned(LineFigure(
                    name: "attention-\(kind.name)-by-\(axis.name)", title: "\(kind.label) by \(axis.name)",
                    xName: axis.name, xLabel: axis.label, ticksAtData: true, metric: metric, interval: .bars, series: series))
            }
        }
    }

    private func line(_ cell: GridCell, _ values: [(x: Double, values: [Double])]) -> LineSeries {
        LineSeries(
            label: label(cell.coordinates), coordinates: cell.coordinates,
            points: values.sorted { $0.x < $1.x }.compactMap { x, values in
                MeanEstimate(values).map { LinePoint(x: x, estimate: $0) }
            })
    }
}
