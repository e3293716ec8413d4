import Foundation
import Pages
import Reports
import ResultsStore

/// Read-only SQL with the schema beside it.
struct QueryPage {
    let library: Library
    let sql: String?
    /// Longer than this nobody waits for a page.
    static let seconds = 5.0
    static let mostRows = 1000
    static let mostBytes = 64 << 20

    init(_ library: Library, _ target: Target) { (self.library, sql) = (library, target.value("sql")) }

    func response() throws -> Response {
        let tables = try schema(), result = outcome(), example = "SELECT * FROM v_results LIMIT 20"
        return Shell(
            title: "Query", place: "/query", isLive: false,
            body: HTML([
                tag("h1") { "Query" },
                tag("div", .kind("query")) {
                    tag("div") {
                        tag("form", Attribute("action", "/query"), Attribute("method", "get"), .label("Query")) {
                            tag("label", .kind("field")) {
                                tag("span") { "One statement that reads, of at most \(Int(Self.seconds)) seconds" }
                                tag("textarea", Attribute("name", "sql"), Attribute("rows", "6"), Attribute("spellcheck", "false")) {
                                    sql ?? example
                                }
                            }
                            tag("button", Attribute("type", "submit")) { "Run" }
                        }
                        result
                    }
                    tag("aside", .label("Tables and views")) {
                        tag("h2") { "Tables and views" }
                        tables
                    }
                },
            ])
        ).response
    }

    private func outcome() -> HTML {
        guard let sql else { return .nothing }
        var columns: [String] = [], rows: [[SQLValue]] = [], isCut = false
        do {
            try library.store.query(sql, seconds: Self.seconds) {
                columns = $0
            } row: { row in
                guard rows.count < Self.mostRows else {
                    isCut = true
                    return false
                }
                rows.append(row)
                return true
            }
        } catch {
            return tag("p", .kind("warning problem"), Attribute("role", "alert")) { "\(error)" }
        }
        return section("rows", "\(isCut ? "The first " : "")\(counted(rows.count, "row"))") {
            tag("p", .kind("copies")) {
                tag("a", .link(Target(path: "/query-table", values: [.init("sql", sql)]))) { "Download CSV" + (isCut ? " (all rows)" : "") }
            }
            if !rows.isEmpty {
                scrolling("Answer") {
                    tag("table") {
                        tag("thead") { tag("tr") { columns.map { name in tag("th", .column) { name } } } }
                        tag("tbody") { rows.map { row in tag("tr") { row.map(Self.cell) } } }
                    }
                }
            }
        }
    }

    private static func cell(_ value: SQLValue) -> HTML {
        switch value {
        case .null: tag("td", .kind("note")) { "NULL" }
        case .integer(let integer): tag("td", .kind("number")) { "\(integer)" }
        case .real(let real): tag("td", .kind("number")) { "\(real)" }
        case .text(let text): tag("td") { text.count > 500 ? String(text.prefix(500)) + " …" : text }
        case .blob(let data): tag("td", .kind("note")) { "(\(data.count) bytes)" }
        }
    }

    private func schema() throws -> [HTML] {
        let rows = try library.store.query(
            """
            SELECT s.name, group_concat(c.name || ' ' || lower(c.type), ', ') FROM sqlite_schema s JOIN pragma_table_info(s.name) c
            WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite_%' AND s.name NOT LIKE 'grdb_%'
            GROUP BY s.name ORDER BY s.type DESC, s.name
            """
        ).rows
        return rows.compactMap { row in
            guard case .text(let name) = row[0], case .text(let columns) = row[1] else { return nil }
            return folded(name) { paragraph(columns, kind: "small columns") }
        }
    }

    /// The same bytes as `fusiongrid query SQL --format csv`.
    func file() throws -> Response {
        guard let sql else { throw PageProblem(.badRequest, "sql: there is no query") }
        var text = ""
        try library.store.streamCSV(sql, seconds: Self.seconds) { piece in
            text += piece
            if text.utf8.count > Self.mostBytes {
                throw PageProblem(.tooLarge, "More than \(Self.mostBytes >> 20) MiB: `fusiongrid query` writes answers of any size.")
            }
        }
        return .download(text, name: "query.csv", type: "text/csv; charset=utf-8")
    }
}
