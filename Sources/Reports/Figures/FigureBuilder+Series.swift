import Platform
import Results
import ResultsStore

extension FigureBuilder {
    /// Loss over training steps, mean and band over seeds.
    func curves() -> [FigureGroup] {
        ["loss/train", "loss/validation", "text_use_gap/validation", "oracle_all/all"].compactMap { id -> FigureGroup? in
            guard let metric = registry.definitions.first(where: { $0.id == id }), case .metric(let name) = metric.source
            else { return nil }
            return FigureGroup("curve-\(metric.fileName)", "\(metric.label) during training", isSlow: true) { figure in
                LineFigure(
                    name: figure.name, title: figure.title, xName: "step", xLabel: "Training step", ticksAtData: false, metric: metric,
                    interval: .band, series: try inParallel(grid.cells) { try curve($0, name) }
                ).planned()
            }
        }
    }

    private func curve(_ cell: Grid.Cell, _ name: MetricName) throws -> LineSeries {
        let keys = results.doneKeys(cell), curves = try store.curves(name, jobs: keys)
        var values: [(step: Int, values: [Double])] = [], places: [Int: Int] = [:]
        for key in keys {
            for (index, point) in (curves[key] ?? []).enumerated() where point.value.isFinite {
                // Seeds log at the same steps: the place of a step is most often its number.
                let known = index < values.count && values[index].step == point.step ? index : places[point.step]
                if let known {
                    values[known].values.append(point.value)
                } else {
                    places[point.step] = values.count
                    values.append((point.step, [point.value]))
                }
            }
        }
        return line(cell, values.map { (Double($0.step), $0.values) })
    }

    /// Final validation loss by ranges of 100 diffusion timesteps.
    func lossByTimestep() -> [FigureGroup] {
        [
            FigureGroup("loss-by-timestep", "Validation loss by diffusion timestep") { figure in
                let metrics = (0..<10).compactMap { bucket in
                    registry.definitions.first { $0.id == "loss_bucket_\(bucket)/validation" }
                }
                let series = grid.cells.map { cell in
                    line(
                        cell,
                        metrics.enumerated().map { bucket, metric in
                            (Double(100 * bucket + 50), results.summary(cell, metric).outcomes.compactMap(\.value).filter(\.isFinite))
                        })
                }
                var shown = metrics[0]
                shown.label = "Validation loss"
                return LineFigure(
                    name: figure.name, title: figure.title, xName: "timestep",
                    xLabel: "Diffusion timestep (middle of 100; 1 is nearly clean, 1000 is noise)", ticksAtData: false,
                    metric: shown, interval: .bars, series: series
                ).planned()
            }
        ]
    }

    func line(_ cell: Grid.Cell, _ values: [(x: Double, values: [Double])]) -> LineSeries {
        LineSeries(
            label: label(cell.coordinates), coordinates: cell.coordinates,
            points: values.sorted { $0.x < $1.x }.compactMap { x, values in
                MeanEstimate(values).map { LinePoint(x: x, estimate: $0) }
            })
    }
}
