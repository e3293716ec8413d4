/// Tables of GitHub's Markdown; a marked value is bold.
struct MarkdownFormat: ReportWriter {
    func text(_ report: some Report) -> String {
        let shown = report.shown
        let tables = shown.tables.map { table in (table.caption.map { "**\(escaped($0))**\n\n" } ?? "") + self.table(table) }
        let notes = shown.notes.map { escaped($0.line(mark: "Bold")) + "\n" }
        let block = shown.areNotesListed ? notes.map { "- " + $0 }.joined() : notes.joined(separator: "\n")
        return (tables + (notes.isEmpty ? [] : [block])).joined(separator: "\n")
    }

    private func table(_ table: DataTable) -> String {
        func line(_ row: [String]) -> String { "| " + row.joined(separator: " | ") + " |\n" }
        return line(table.columns.map(escaped)) + line(table.alignments.map { $0.word(left: "---", right: "---:") })
            + table.cells(marked: { "**\(escaped($0))**" }, escaped).map(line).joined()
    }

    /// Keeps a cell on one line and its bars from ending it.
    private func escaped(_ text: String) -> String { text.replacing("|", with: "\\|").replacing("\n", with: " ") }
}
