import Foundation
import Platform

/// A mean over seeds at one x.
struct LinePoint {
    var x: Double
    var estimate: MeanEstimate
}

struct LineSeries {
    var label: String
    /// The cell's coordinates (those that tell series apart), for the CSV.
    var coordinates: [Grid.Coordinate]
    var points: [LinePoint]
}

/// Series of means over x with their 95 % intervals.
struct LineFigure: Figure {
    enum Interval {
        case bars, band

        /// Values of one sign that span more than this factor get a logarithmic axis: curves start high.
        var longestLinearSpan: Double {
            switch self {
            case .bars: 20
            case .band: 4
            }
        }

        var name: String {
            switch self {
            case .bars: "bars"
            case .band: "bands"
            }
        }

        /// The columns that gnuplot wants between x and the ends, and its style.
        func style(mean: String, colour: String) -> (columns: [String], style: String) {
            switch self {
            case .bars: ([mean], "yerrorbars linecolor \"\(colour)\" linewidth 1.2 pointtype -1")
            case .band: ([], "filledcurves linecolor \"\(colour)\" fillstyle transparent solid 0.12 noborder")
            }
        }

        func lineStyle(pointType: Int) -> String {
            switch self {
            case .bars: "linespoints linewidth 2 pointtype \(pointType) pointsize 1"
            case .band: "lines linewidth 2"
            }
        }

        /// Side by side at one x, so that intervals do not hide each other.
        func dodge(_ width: Double) -> Double {
            switch self {
            case .bars: width
            case .band: 0
            }
        }
    }

    static let itemsOnPage = GnuplotScript.colours.count

    var name: String
    var title: String
    var xName: String
    var xLabel: String
    /// Tick at each x that occurs, instead of round numbers.
    var ticksAtData: Bool
    var metric: MetricDefinition
    var interval: Interval
    /// Whether x may be logarithmic: what people choose from may go over decades, steps and places in order do not.
    var mayBeLogarithmicX = false
    var series: [LineSeries]
    /// A level to compare with, such as chance: a dashed grey line on every page.
    var reference: LineSeries?

    /// Series with points; none for curves of a single step.
    var items: [LineSeries] {
        let drawn = series.filter { !$0.points.isEmpty }
        return interval == .band && Set(drawn.flatMap { $0.points.map(\.x) }).count < 2 ? [] : drawn
    }

    var absence: String {
        series.contains { !$0.points.isEmpty } ? "\(metric.id) was measured at one step only" : "no done job has \(metric.id)"
    }

    private var references: [LineSeries] { reference.map { [$0] } ?? [] }

    private func legend(_ series: [LineSeries]) -> Legend { Legend((series + references).map(\.label)) }

    func height(_ series: [LineSeries]) -> Int { legend(series).height }

    func data(_ series: [LineSeries]) -> DataTable {
        typealias Row = (index: Int, series: LineSeries, point: LinePoint)
        let shown = series + references
        let rows = shown.enumerated().flatMap { index, series in series.points.map { Row(index + 1, series, $0) } }
        return DataTable(rows) {
            Column("series") { $0.index }
            Column(xName) { $0.point.x }
            Column.estimate { $0.point.estimate }
            Column.labels(of: shown, { $0.series }, label: \.label, coordinates: \.coordinates)
        }
    }

    /// Means and what else the axis has to show.
    private var shownValues: [Double] {
        (series + references).flatMap(\.points).flatMap { point -> [Double] in
            [point.estimate.reach.lowerBound, point.estimate.mean, point.estimate.reach.upperBound]
        }
        .map { $0 * metric.scale }
    }

    private var isLogarithmic: Bool {
        let values = series.flatMap(\.points).map(\.estimate.mean)
        guard let least = shownValues.min(), let low = values.min(), let high = values.max() else { return false }
        return least > 0 && high / low > interval.longestLinearSpan
    }

    func plot(_ items: [LineSeries], csv: String) -> String {
        let series = items + references
        let yRange = GnuplotScript.range(shownValues, logarithmic: isLogarithmic, within: metric.bounds)
        let axis = NumberAxis(self.series.flatMap { $0.points.map(\.x) }, mayBeLogarithmic: mayBeLogarithmicX)
        let legend = legend(items)
        let xWords = axis.isLogarithmic ? "\(xLabel), logarithmic" : xLabel
        var text = "set xlabel \(GnuplotScript.quoted(xWords))\nset ylabel \(GnuplotScript.quoted(metric.labelWithUnit))\n"
        text += axis.range + (ticksAtData ? axis.ticks : "")
        text += (isLogarithmic ? GnuplotScript.logarithmicY(shownValues) : "") + "set yrange \(yRange)\n"
        text += legend.commands + GnuplotScript.bars(self.series.flatMap(\.points).map(\.estimate), called: interval.name)
        let scale = GnuplotScript.scale(metric)
        let dodge = interval.dodge(min((axis.values.count < 5 ? 0.012 : 0.006) * axis.span, 0.5 * axis.gap / Double(series.count)))
        var elements: [String] = []
        func element(_ using: [String], _ style: String) -> String { "'\(csv)' using \(using.joined(separator: ":")) with \(style)" }
        func shown(_ value: String, _ number: Int) -> String { "(column(\"series\")==\(number) ? \(value)\(scale) : NaN)" }
        func column(_ name: String, _ number: Int) -> String { shown("column(\"\(name)\")", number) }
        for pass in [0, 1] {
            for (index, one) in series.enumerated() {
                let isReference = reference != nil && index == series.count - 1
                let number = index + 1, colour = isReference ? "#777777" : GnuplotScript.colours[index]
                let shift = isReference ? 0 : dodge * (Double(index) - Double(series.count - 1) / 2)
                let x = "(column(\"series\")==\(number) ? \(axis.shifted("column(\"\(xName)\")", by: shift)) : NaN)"
                if pass == 0 {
                    guard one.points.contains(where: { $0.estimate.halfWidth != nil }) else { continue }
                    let (columns, style) = interval.style(mean: column("mean", number), colour: colour)
                    elements.append(
                        element([x] + columns + ["ci95_low", "ci95_high"].map { shown(GnuplotScript.barEnd($0), number) }, style))
                } else {
                    let style =
                        isReference ? "lines linewidth 2 dashtype 2" : interval.lineStyle(pointType: GnuplotScript.pointTypes[index])
                    elements += legend.entries(element([x, column("mean", number)], "\(style) linecolor \"\(colour)\""), number: index)
                }
            }
        }
        return text + GnuplotScript.plot(elements)
    }
}
