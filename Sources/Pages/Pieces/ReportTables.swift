import Reports

/// The tables of a report as a terminal shows them, and what is said below.
public struct ReportTables {
    let report: any Report

    public init(_ report: any Report) { self.report = report }

    public var html: HTML {
        HTML(report.plainTables.map(table) + report.plainNotes.map { paragraph($0, kind: "note") })
    }

    private func table(_ table: PlainTable) -> HTML {
        if table.rows.isEmpty { return paragraph("\(table.caption ?? "") Nothing yet.".trimmingPrefix(" ").description, kind: "note") }
        return scrolling(table.caption ?? "Table") {
            tag("table") {
                table.caption.map { caption in tag("caption") { caption } } ?? .nothing
                tag("thead") { tag("tr") { zip(table.columns, table.alignments).map(head) } }
                tag("tbody") { table.rows.map { row in line(row, table.alignments) } }
            }
        }
    }

    private func head(_ name: String, _ alignment: Alignment) -> HTML {
        alignment == .right ? tag("th", .column, .kind("number")) { name } : tag("th", .column) { name }
    }

    private func line(_ row: [String], _ alignments: [Alignment]) -> HTML {
        tag("tr") {
            zip(row, alignments).enumerated().map { place, cell in
                if place == 0 { return tag("th", .row) { quoted(cell.0) } }
                return cell.1 == .right ? tag("td", .kind("number")) { cell.0 } : tag("td") { quoted(cell.0) }
            }
        }
    }
}
