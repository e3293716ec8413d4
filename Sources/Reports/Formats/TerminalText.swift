import Platform

/// Text for a terminal of so many columns: as everywhere where that fits, else the brief form, cut to the width. No line is longer.
struct TerminalText: ReportWriter {
    /// Narrower terminals get lines of this length.
    static let fewestColumns = 20

    let width: Int

    init(width: Int) { self.width = max(width, Self.fewestColumns) }

    func text(_ report: some Report) -> String {
        let full = report.shown
        let blocks = full.tables.map { TextFormat.lines($0) }
        if blocks.allSatisfy({ $0.allSatisfy { $0.count <= width } }) {
            return joined(zip(full.tables, blocks).map { block($0.caption, $1) }, full.notes)
        }
        let brief = report.brief
        var leftOut: [String] = [], kept: [String] = []
        let tables = brief.tables.map { table in
            let fitted = FittedTable(table, width: width)
            leftOut += fitted.leftOut
            kept += fitted.kept
            let same = fitted.lifted.isEmpty ? "" : "In all rows: " + fitted.lifted.joined(separator: ", ") + "."
            return block(
                [table.caption ?? "", same].filter { !$0.isEmpty }.joined(separator: table.caption?.last == "." ? " " : ". "), fitted.lines)
        }
        let hidden = unique(leftOut).filter { !kept.contains($0) }
        let hint = hidden.isEmpty ? [] : [Note(text: "Not shown: \(hidden.joined(separator: ", ")). \(brief.wayToAll)")]
        return joined(tables, hint + brief.notes.filter { note in note.subject.map { !hidden.contains($0) } ?? true })
    }

    private func block(_ caption: String?, _ lines: [String]) -> String {
        let head = caption.flatMap { $0.isEmpty ? nil : wrapped($0, width: width) + [""] } ?? []
        return (head + lines).map { $0 + "\n" }.joined()
    }

    private func joined(_ tables: [String], _ notes: [Note]) -> String {
        let lines = notes.flatMap { note in
            note.block(mark: "*").split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
                wrapped(String(line), width: width, indent: line.hasPrefix("  ") ? 4 : 0)
            }
        }
        let below = lines.map { $0 + "\n" }.joined()
        return (tables + (below.isEmpty ? [] : [below])).joined(separator: "\n")
    }
}
