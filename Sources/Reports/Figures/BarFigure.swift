import Platform

/// One value for each variant.
struct Bar {
    var label: String
    var coordinates: [Grid.Coordinate]
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
        let slices = Reports.pages(bars, size: 16)
        return slices.enumerated().map { page, slice in
            let names = pageNames(name, title, page: page, of: slices.count)
            return Figure(name: names.name, title: names.title, csv: csv(slice), plot: plot(slice, name: names.name))
        }
    }

    private func csv(_ bars: [Bar]) -> String {
        let paths = unique(bars.flatMap { $0.coordinates.map(\.path) })
        var text = CSV.line(["position", "n", "mean", "ci95_low", "ci95_high", "label"] + paths)
        for (index, bar) in bars.enumerated() {
            let values = paths.map { path in bar.coordinates.first { $0.path == path }?.value ?? "" }
            text += CSV.line(["\(index + 1)"] + bar.estimate.csvFields + [bar.label] + values)
        }
        return text
    }

    private func plot(_ bars: [Bar], name: String) -> String {
        let ends = self.bars.map { $0.estimate.reach.upperBound }
        let greatest = (ends.max() ?? 1) * metric.scale
        let scale = metric.scale == 1 ? "" : "*\(shortest(metric.scale))"
        var text = "set xlabel \(GnuplotScript.quoted(metric.labelWithUnit))\nunset key\n"
        text += "set yrange [\(bars.count).6:0.4]\nset xrange [0:\(GnuplotScript.short(greatest > 0 ? greatest * 1.2 : 1))]\n"
        text += "set grid noytics xtics\n" + GnuplotScript.bars(self.bars.map(\.estimate))
        // A tick label is a number format.
        let ticks = bars.enumerated().map { "\(GnuplotScript.quoted($1.label.replacing("%", with: "%%"))) \($0 + 1)" }
        text += "set ytics scale 0 (\(ticks.joined(separator: ", ")))\n"
        text += "set style fill solid 0.85 noborder\nset datafile missing NaN\nplot \\\n  "
        let digits = metric.digits
        var elements = [
            "'\(name).csv' using (column(\"mean\")\(scale)/2):(column(\"position\")):(0):(column(\"mean\")\(scale))"
                + ":(column(\"position\")-0.34):(column(\"position\")+0.34)"
                + "with boxxyerror linecolor \"\(GnuplotScript.colours[0])\""
        ]
        if bars.contains(where: { $0.estimate.halfWidth ?? 0 > 0 }) {
            elements.append(
                "'\(name).csv' using (column(\"mean\")\(scale)):(column(\"position\")):(\(GnuplotScript.barEnd("ci95_low"))\(scale))"
                    + ":(\(GnuplotScript.barEnd("ci95_high"))\(scale)) with xerrorbars linecolor \"#222222\" linewidth 1.2 pointtype -1")
        }
        elements.append(
            "'\(name).csv' using ((strlen(strcol(\"ci95_high\")) ? \(GnuplotScript.barEnd("ci95_high")) : column(\"mean\"))\(scale))"
                + ":(column(\"position\")):(sprintf(\" %.\(digits)f\", column(\"mean\")\(scale))) "
                + "with labels left textcolor \"#222222\"")
        return text + elements.joined(separator: ", \\\n  ")
    }
}
