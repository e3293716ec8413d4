import Foundation
import Results
import ResultsStore

/// One metric's values under one corruption of rising strength, the undamaged images first; nil where there is no value.
public typealias CorruptionCurve = (corruption: String, values: [Double?])

/// Writes one figure a metric: its value over the strength of each corruption, as a step from 0 (none) on, because
/// strengths of different corruptions have different units.
///
/// - Parameters:
///   - curves: by metric name, `clip_score`.
///   - outDirectory: created if needed; files of the same names are replaced.
public func writeCorruptionFigures(
    _ curves: [(metric: String, curves: [CorruptionCurve])], outDirectory: String, gnuplot: Gnuplot? = .found()
) throws -> [FigureFile] {
    let figures = curves.flatMap { name, curves -> [PlannedFigure] in
        let metric =
            MetricRegistry.known.first { $0.id == "\(name)/all" }
            ?? MetricDefinition(source: .metric(MetricName(name, Metric.Split.all.rawValue)), label: name)
        let figure = LineFigure(
            name: name.replacing("_", with: "-") + "-by-damage", title: "\(metric.label) of damaged real images", xName: "strength",
            xLabel: "Strength (0: undamaged)", ticksAtData: true, metric: metric, interval: .bars,
            series: curves.map { curve in
                LineSeries(
                    label: curve.corruption, coordinates: [],
                    points: curve.values.enumerated().compactMap { step, value in
                        value.flatMap { MeanEstimate([$0]) }.map { LinePoint(x: Double(step), estimate: $0) }
                    })
            })
        return figure.items.isEmpty
            ? [.empty(name: figure.name, title: figure.title, reason: "no damage has a value of \(name)")] : figure.planned()
    }
    return try writePlanned(figures, outDirectory: outDirectory, gnuplot: gnuplot)
}
