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

        /// The columns that gnuplot wants between x and the ends, and its style.
        func style(mean: String, colour: String) -> (columns: [String], style: String) {
            switch self {
            case .bars: ([mean], "yerrorbars linecolor \"\(colour)\" linewidth 1.2 pointtype -1")
            case .band: ([], "filledcurves linecolor \"\(colour)\" fillstyle transparent solid 0.18 noborder")
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

    func legend(_ series: [LineSeries]) -> [String] { (series + references).map(\.label) }

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
        let xs = unique(self.series.flatMap { $0.points.map(\.x) }).sorted()
        let low = xs.first ?? 0, high = xs.last ?? 1, span = high > low ? high - low : 1
        let gap = zip(xs, xs.dropFirst()).map { $1 - $0 }.min() ?? 1
        var text = "set xlabel \(GnuplotScript.quoted(xLabel))\nset ylabel \(GnuplotScript.quoted(metric.labelWithUnit))\n"
        text += "set xrange [\(GnuplotScript.short(low - 0.05 * span)):\(GnuplotScript.short(high + 0.05 * span))]\n"
        if ticksAtData { text += "set xtics (\(xs.map(shortest).joined(separator: ", ")))\n" }
        text += (isLogarithmic ? GnuplotScript.logarithmicY(shownValues) : "") + "set yrange \(yRange)\n"
        text += GnuplotScript.legend(legend(items)).commands + GnuplotScript.bars(self.series.flatMap(\.points).map(\.estimate))
        let scale = GnuplotScript.scale(metric)
        let dodge = interval.dodge(min((xs.count < 5 ? 0.012 : 0.006) * span, 0.5 * gap / Double(series.count)))
        var elements: [String] = []
        func element(_ using: [String], _ style: String) {
            elements.append("'\(csv)' using \(using.joined(separator: ":")) with \(style)")
        }
        func shown(_ value: String, _ number: Int) -> String { "(column(\"series\")==\(number) ? \(value)\(scale) : NaN)" }
        func column(_ name: String, _ number: Int) -> String { shown("column(\"\(name)\")", number) }
        for pass in [0, 1] {
            for (index, one) in series.enumerated() {
                let isReference = reference != nil && index == series.count - 1
                let number = index + 1, colour = isReference ? "#777777" : GnuplotScript.colours[index]
                let shift = isReference ? 0 : dodge * (Double(index) - Double(series.count - 1) / 2)
                let x =
                    "(column(\"series\")==\(number) ? column(\"\(xName)\")"
                    + (shift == 0 ? "" : "+(\(GnuplotScript.short(shift)))") + " : NaN)"
                if pass == 0 {
                    guard one.points.contains(where: { $0.estimate.halfWidth != nil }) else { continue }
                    let (columns, style) = interval.style(mean: column("mean", number), colour: colour)
                    element([x] + columns + ["ci95_low", "ci95_high"].map { shown(GnuplotScript.barEnd($0), number) }, style)
                } else {
                    let style =
                        isReference ? "lines linewidth 2 dashtype 2" : interval.lineStyle(pointType: GnuplotScript.pointTypes[index])
                    element(
                        [x, column("mean", number)],
                        "\(style) linecolor \"\(colour)\" title \(GnuplotScript.quoted(one.label))")
                }
            }
        }
        return text + GnuplotScript.plot(elements)
    }
}
