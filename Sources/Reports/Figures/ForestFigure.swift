import Foundation
import Platform

/// A forest plot: how far each cell lies from the baseline in one metric, with the 95 % interval of the difference.
struct ForestFigure {
    static let rowsOnPage = 16

    var comparison: MetricComparison
    /// The label of the cell at 0.
    var baseline: String
    var label: ([Grid.Coordinate]) -> String

    /// One figure, or several pages with the same scale; none when no cell has a pair of seeds.
    func pages() -> [Figure] {
        let metric = comparison.metric
        let cells = comparison.cells.filter { $0.difference != nil }
        let slices = Reports.pages(cells, size: Self.rowsOnPage)
        let axis = xAxis(cells)
        return slices.enumerated().map { page, slice in
            let names = pageNames(
                "compare-\(metric.fileName)", "\(metric.label): difference from the baseline", page: page, of: slices.count)
            return Figure(name: names.name, title: names.title, csv: csv(slice), plot: plot(slice, name: names.name, axis: axis))
        }
    }

    /// A range that holds all ends and 0, with few enough ticks for long numbers.
    private func xAxis(_ cells: [CellComparison]) -> String {
        let ends =
            [0]
            + cells.flatMap { cell -> [Double] in
                [cell.difference?.mean, cell.interval?.low, cell.interval?.high].compactMap { $0 }
            }
        let shown = ends.map { $0 * comparison.metric.scale }, span = (shown.max() ?? 0) - (shown.min() ?? 0)
        return "set xrange \(GnuplotScript.range(shown, logarithmic: false))\n"
            + "set xtics \(GnuplotScript.short(GnuplotScript.step(span, count: 6)))\n"
    }

    private func csv(_ cells: [CellComparison]) -> String {
        let paths = unique(cells.flatMap { $0.coordinates.map(\.path) })
        var text = CSV.line(
            ["position", "n", "difference", "ci95_low", "ci95_high", "p", "p_holm", "finding", "label"] + paths)
        for (index, cell) in cells.enumerated() {
            let values = paths.map { path in cell.coordinates.first { $0.path == path }?.value ?? "" }
            text += CSV.line(
                [
                    "\(index + 1)", "\(cell.seeds.count)", CSV.number(cell.difference?.mean), CSV.number(cell.interval?.low),
                    CSV.number(cell.interval?.high), cell.isExact ? "" : CSV.number(cell.difference?.test.p),
                    CSV.number(cell.adjustedP), cell.finding(comparison.metric.direction).finding.rawValue,
                    label(cell.coordinates),
                ] + values)
        }
        return text
    }

    private func plot(_ cells: [CellComparison], name: String, axis: String) -> String {
        let metric = comparison.metric, scale = metric.scale == 1 ? "" : "*\(shortest(metric.scale))"
        let unit = metric.shownUnit == "%" ? "percentage points" : metric.shownUnit
        let what = "Difference" + (unit.isEmpty ? "" : " (\(unit))") + ", \(metric.directionText)"
        var text = "set xlabel \(GnuplotScript.quoted(what))\n\(axis)set yrange [\(cells.count).6:0.4]\n"
        text += "set grid noytics xtics\nset bmargin 6\n"
        text += "set key at screen 0.98,0.02 bottom right horizontal Left reverse samplen 1\n"
        text += "set label 1 \(GnuplotScript.quoted("baseline: " + baseline)) at screen 0.02,0.04 left textcolor \"#222222\"\n"
        text += "set arrow from 0, graph 0 to 0, graph 1 nohead linecolor \"#222222\" linewidth 1 dashtype 2 back\n"
        // A tick label is a number format.
        let ticks = cells.enumerated().map {
            "\(GnuplotScript.quoted(label($1.coordinates).replacing("%", with: "%%"))) \($0 + 1)"
        }
        text += "set ytics scale 0 (\(ticks.joined(separator: ", ")))\nset datafile missing NaN\nplot \\\n  "
        let elements = [
            (Finding.better, "better", 2), (.worse, "worse", 1), (.higher, "higher", 0), (.lower, "lower", 0),
            (.undecided, "undecided", -1),
        ].flatMap { finding, title, colour -> [String] in
            let found = cells.filter { $0.finding(metric.direction).finding == finding }
            guard !found.isEmpty else { return [] }
            let shade = colour < 0 ? "#777777" : GnuplotScript.colours[colour]
            let x = "(strcol(\"finding\") eq '\(finding.rawValue)' ? column(\"difference\")\(scale) : NaN)"
            let points =
                "'\(name).csv' using \(x):(column(\"position\")) with points linecolor \"\(shade)\" "
                + "pointtype \(finding == .undecided ? 6 : 7) pointsize 1.2 title '\(title)'"
            guard found.contains(where: { $0.interval != nil }) else { return [points] }
            let bars =
                "'\(name).csv' using \(x):(column(\"position\")):(column(\"ci95_low\")\(scale)):"
                + "(column(\"ci95_high\")\(scale)) with xerrorbars linecolor \"\(shade)\" linewidth 1.6 pointtype -1"
            return [bars, points]
        }
        return text + elements.joined(separator: ", \\\n  ")
    }
}
