/// One value for each variant.
struct Bar {
    var label: String
    var coordinates: [Grid.Coordinate]
    var estimate: MeanEstimate
}

/// Horizontal bars from zero: long labels stay readable.
struct BarFigure: Figure {
    static let itemsOnPage = 16

    var name: String
    var title: String
    var metric: MetricDefinition
    var bars: [Bar]

    var items: [Bar] { bars }
    var absence: String { "no done job has \(metric.id)" }

    func data(_ bars: [Bar]) -> DataTable {
        DataTable(bars.enumerated()) {
            Column("position") { $0.offset + 1 }
            Column.estimate { $0.element.estimate }
            Column.labels(of: bars, { $0.element }, label: \.label, coordinates: \.coordinates)
        }
    }

    func height(_ bars: [Bar]) -> Int { GnuplotScript.height(rows: bars.map(\.label)) }

    func plot(_ bars: [Bar], csv: String) -> String {
        let ends = self.bars.map { $0.estimate.reach.upperBound }
        let greatest = (ends.max() ?? 1) * metric.scale
        let scale = GnuplotScript.scale(metric)
        var text = "set xlabel \(GnuplotScript.quoted(metric.labelWithUnit))\nunset key\n"
        text += "set xrange [0:\(GnuplotScript.short(greatest > 0 ? greatest * 1.2 : 1))]\n"
        text += "set grid noytics xtics\n" + GnuplotScript.bars(self.bars.map(\.estimate))
        text += GnuplotScript.rows(bars.map(\.label)) + "set style fill solid 0.85 noborder\n"
        let digits = metric.digits
        var elements = [
            "'\(csv)' using (column(\"mean\")\(scale)/2):(column(\"position\")):(0):(column(\"mean\")\(scale))"
                + ":(column(\"position\")-0.34):(column(\"position\")+0.34) "
                + "with boxxyerror linecolor \"\(GnuplotScript.colours[0])\""
        ]
        if bars.contains(where: { $0.estimate.halfWidth ?? 0 > 0 }) {
            elements.append(
                "'\(csv)' using (column(\"mean\")\(scale)):(column(\"position\")):(\(GnuplotScript.barEnd("ci95_low"))\(scale))"
                    + ":(\(GnuplotScript.barEnd("ci95_high"))\(scale)) with xerrorbars linecolor \"#222222\" linewidth 1.2 pointtype -1")
        }
        elements.append(
            "'\(csv)' using ((strlen(strcol(\"ci95_high\")) ? \(GnuplotScript.barEnd("ci95_high")) : column(\"mean\"))\(scale))"
                + ":(column(\"position\")):(sprintf(\" %.\(digits)f\", column(\"mean\")\(scale))) "
                + "with labels left textcolor \"#222222\"")
        return text + GnuplotScript.plot(elements)
    }
}
