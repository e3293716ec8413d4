/// A forest plot: how far each cell lies from the baseline in one metric, with the 95 % interval of the difference.
struct ForestFigure: Figure {
    static let itemsOnPage = 16

    var comparison: MetricComparison
    /// The label of the cell at 0.
    var baseline: String
    var label: ([Grid.Coordinate]) -> String

    var name: String { Self.name(comparison.metric) }
    var title: String { Self.title(comparison.metric) }
    var items: [CellComparison] { comparison.cells.filter { $0.difference != nil } }
    var absence: String { "no seed has \(comparison.metric.id) in the baseline and in another cell" }

    static func name(_ metric: MetricDefinition) -> String { "compare-\(metric.fileName)" }
    static func title(_ metric: MetricDefinition) -> String { "\(metric.label): difference from the baseline" }

    func data(_ cells: [CellComparison]) -> DataTable {
        DataTable(cells.enumerated()) {
            Column("position") { $0.offset + 1 }
            Column("n") { $0.element.seeds.count }
            Column("difference") { $0.element.difference }
            Column("ci95_low") { $0.element.interval?.low }
            Column("ci95_high") { $0.element.interval?.high }
            Column("p") { $0.element.answer?.p }
            Column("p_holm") { $0.element.holmP }
            Column("finding") { $0.element.finding(comparison.metric.direction).finding.rawValue }
            Column("p_max_t") { $0.element.answer?.adjustedP }
            Column("verdict") { $0.element.verdict(comparison.metric.direction).finding.rawValue }
            Column.labels(of: cells, { $0.element }, label: { label($0.coordinates) }, coordinates: \.coordinates)
        }
    }

    /// A range that holds all ends and 0, with few enough ticks for long numbers.
    private var xAxis: String {
        let ends =
            [0]
            + items.flatMap { cell -> [Double] in
                [cell.difference, cell.interval?.low, cell.interval?.high].compactMap { $0 }
            }
        let shown = ends.map { $0 * comparison.metric.scale }, span = (shown.max() ?? 0) - (shown.min() ?? 0)
        return "set xrange \(GnuplotScript.range(shown, logarithmic: false))\n"
            + "set xtics \(GnuplotScript.short(GnuplotScript.step(span, count: 6)))\n"
    }

    private var baselineLines: [String] { TextLines.wrapped(label: "baseline: " + baseline, width: 100) }

    func height(_ cells: [CellComparison]) -> Int {
        GnuplotScript.height(rows: cells.map { label($0.coordinates) }) + 30 + 20 * baselineLines.count
    }

    func plot(_ cells: [CellComparison], csv: String) -> String {
        let metric = comparison.metric, scale = GnuplotScript.scale(metric)
        let unit = metric.shownUnit == "%" ? "percentage points" : metric.shownUnit
        let what = "Difference" + (unit.isEmpty ? "" : " (\(unit))") + ", \(metric.directionText)"
        var text = "set xlabel \(GnuplotScript.quoted(what))\n\(xAxis)"
        text += "set grid noytics xtics\nset bmargin \(GnuplotScript.short(6 + 1.2 * Double(baselineLines.count)))\n"
        text += "set key at screen 0.98,0.01 bottom right horizontal Left reverse samplen 1\n"
        // Above the legend, line by line.
        let page = Double(height(cells))
        for (number, line) in baselineLines.enumerated() {
            let y = GnuplotScript.short((44 + 20 * Double(baselineLines.count - 1 - number)) / page)
            text += "set label \(GnuplotScript.quoted(line)) at screen 0.02,\(y) left textcolor \"\(GnuplotScript.ink)\"\n"
        }
        text += GnuplotScript.note("intervals: 95 %")
        text += "set arrow from 0, graph 0 to 0, graph 1 nohead linecolor \"#222222\" linewidth 1 dashtype 2 back\n"
        text += GnuplotScript.rows(cells.map { label($0.coordinates) })
        let elements = [
            (Finding.better, "better", 2), (.worse, "worse", 1), (.higher, "higher", 0), (.lower, "lower", 0),
            (.equivalent, "no difference beyond the margin", 3), (.undecided, "undecided", -1),
        ].flatMap { finding, title, colour -> [String] in
            let found = cells.filter { $0.verdict(metric.direction).finding == finding }
            guard !found.isEmpty else { return [] }
            let shade = colour < 0 ? "#777777" : GnuplotScript.colours[colour]
            let x = "(strcol(\"verdict\") eq '\(finding.rawValue)' ? column(\"difference\")\(scale) : NaN)"
            let points =
                "'\(csv)' using \(x):(column(\"position\")) with points linecolor \"\(shade)\" "
                + "pointtype \(finding == .undecided ? 6 : 7) pointsize 1.2 title '\(title)'"
            guard found.contains(where: { $0.interval != nil }) else { return [points] }
            let bars =
                "'\(csv)' using \(x):(column(\"position\")):(column(\"ci95_low\")\(scale)):"
                + "(column(\"ci95_high\")\(scale)) with xerrorbars linecolor \"\(shade)\" linewidth 1.6 pointtype -1"
            return [bars, points]
        }
        return text + GnuplotScript.plot(elements)
    }
}
