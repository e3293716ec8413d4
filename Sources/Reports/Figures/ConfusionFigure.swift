/// How many objects are seen where so many are asked for: one panel a variant, rows asked, columns seen, as shares of the
/// row.
struct ConfusionFigure: Figure {
    struct Panel {
        var label: String
        var coordinates: [Grid.Coordinate]
        /// Pictures by objects seen, for each number asked for.
        var rows: [Int: [Int]]
    }

    var name: String
    var title: String
    var panels: [Panel]

    private static let columns = 2
    static let itemsOnPage = 6
    /// From this share on a box is so dark that its number is white.
    private static let dark = 0.45

    var items: [Panel] { panels }
    var absence: String { "no done job has counts by an oracle" }

    func data(_ panels: [Panel]) -> DataTable {
        typealias Row = (index: Int, panel: Panel, asked: Int, seen: Int, images: Int, share: Double)
        let rows = panels.enumerated().flatMap { index, panel in
            panel.rows.sorted { $0.key < $1.key }.flatMap { asked, row -> [Row] in
                let total = Double(row.reduce(0, +))
                return row.enumerated().map { (index + 1, panel, asked, $0, $1, Double($1) / total) }
            }
        }
        return DataTable(rows) {
            Column("panel") { $0.index }
            Column("asked") { $0.asked }
            Column("seen") { $0.seen }
            Column("images") { $0.images }
            Column("share") { $0.share }
            Column.labels(of: panels, { $0.panel }, label: \.label, coordinates: \.coordinates)
        }
    }

    /// Boxes that a panel takes: its data, axis and label.
    private func stepY(_ panels: [Panel]) -> Int {
        (panels.flatMap { $0.rows.keys }.max() ?? 1) + 3 + (panels.map { (labelLines($0).count - 1) }.max() ?? 0)
    }

    private func labelLines(_ panel: Panel) -> [String] { TextLines.wrapped(label: panel.label, width: 54) }

    private func down(_ panels: [Panel]) -> Int { (panels.count + Self.columns - 1) / Self.columns }

    func height(_ panels: [Panel]) -> Int { max(300, 90 + 26 * down(panels) * stepY(panels)) }

    /// Panels stand side by side in one coordinate system, so that one plot command draws them all.
    func plot(_ panels: [Panel], csv: String) -> String {
        let most = panels.flatMap { $0.rows.keys }.max() ?? 1, wide = OracleReport.mostSeen + 1
        let stepX = wide + 3, stepY = stepY(panels), down = down(panels), extra = Double(stepY - most - 3)
        let across = min(Self.columns, panels.count)
        var text = "set xrange [\(-2.2):\(Double(across * stepX) - 2)]\n"
        text += "set yrange [\(Double(down * stepY) - 0.6 - extra):\(GnuplotScript.short(-0.8 - extra))]\n"
        text += "set bmargin 1\nunset border\nunset tics\nunset grid\nunset key\nunset colorbox\n"
        text += "set palette defined (0 \"#f4f7fb\", 0.5 \"#5b9bd0\", 1 \"#08306b\")\nset cbrange [0:1]\n"
        for (index, panel) in panels.enumerated() {
            let left = index % Self.columns * stepX, top = index / Self.columns * stepY
            func label(_ words: String, _ x: Double, _ y: Double, _ place: String, size: Int = 13) {
                text +=
                    "set label \(GnuplotScript.quoted(words)) at \(GnuplotScript.short(Double(left) + x)),"
                    + "\(GnuplotScript.short(Double(top) + y)) \(place) font \",\(size)\" textcolor \"#222222\"\n"
            }
            for (number, line) in labelLines(panel).reversed().enumerated() {
                label(line, -0.5, -0.05 - 0.75 * Double(number), "left", size: 14)
            }
            for seen in 0..<wide { label(seen == wide - 1 ? "\(seen)+" : "\(seen)", Double(seen), Double(most) + 0.85, "center") }
            for asked in panel.rows.keys.sorted() {
                label("\(asked)", -0.75, Double(asked), "right")
                // The right number is framed.
                let x = Double(left + asked), y = Double(top + asked)
                text +=
                    "set object rectangle from \(x - 0.5),\(y - 0.5) to \(x + 0.5),\(y + 0.5) front fillstyle empty "
                    + "border linecolor \"#D55E00\" linewidth 2\n"
            }
            label("asked", -1.5, Double(most + 1) / 2, "center rotate by 90")
            label("objects seen", Double(wide - 1) / 2, Double(most) + 1.55, "center")
        }
        let x = "(column(\"seen\")+((column(\"panel\")-1)-\(Self.columns)*floor((column(\"panel\")-1)/\(Self.columns)))*\(stepX))"
        let y = "(column(\"asked\")+floor((column(\"panel\")-1)/\(Self.columns))*\(stepY))"
        func numbers(_ condition: String, _ colour: String) -> String {
            "'\(csv)' using (\(condition) ? \(x) : NaN):\(y):(sprintf(\"%.0f\", 100*column(\"share\"))) "
                + "with labels font \",12\" textcolor \"\(colour)\""
        }
        let shares = panels.flatMap { $0.rows.values.flatMap { row in row.map { Double($0) / Double(row.reduce(0, +)) } } }
        var elements = [
            "'\(csv)' using \(x):\(y):(\(x)-0.5):(\(x)+0.5):(\(y)-0.5):(\(y)+0.5):(column(\"share\")) "
                + "with boxxyerror linecolor palette fillstyle solid 1 border linecolor \"#ffffff\""
        ]
        // gnuplot warns of plots without points.
        if shares.contains(where: { $0 > 0 && $0 < Self.dark }) {
            elements.append(numbers("column(\"share\")>0 && column(\"share\")<\(Self.dark)", "#222222"))
        }
        if shares.contains(where: { $0 >= Self.dark }) { elements.append(numbers("column(\"share\")>=\(Self.dark)", "#ffffff")) }
        return text + GnuplotScript.plot(elements)
    }
}
