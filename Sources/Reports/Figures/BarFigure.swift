/// One value for each variant.
struct Bar {
    var label: String
    var coordinates: [GridCoordinate]
    var estimate: MeanEstimate
}

/// Horizontal bars from zero: long labels stay readable.
struct BarFigure {
    var name: String
    var title: String
    var metric: MetricDefinition
    var bars: [Bar]

    /// One figure, or several pages when there are many bars; the scale is the same on all.
    func pages() -> [Figure] {
        let size = 16, count = (bars.count + size - 1) / size
        return (0..<count).map { page in
            let slice = Array(bars[page * size..<min(bars.count, (page + 1) * size)])
            let name = count == 1 ? self.name : "\(self.name)-\(page + 1)"
            return Figure(
                name: name, title: count == 1 ? title : "\(title) (page \(page + 1) of \(count))", csv: csv(slice),
                plot: plot(slice, name: name))
        }
    }

    private func csv(_ bars: [Bar]) -> String {
        let paths = unique(bars.flatMap { $0.coordinates.map(\.path) })
        var text = CSV.line(["position", "label"] + paths + ["n", "mean", "ci95_low", "ci95_high"])
        for (index, bar) in bars.enumerated() {
            let values = paths.map { path in bar.coordinates.first { $0.path == path }?.value ?? "" }
            let estimate = bar.estimate
            text += CSV.line(["\(index + 1)", bar.label] + values + [
                "\(estimate.count)", CSV.number(estimate.mean), CSV.number(estimate.halfWidth.map { estimate.mean - $0 }),
                CSV.number(estimate.halfWidth.map { estimate.mean + $0 }),
            ])
        }
        return text
    }

    private func plot(_ bars: [Bar], name: String) -> String {
        let ends = self.bars.map { $0.estimate.mean + ($0.estimate.halfWidth ?? 0) }
        let greatest = (ends.max() ?? 1) * metric.scale
        let scale = metric.scale == 1 ? "" : "*\(shortest(metric.scale))"
        var text = "set xlabel \(GnuplotScript.quoted(metric.labelWithUnit))\nunset key\n"
        text += "set yrange [\(bars.count).6:0.4]\nset xrange [0:\(shortest(greatest > 0 ? greatest * 1.18 : 1))]\n"
        text += "set grid noytics xtics\nset ytics scale 0\n"
        text += "set style fill solid 0.85 noborder\nset datafile missing NaN\nplot \\\n  "
        let digits = metric.digits
        var elements = [
            "'\(name).csv' using (column(\"mean\")\(scale)/2):(column(\"position\")):(0):(column(\"mean\")\(scale))"
                + ":(column(\"position\")-0.34):(column(\"position\")+0.34):ytic(2) "
                + "with boxxyerror linecolor \"\(GnuplotScript.colours[0])\""
        ]
        if bars.contains(where: { $0.estimate.halfWidth ?? 0 > 0 }) {
            elements.append(
                "'\(name).csv' using (column(\"mean\")\(scale)):(column(\"position\")):(column(\"ci95_low\")\(scale))"
                    + ":(column(\"ci95_high\")\(scale)) with xerrorbars linecolor \"#222222\" linewidth 1.2 pointtype -1")
        }
        elements.append(
            "'\(name).csv' using ((strlen(strcol(\"ci95_high\")) ? column(\"ci95_high\") : column(\"mean\"))\(scale))"
                + ":(column(\"position\")):(sprintf(\" %.\(digits)f\", column(\"mean\")\(scale))) "
                + "with labels left textcolor \"#222222\"")
        return text + elements.joined(separator: ", \\\n  ")
    }
}
