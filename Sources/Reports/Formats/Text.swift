/// Aligned columns for terminals; a marked value has a star.
struct TextFormat: ReportWriter {
    func text(_ report: some Report) -> String {
        let shown = report.shown
        let tables = shown.tables.map { table in
            (table.caption.map { $0 + "\n\n" } ?? "") + Self.lines(table).map { $0 + "\n" }.joined()
        }
        let notes = shown.notes.map { $0.block(mark: "*") + "\n" }.joined()
        return (tables + (notes.isEmpty ? [] : [notes])).joined(separator: "\n")
    }

    /// Of a table without its caption.
    static func lines(_ table: DataTable) -> [String] {
        let rows = [table.heads.map { $0.short ?? $0.name }] + table.cells(marked: { "* \($0)" })
        return alignedLines(rows, table.alignments, ruled: true)
    }
}

/// Rows with two spaces between columns of equal width; no trailing spaces.
/// - Parameter ruled: whether a line of hyphens follows the first row.
public func alignedLines(_ rows: [[String]], _ alignments: [Alignment], ruled: Bool = false) -> [String] {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = rows.map { withoutTrailingBlanks(paddedLine($0, widths, alignments)) }
    if ruled { lines.insert(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1) }
    return lines
}

/// One line with two spaces between columns.
func paddedLine(_ cells: [String], _ widths: [Int], _ alignments: [Alignment]) -> String {
    cells.indices.map { column in
        let space = String(repeating: " ", count: max(0, widths[column] - cells[column].count))
        return alignments[column].word(left: cells[column] + space, right: space + cells[column])
    }.joined(separator: "  ")
}

func withoutTrailingBlanks(_ line: String) -> String {
    String(line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)])
}
