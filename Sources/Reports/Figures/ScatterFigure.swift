/// One variant as a point: what it costs and how good it is.
struct ScatterPoint {
    var label: String
    var coordinates: [GridCoordinate]
    var cost: Double
    var quality: MeanEstimate
}

/// Quality against cost, a point for each variant.
struct ScatterFigure {
    var name: String
    var title: String
    var cost: MetricDefinition
    var quality: MetricDefinition
    var points: [ScatterPoint]

    func pages() -> [Figure] {
        let size = GnuplotScript.colours.count * 2, count = (points.count + size - 1) / size
        return (0..<count).map { page in
            let slice = Array(points[page * size..<min(points.count, (page + 1) * size)])
            let name = count == 1 ? self.name : "\(self.name)-\(page + 1)"
            return Figure(
                name: name, title: count == 1 ? title : "\(title) (page \(page + 1) of \(count))", csv: csv(slice),
                plot: plot(slice, name: name))
        }
    }

    private func csv(_ points: [ScatterPoint]) -> String {
        let paths = unique(points.flatMap { $0.coordinates.map(\.path) })
        var text = CSV.line(["series", "label"] + paths + ["cost", "n", "mean", "ci95_low", "ci95_high"])
        for (index, point) in points.enumerated() {
            let values = paths.map { path in point.coordinates.first { $0.path == path }?.value ?? "" }
            let estimate = point.quality
            text += CSV.line(["\(index + 1)", point.label] + values + [
                CSV.number(point.cost), "\(estimate.count)", CSV.number(estimate.mean),
                CSV.number(estimate.halfWidth.map { estimate.mean - $0 }),
                CSV.number(estimate.halfWidth.map { estimate.mean + $0 }),
            ])
        }
        return text
    }

    private func plot(_ points: [ScatterPoint], name: String) -> String {
        let costs = points.map { $0.cost * cost.scale }
        let low = costs.min() ?? 0, high = costs.max() ?? 1, span = high > low ? high - low : max(high, 1)
        var text = "set xlabel \(GnuplotScript.quoted(cost.labelWithUnit))\n"
        text += "set ylabel \(GnuplotScript.quoted(quality.labelWithUnit))\n"
        text += "set xrange [\(shortest(low - 0.08 * span)):\(shortest(high + 0.08 * span))]\n"
        text += GnuplotScript.legend(points.map(\.label)) + "set datafile missing NaN\nplot \\\n  "
        func column(_ name: String, _ number: Int, _ scale: Double) -> String {
            "(column(\"series\")==\(number) ? column(\"\(name)\")\(scale == 1 ? "" : "*\(shortest(scale))") : NaN)"
        }
        var bars: [String] = [], marks: [String] = []
        for (index, point) in points.enumerated() {
            let colour = GnuplotScript.colours[index % GnuplotScript.colours.count]
            let type = GnuplotScript.pointTypes[(index + index / GnuplotScript.colours.count) % GnuplotScript.pointTypes.count]
            let x = column("cost", index + 1, cost.scale), y = column("mean", index + 1, quality.scale)
            if point.quality.halfWidth != nil {
                bars.append("'\(name).csv' using \(x):\(y):\(column("ci95_low", index + 1, quality.scale))"
                    + ":\(column("ci95_high", index + 1, quality.scale)) "
                    + "with yerrorbars linecolor \"\(colour)\" linewidth 1.2 pointtype -1")
            }
            marks.append("'\(name).csv' using \(x):\(y) with points linecolor \"\(colour)\" pointtype \(type) "
                + "pointsize 1.4 title \(GnuplotScript.quoted(point.label))")
        }
        return text + (bars + marks).joined(separator: ", \\\n  ")
    }
}
