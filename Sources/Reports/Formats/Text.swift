/// Aligned columns for terminals; a marked value has a star.
struct TextFormat: ReportWriter {
    func text(_ report: some Report) -> String {
        let shown = report.shown
        let tables = shown.tables.map { table in
            let rows = [table.heads.map { $0.short ?? $0.name }] + table.cells(marked: { "* \($0)" })
            return (table.caption.map { $0 + "\n\n" } ?? "")
                + alignedLines(rows, table.alignments, ruled: true).map { $0 + "\n" }.joined()
        }
        let notes = shown.notes.map { $0.block(mark: "*") + "\n" }.joined()
        return (tables + (notes.isEmpty ? [] : [notes])).joined(separator: "\n")
    }
}

/// Rows with two spaces between columns of equal width; no trailing spaces.
/// - Parameter ruled: whether a line of hyphens follows the first row.
public func alignedLines(_ rows: [[String]], _ alignments: [Alignment], ruled: Bool = false) -> [String] {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = rows.map { row in
        let padded = row.indices.map { column -> String in
            let space = String(repeating: " ", count: widths[column] - row[column].count)
            return alignments[column].word(left: row[column] + space, right: space + row[column])
        }
        let line = padded.joined(separator: "  ")
        return String(line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)])
    }
    if ruled { lines.insert(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1) }
    return lines
}
