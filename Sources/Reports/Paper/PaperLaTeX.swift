/// A `table` or, where one column of a page is too narrow, a `table*`; needs booktabs alone.
struct PaperLaTeX {
    let table: PaperTable

    /// In points: a column and the whole width of an article in two columns at 10 points.
    private static let columnWidth = 229.0, pageWidth = 469.0
    /// A little more than the mean character of a small text takes, and the space around a column.
    private static let character = 4.8, gap = 6.0
    /// Of a column whose words wrap.
    private static let narrowest = 80.0

    private var heads: [ColumnHead] { table.table.heads }
    private var alignments: [Alignment] { table.table.alignments }

    /// - Throws: ``PaperError/tooWide(columns:)``.
    func text() throws -> String {
        let cells = table.table.cells(marked: { $0 })
        let widths = heads.indices.map { column in
            max(cells.map { $0[column].count }.max() ?? 0, leastWidth(heads[column].name, lines: 3))
        }
        let width = width(widths), environment = width <= Self.columnWidth ? "table" : "table*"
        let columns = try columns(widths, excess: width - Self.pageWidth)
        let bold = table.table.cells(marked: { "\\textbf{\(latexNumber($0))}" }, latexNumber)
        return (["needs \\usepackage{booktabs}"] + table.remarks).map { "% \(latexComment($0))\n" }.joined()
            + "\\begin{\(environment)}[t]\n\\centering\n\\caption{\(escapeLatex(table.caption))}\n\\label{\(table.label)}\n"
            + "\\small\n\\setlength{\\tabcolsep}{\(shortest(Self.gap / 2))pt}\n\\begin{tabular}{@{}\(columns)@{}}\n\\toprule\n"
            + head(widths)
            + "\\midrule\n" + bold.map(latexRow).joined() + "\\bottomrule\n\\end{tabular}\n\\end{\(environment)}\n"
    }

    /// Column by column, as `tabular` wants them. Words of the widest column wrap where the page is too narrow for all.
    private func columns(_ widths: [Int], excess: Double) throws -> String {
        var columns = alignments.map { $0.word(left: "l", right: "r") }
        guard excess > 0 else { return columns.joined() }
        let words = widths.indices.filter { alignments[$0] == .left }
        guard let widest = words.max(by: { widths[$0] < widths[$1] }) else { throw PaperError.tooWide(columns: heads.count) }
        let room = (Double(widths[widest]) * Self.character - excess).rounded(.down)
        guard room >= Self.narrowest else { throw PaperError.tooWide(columns: heads.count) }
        columns[widest] = "p{\(Int(room))pt}"
        return columns.joined()
    }

    private var spans: [(title: String, columns: Range<Int>)] {
        var spans: [(title: String, columns: Range<Int>)] = []
        for (column, head) in heads.enumerated() {
            guard let title = head.span else { continue }
            if let last = spans.last, last.title == title, last.columns.upperBound == column {
                spans[spans.count - 1].columns = last.columns.lowerBound..<column + 1
            } else {
                spans.append((title, column..<column + 1))
            }
        }
        return spans
    }

    private func width(_ widths: [Int]) -> Double {
        var widths = widths.map(Double.init)
        for (title, columns) in spans {
            let own = widths[columns].reduce(0, +) + 1.3 * Double(columns.count - 1)
            widths[columns.upperBound - 1] += max(0, Double(title.count) - own)
        }
        return widths.reduce(0, +) * Self.character + Double(widths.count - 1) * Self.gap
    }

    /// The spans with a line under each, then the names over as many lines as the longest takes.
    private func head(_ widths: [Int]) -> String {
        let names = zip(heads, widths).map { wrapped($0.name, width: $1) }, height = names.map(\.count).max() ?? 1
        let lines = (0..<height).map { line in
            names.map { name in
                let index = line - (height - name.count)
                return name.indices.contains(index) ? escapeLatex(name[index]) : ""
            }
        }.map(latexRow).joined()
        let spans = spans
        guard !spans.isEmpty else { return lines }
        var cells: [String] = [], column = 0
        while column < heads.count {
            if let (title, columns) = spans.first(where: { $0.columns.lowerBound == column }) {
                cells.append("\\multicolumn{\(columns.count)}{c}{\(escapeLatex(title))}")
                column = columns.upperBound
            } else {
                cells.append("")
                column += 1
            }
        }
        let rules = spans.map { "\\cmidrule(lr){\($0.columns.lowerBound + 1)-\($0.columns.upperBound)}" }.joined(separator: " ")
        return latexRow(cells) + rules + "\n" + lines
    }
}
