import Foundation
import ResultsStore

/// One metric's values under a damage of rising strength.
public struct DamageCurve: Sendable, Equatable {
    /// What was done to the images.
    public var damage: String
    /// By rising strength, the undamaged images first; nil where there is no value.
    public var values: [Double?]

    public init(damage: String, values: [Double?]) {
        self.damage = damage
        self.values = values
    }
}

/// Writes one figure a metric: its value over the strength of each damage, as a step from 0 (none) on, because
/// strengths of different damages have different units.
///
/// - Parameters:
///   - curves: by metric name, `clip_score`.
///   - outDirectory: created if needed; files of the same names are replaced.
public func writeValidationFigures(
    _ curves: [(metric: String, curves: [DamageCurve])], outDirectory: String, gnuplot: Gnuplot? = .found()
) throws -> [FigureFile] {
    try writePlanned(
        curves.map { name, curves in
            let metric =
                MetricRegistry.known.first { $0.id == "\(name)/all" }
                ?? MetricDefinition(
                    source: .metric(MetricName(name, "all")), label: name, unit: "", direction: nil, digits: 4)
            return planned(metric, name, curves)
        }, outDirectory: outDirectory, gnuplot: gnuplot)
}

private func planned(_ metric: MetricDefinition, _ name: String, _ curves: [DamageCurve]) -> PlannedFigure {
    let title = "\(metric.label) of damaged real images"
    let figure = LineFigure(
        name: name.replacingOccurrences(of: "_", with: "-") + "-by-damage", title: title, xName: "strength",
        xLabel: "Strength (0: undamaged)", ticksAtData: true, metric: metric, interval: .bars,
        series: curves.map { curve in
            LineSeries(
                label: curve.damage, coordinates: [],
                points: curve.values.enumerated().compactMap { step, value in
                    value.flatMap { MeanEstimate([$0]) }.map { LinePoint(x: Double(step), estimate: $0) }
                })
        })
    return figure.pages().first.map { .figure($0) }
        ?? .empty(name: figure.name, title: title, reason: "no damage has a value of \(name)")
}
