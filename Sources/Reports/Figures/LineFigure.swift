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
struct LineFigure {
    enum Interval { case bars, band }

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

    /// One figure, or several pages when there are more series than colours; none without data, or for
    /// a curve of a single point.
    func pages() -> [Figure] {
        let drawn = series.filter { !$0.points.isEmpty }
        if interval == .band, Set(drawn.flatMap { $0.points.map(\.x) }).count < 2 { return [] }
        let slices = Reports.pages(drawn, size: GnuplotScript.colours.count)
        let yRange = GnuplotScript.range(shownValues, logarithmic: isLogarithmic, within: metric.bounds)
        return slices.enumerated().map { page, slice in
            let names = pageNames(name, title, page: page, of: slices.count)
            let shown = slice + (reference.map { [$0] } ?? [])
            let legend = GnuplotScript.legend(shown.map(\.label))
            return Figure(
                name: names.name, title: names.title, csv: csv(shown),
                plot: plot(shown, name: names.name, yRange: yRange, legend: legend.commands),
                legendRows: legend.rowsBelow)
        }
    }

    /// Why ``pages()`` is empty.
    var reasonIfEmpty: String {
        series.contains { !$0.points.isEmpty } ? "\(metric.id) was measured at one step only" : "no done job has \(metric.id)"
    }

    /// Means and what else the axis has to show.
    private var shownValues: [Double] {
        (series + (reference.map { [$0] } ?? [])).flatMap(\.points).flatMap { point -> [Double] in
            [point.estimate.reach.lowerBound, point.estimate.mean, point.estimate.reach.upperBound]
        }
        .map { $0 * metric.scale }
    }

    /// Values of one sign that span more than a factor (a smaller one for curves, which start high).
    private var isLogarithmic: Bool {
        let values = series.flatMap(\.points).map(\.estimate.mean)
        guard let least = shownValues.min(), let low = values.min(), let high = values.max() else { return false }
        return least > 0 && high / low > (interval == .band ? 4 : 20)
    }

    /// Numbers stand before texts: gnuplot does not understand doubled quotes.
    private func csv(_ series: [LineSeries]) -> String {
        let paths = unique(series.flatMap { $0.coordinates.map(\.path) })
        var text = CSV.line(["series", xName, "n", "mean", "ci95_low", "ci95_high", "label"] + paths)
        for (index, one) in series.enumerated() {
            let values = paths.map { path in one.coordinates.first { $0.path == path }?.value ?? "" }
            for point in one.points {
                let estimate = point.estimate
                text += CSV.line(["\(index + 1)", CSV.number(point.x)] + estimate.csvFields + [one.label] + values)
            }
        }
        return text
    }

    private func plot(_ series: [LineSeries], name: String, yRange: String, legend: String) -> String {
        let xs = unique(self.series.flatMap { $0.points.map(\.x) }).sorted()
        let low = xs.first ?? 0, high = xs.last ?? 1, span = high > low ? high - low : 1
        let gap = zip(xs, xs.dropFirst()).map { $1 - $0 }.min() ?? 1
        var text = "set xlabel \(GnuplotScript.quoted(xLabel))\nset ylabel \(GnuplotScript.quoted(metric.labelWithUnit))\n"
        text += "set xrange [\(GnuplotScript.short(low - 0.05 * span)):\(GnuplotScript.short(high + 0.05 * span))]\n"
        if ticksAtData { text += "set xtics (\(xs.map(shortest).joined(separator: ", ")))\n" }
        text += (isLogarithmic ? GnuplotScript.logarithmicY(shownValues) : "") + "set yrange \(yRange)\n" + legend
        text += GnuplotScript.bars(self.series.flatMap(\.points).map(\.estimate))
        let scale = metric.scale == 1 ? "" : "*\(shortest(metric.scale))"
        // Side by side at one x, so that intervals do not hide each other.
        let dodge = interval == .bars ? min((xs.count < 5 ? 0.012 : 0.006) * span, 0.5 * gap / Double(series.count)) : 0
        var elements: [String] = []
        func element(_ using: [String], _ style: String) {
            elements.append("'\(name).csv' using \(using.joined(separator: ":")) with \(style)")
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
                    let bounds =
                        [x] + (interval == .bars ? [column("mean", number)] : [])
                        + ["ci95_low", "ci95_high"].map { shown(GnuplotScript.barEnd($0), number) }
                    element(
                        bounds,
                        interval == .bars
                            ? "yerrorbars linecolor \"\(colour)\" linewidth 1.2 pointtype -1"
                            : "filledcurves linecolor \"\(colour)\" fillstyle transparent solid 0.18 noborder")
                } else {
                    let style =
                        isReference
                        ? "lines linewidth 2 dashtype 2"
                        : interval == .bars
                            ? "linespoints linewidth 2 pointtype \(GnuplotScript.pointTypes[index]) pointsize 1"
                            : "lines linewidth 2"
                    element(
                        [x, column("mean", number)],
                        "\(style) linecolor \"\(colour)\" title \(GnuplotScript.quoted(one.label))")
                }
            }
        }
        return text + "set datafile missing NaN\nplot \\\n  " + elements.joined(separator: ", \\\n  ")
    }
}
