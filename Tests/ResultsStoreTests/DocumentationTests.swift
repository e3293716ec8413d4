import Foundation
import Testing
@testable import ResultsStore

@Suite("docs/schema.md")
struct DocumentationTests {
    private let text: String

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        text = try String(contentsOf: root.appendingPathComponent("docs/schema.md"), encoding: .utf8)
    }

    /// The part of the document under a heading "### `name`".
    private func section(_ name: String) -> Substring? {
        guard let start = text.range(of: "### `\(name)`\n") else { return nil }
        let rest = text[start.upperBound...]
        return rest.range(of: "\n##").map { rest[..<$0.lowerBound] } ?? rest
    }

    @Test("Every table, view and column of the live schema is explained")
    func complete() throws {
        let columns = try ResultsDatabase.inMemory().query(
            """
            SELECT s.name, c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c
            WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite_%' AND s.name <> 'grdb_migrations'
            """
        ).rows
        #expect(columns.count > 100)
        for row in columns {
            guard case .text(let table) = row[0], case .text(let column) = row[1] else { continue }
            guard let section = self.section(table) else {
                Issue.record("no section for \(table)")
                continue
            }
            if !section.contains("| `\(column)` |") { Issue.record("\(table).\(column) is not explained") }
        }
    }

    @Test("Nothing is explained that does not exist")
    func current() throws {
        let store = try ResultsDatabase.inMemory()
        for heading in text.components(separatedBy: "\n### `").dropFirst() {
            let name = String(heading.prefix { $0 != "`" })
            let columns = try store.query("SELECT name FROM pragma_table_info(?)", arguments: [.text(name)]).rows.map { $0[0] }
            let section = try #require(self.section(name))
            for line in section.split(separator: "\n") where line.hasPrefix("| `") {
                let column = String(line.dropFirst(3).prefix { $0 != "`" })
                if !columns.contains(.text(column)) { Issue.record("\(name).\(column) does not exist") }
            }
        }
    }

    @Test("Every example query runs")
    func examples() throws {
        let store = try ResultsDatabase.inMemory()
        let queries = text.components(separatedBy: "```sql\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
        #expect(queries.count >= 5)
        for query in queries {
            #expect(throws: Never.self) { _ = try store.query(query) }
        }
    }
}
