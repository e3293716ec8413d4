import Platform

/// How many objects are seen where so many are asked for: one panel a variant, rows asked, columns seen, as shares of the
/// row.
struct ConfusionFigure {
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
    private static let pageSize = 6
    /// From this share on a box is so dark that its number is white.
    private static let dark = 0.45

    func pages() -> [Figure] {
        let slices = Reports.pages(panels, size: Self.pageSize)
        return slices.enumerated().map { page, slice in
            let names = pageNames(name, title, page: page, of: slices.count)
            return Figure(name: names.name, title: names.title, csv: csv(slice), plot: plot(slice, name: names.name))
        }
    }

    private func csv(_ panels: [Panel]) -> String {
        let paths = unique(panels.flatMap { $0.coordinates.map(\.path) })
        var text = CSV.line(["panel", "asked", "seen", "images", "share", "label"] + paths)
        for (index, panel) in panels.enumerated() {
            let values = paths.map { path in panel.coordinates.first { $0.path == path }?.value ?? "" }
            for (asked, row) in panel.rows.sorted(by: { $0.key < $1.key }) {
                let total = Double(row.reduce(0, +))
                for (seen, images) in row.enumerated() {
                    text += CSV.line(
                        ["\(index + 1)", "\(asked)", "\(seen)", "\(images)", CSV.number(Double(images) / total), panel.label] + values)
                }
            }
        }
        return text
    }

    /// Panels stand side by side in one coordinate system, so that one plot command draws them all.
    private func plot(_ panels: [Panel], name: String) -> String {
        let most = panels.flatMap { $0.rows.keys }.max() ?? 1, wide = OracleReport.mostSeen + 1
        let stepX = wide + 3, stepY = most + 3
        let across = min(Self.columns, panels.count), down = (panels.count + Self.columns - 1) / Self.columns
        var text = "set xrange [\(-2.2):\(Double(across * stepX) - 2)]\nset yrange [\(Double(down * stepY) - 0.6):-1.6]\n"
        text += "unset border\nunset tics\nunset grid\nunset key\nunset colorbox\n"
        text += "set palette defined (0 \"#f4f7fb\", 0.5 \"#5b9bd0\", 1 \"#08306b\")\nset cbrange [0:1]\n"
        for (index, panel) in panels.enumerated() {
            let left = index % Self.columns * stepX, top = index / Self.columns * stepY
            func label(_ words: String, _ x: Double, _ y: Double, _ place: String, size: Int = 12) {
                text +=
                    "set label \(GnuplotScript.quoted(words)) at \(GnuplotScript.short(Double(left) + x)),"
                    + "\(GnuplotScript.short(Double(top) + y)) \(place) font \",\(size)\" textcolor \"#222222\"\n"
            }
            label(panel.label, -0.5, -0.15, "left", size: 13)
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
            "'\(name).csv' using (\(condition) ? \(x) : NaN):\(y):(sprintf(\"%.0f\", 100*column(\"share\"))) "
                + "with labels font \",11\" textcolor \"\(colour)\""
        }
        let shares = panels.flatMap { $0.rows.values.flatMap { row in row.map { Double($0) / Double(row.reduce(0, +)) } } }
        var elements = [
            "'\(name).csv' using \(x):\(y):(\(x)-0.5):(\(x)+0.5):(\(y)-0.5):(\(y)+0.5):(column(\"share\")) "
                + "with boxxyerror linecolor palette fillstyle solid 1 border linecolor \"#ffffff\""
        ]
        // gnuplot warns of plots without points.
        if shares.contains(where: { $0 > 0 && $0 < Self.dark }) {
            elements.append(numbers("column(\"share\")>0 && column(\"share\")<\(Self.dark)", "#222222"))
        }
        if shares.contains(where: { $0 >= Self.dark }) { elements.append(numbers("column(\"share\")>=\(Self.dark)", "#ffffff")) }
        return text + "set datafile missing NaN\nplot \\\n  " + elements.joined(separator: ", \\\n  ")
    }
}
