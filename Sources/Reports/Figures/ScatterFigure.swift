/// One variant as a point: what it costs and how good it is.
struct ScatterPoint {
    var label: String
    var coordinates: [Grid.Coordinate]
    var cost: Double
    var quality: MeanEstimate
}

/// Quality against cost, a point for each variant.
struct ScatterFigure: Figure {
    static let itemsOnPage = 2 * GnuplotScript.colours.count

    var name: String
    var title: String
    var cost: MetricDefinition
    var quality: MetricDefinition
    var points: [ScatterPoint]

    var items: [ScatterPoint] { points }
    var absence: String { "no done job has \(quality.id) and \(cost.id)" }

    func height(_ points: [ScatterPoint]) -> Int { Legend(points.map(\.label)).height }

    func data(_ points: [ScatterPoint]) -> DataTable {
        DataTable(points.enumerated()) {
            Column("series") { $0.offset + 1 }
            Column("cost") { $0.element.cost }
            Column.estimate { $0.element.quality }
            Column.labels(of: points, { $0.element }, label: \.label, coordinates: \.coordinates)
        }
    }

    private var yRange: String {
        let ends = points.flatMap { point -> [Double] in
            [point.quality.reach.lowerBound, point.quality.reach.upperBound].map { $0 * quality.scale }
        }
        return GnuplotScript.range(ends, logarithmic: false, within: quality.bounds)
    }

    func plot(_ points: [ScatterPoint], csv: String) -> String {
        let costs = self.points.map { $0.cost * cost.scale }
        let low = costs.min() ?? 0, high = costs.max() ?? 1, span = high > low ? high - low : max(high, 1)
        let legend = Legend(points.map(\.label))
        var text = "set xlabel \(GnuplotScript.quoted(cost.labelWithUnit))\n"
        text += "set ylabel \(GnuplotScript.quoted(quality.labelWithUnit))\n"
        text += "set xrange [\(GnuplotScript.short(low - 0.08 * span)):\(GnuplotScript.short(high + 0.08 * span))]\n"
        text += "set yrange \(yRange)\n" + legend.commands
        text += GnuplotScript.bars(self.points.map(\.quality))
        func shown(_ value: String, _ number: Int, _ metric: MetricDefinition) -> String {
            "(column(\"series\")==\(number) ? \(value)\(GnuplotScript.scale(metric)) : NaN)"
        }
        var bars: [String] = [], marks: [String] = []
        for (index, point) in points.enumerated() {
            let colour = GnuplotScript.colours[index % GnuplotScript.colours.count]
            let type = GnuplotScript.pointTypes[(index + index / GnuplotScript.colours.count) % GnuplotScript.pointTypes.count]
            let x = shown("column(\"cost\")", index + 1, cost), y = shown("column(\"mean\")", index + 1, quality)
            if point.quality.halfWidth != nil {
                let ends = ["ci95_low", "ci95_high"].map { shown(GnuplotScript.barEnd($0), index + 1, quality) }
                bars.append(
                    "'\(csv)' using \(([x, y] + ends).joined(separator: ":")) "
                        + "with yerrorbars linecolor \"\(colour)\" linewidth 1.2 pointtype -1")
            }
            marks += legend.entries(
                "'\(csv)' using \(x):\(y) with points linecolor \"\(colour)\" pointtype \(type) pointsize 1.4", number: index)
        }
        return text + GnuplotScript.plot(bars + marks)
    }
}
