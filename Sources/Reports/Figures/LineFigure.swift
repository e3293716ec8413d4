import Foundation

/// A mean over seeds at one x.
struct LinePoint {
    var x: Double
    var estimate: MeanEstimate
}

struct LineSeries {
    var label: String
    /// The cell's coordinates (those that tell series apart), for the CSV.
    var coordinates: [GridCoordinate]
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

    /// One figure, or several pages when there are more series than colours.
    func pages() -> [Figure] {
        let size = GnuplotScript.colours.count
        let drawn = series.filter { !$0.points.isEmpty }
        let count = (drawn.count + size - 1) / size
        return (0..<count).map { page in
            let slice = Array(drawn[page * size..<min(drawn.count, (page + 1) * size)])
            return Figure(
                name: count == 1 ? name : "\(name)-\(page + 1)",
                title: count == 1 ? title : "\(title) (page \(page + 1) of \(count))", csv: csv(slice), plot: plot(slice, name: count == 1 ? name : "\(name)-\(page + 1)"))
        }
    }

    private func csv(_ series: [LineSeries]) -> String {
        let paths = unique(series.flatMap { $0.coordinates.map(\.path) })
        var text = CSV.line(["series", "label"] + paths + [xName, "n", "mean", "ci95_low", "ci95_high"])
        for (index, one) in series.enumerated() {
            let values = paths.map { path in one.coordinates.first { $0.path == path }?.value ?? "" }
            for point in one.points {
                let estimate = point.estimate
                text += CSV.line(["\(index + 1)", one.label] + values + [
                    CSV.number(point.x), "\(estimate.count)", CSV.number(estimate.mean),
                    CSV.number(estimate.halfWidth.map { estimate.mean - $0 }),
                    CSV.number(estimate.halfWidth.map { estimate.mean + $0 }),
                ])
            }
        }
        return text
    }

    private func plot(_ series: [LineSeries], name: String) -> String {
        let xs = unique(series.flatMap { $0.points.map(\.x) }).sorted()
        let means = series.flatMap { $0.points.map(\.estimate.mean) }
        let low = xs.first ?? 0, high = xs.last ?? 1, span = high > low ? high - low : 1
        var text = "set xlabel \(GnuplotScript.quoted(xLabel))\nset ylabel \(GnuplotScript.quoted(metric.labelWithUnit))\n"
        text += "set xrange [\(shortest(low - 0.05 * span)):\(shortest(high + 0.05 * span))]\n"
        if ticksAtData { text += "set xtics (\(xs.map(shortest).joined(separator: ", ")))\n" }
        if let least = means.min(), let greatest = means.max(), least > 0, greatest / least > 20 {
            text += "set logscale y\n"
        } else {
            text += "set yrange [*:*]\n"
        }
        text += GnuplotScript.legend(series.map(\.label))
        let scale = metric.scale == 1 ? "" : "*\(shortest(metric.scale))"
        let dodge = interval == .bars ? 0.012 * span : 0
        var elements: [String] = []
        func element(_ using: [String], _ style: String) {
            elements.append("'\(name).csv' using \(using.joined(separator: ":")) with \(style)")
        }
        func column(_ name: String, _ number: Int) -> String {
            "(column(\"series\")==\(number) ? column(\"\(name)\")\(scale) : NaN)"
        }
        for pass in [0, 1] {
            for (index, one) in series.enumerated() {
                let number = index + 1, colour = GnuplotScript.colours[index]
                let shift = dodge * (Double(index) - Double(series.count - 1) / 2)
                let x = "(column(\"series\")==\(number) ? column(\"\(xName)\")"
                    + (shift == 0 ? "" : "+(\(shortest(shift)))") + " : NaN)"
                if pass == 0 {
                    guard one.points.contains(where: { $0.estimate.halfWidth != nil }) else { continue }
                    let bounds = [x] + (interval == .bars ? [column("mean", number)] : [])
                        + [column("ci95_low", number), column("ci95_high", number)]
                    element(bounds, interval == .bars
                        ? "yerrorbars linecolor \"\(colour)\" linewidth 1.2 pointtype -1"
                        : "filledcurves linecolor \"\(colour)\" fillstyle transparent solid 0.18 noborder")
                } else {
                    let style = interval == .bars
                        ? "linespoints linewidth 2 pointtype \(GnuplotScript.pointTypes[index]) pointsize 1"
                        : "lines linewidth 2"
                    element([x, column("mean", number)],
                        "\(style) linecolor \"\(colour)\" title \(GnuplotScript.quoted(one.label))")
                }
            }
        }
        return text + "set datafile missing NaN\nplot \\\n  " + elements.joined(separator: ", \\\n  ")
    }
}
