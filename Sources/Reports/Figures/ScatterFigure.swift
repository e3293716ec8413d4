import Platform

/// One variant as a point: what it costs and how good it is.
struct ScatterPoint {
    var label: String
    var coordinates: [Grid.Coordinate]
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
        let slices = Reports.pages(points, size: 2 * GnuplotScript.colours.count)
        let ends = points.flatMap { point -> [Double] in
            [point.quality.reach.lowerBound, point.quality.reach.upperBound].map { $0 * quality.scale }
        }
        let yRange = GnuplotScript.range(ends, logarithmic: false, within: quality.bounds)
        return slices.enumerated().map { page, slice in
            let names = pageNames(name, title, page: page, of: slices.count)
            let legend = GnuplotScript.legend(slice.map(\.label))
            return Figure(
                name: names.name, title: names.title, csv: csv(slice),
                plot: plot(slice, name: names.name, yRange: yRange, legend: legend.commands),
                legendRows: legend.rowsBelow)
        }
    }

    private func csv(_ points: [ScatterPoint]) -> String {
        let paths = unique(points.flatMap { $0.coordinates.map(\.path) })
        var text = CSV.line(["series", "cost", "n", "mean", "ci95_low", "ci95_high", "label"] + paths)
        for (index, point) in points.enumerated() {
            let values = paths.map { path in point.coordinates.first { $0.path == path }?.value ?? "" }
            text += CSV.line(["\(index + 1)", CSV.number(point.cost)] + point.quality.csvFields + [point.label] + values)
        }
        return text
    }

    private func plot(_ points: [ScatterPoint], name: String, yRange: String, legend: String) -> String {
        let costs = self.points.map { $0.cost * cost.scale }
        let low = costs.min() ?? 0, high = costs.max() ?? 1, span = high > low ? high - low : max(high, 1)
        var text = "set xlabel \(GnuplotScript.quoted(cost.labelWithUnit))\n"
        text += "set ylabel \(GnuplotScript.quoted(quality.labelWithUnit))\n"
        text += "set xrange [\(GnuplotScript.short(low - 0.08 * span)):\(GnuplotScript.short(high + 0.08 * span))]\n"
        text += "set yrange \(yRange)\n" + legend + GnuplotScript.bars(self.points.map(\.quality)) + "set datafile missing NaN\nplot \\\n  "
        func shown(_ value: String, _ number: Int, _ scale: Double) -> String {
            "(column(\"series\")==\(number) ? \(value)\(scale == 1 ? "" : "*\(shortest(scale))") : NaN)"
        }
        func column(_ name: String, _ number: Int, _ scale: Double) -> String { shown("column(\"\(name)\")", number, scale) }
        var bars: [String] = [], marks: [String] = []
        for (index, point) in points.enumerated() {
            let colour = GnuplotScript.colours[index % GnuplotScript.colours.count]
            let type = GnuplotScript.pointTypes[(index + index / GnuplotScript.colours.count) % GnuplotScript.pointTypes.count]
            let x = column("cost", index + 1, cost.scale), y = column("mean", index + 1, quality.scale)
            if point.quality.halfWidth != nil {
                let ends = ["ci95_low", "ci95_high"].map { shown(GnuplotScript.barEnd($0), index + 1, quality.scale) }
                bars.append(
                    "'\(name).csv' using \(([x, y] + ends).joined(separator: ":")) "
                        + "with yerrorbars linecolor \"\(colour)\" linewidth 1.2 pointtype -1")
            }
            marks.append(
                "'\(name).csv' using \(x):\(y) with points linecolor \"\(colour)\" pointtype \(type) "
                    + "pointsize 1.4 title \(GnuplotScript.quoted(point.label))")
        }
        return text + (bars + marks).joined(separator: ", \\\n  ")
    }
}
