import Foundation
import ResultsStore
import Testing
@testable import Reports

@Suite("Query answers as files")
struct QueryFormattingTests {
    private let result = QueryResult(
        columns: ["name", "x", "n", "b"],
        rows: [
            [.text("a|b_c"), .real(1.5), .null, .blob(Data([10, 255]))],
            [.text("q\"uo,te\nline"), .integer(-2), .integer(3), .null],
            [.text("é%"), .real(.infinity), .null, .null],
        ])

    @Test("Text aligns numbers right and keeps rows on one line")
    func text() throws {
        #expect(
            try result.rendered(.text) == """
                name            x  n  b
                ------------  ---  -  ---------
                a|b_c         1.5     (2 bytes)
                q"uo,te line   -2  3
                é%            inf

                """)
    }

    @Test("CSV quotes as RFC 4180 says and loses nothing")
    func csv() throws {
        #expect(try result.rendered(.csv) == "name,x,n,b\na|b_c,1.5,,0aff\n\"q\"\"uo,te\nline\",-2,3,\né%,inf,,\n")
    }

    @Test("CSV streamed from a store is the same text, however many pieces it comes in")
    func streamed() throws {
        let store = try ResultsDatabase.inMemory()
        let sql = """
            WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
            SELECT i, i / 7.0 AS x, 'a,"b' AS t, NULL AS z, zeroblob(2) AS b FROM n
            """
        var text = "", pieces = 0
        try store.streamCSV(sql) {
            text += $0
            pieces += 1
        }
        #expect(text == (try store.query(sql).rendered(.csv)))
        #expect(pieces > 5)
        #expect(throws: ResultsStoreError.self) { try store.streamCSV("DELETE FROM jobs") { _ in } }
    }

    @Test("Markdown escapes bars")
    func markdown() throws {
        #expect(try result.rendered(.markdown).contains("| a\\|b_c | 1.5 |  | (2 bytes) |\n| q\"uo,te line | -2 | 3 |  |"))
    }

    @Test("LaTeX escapes markup")
    func latex() throws {
        let text = try result.rendered(.latex)
        #expect(text.contains("\na\\textbar{}b\\_c & 1.5 &  & (2 bytes) \\\\\n"))
        #expect(text.contains("\né\\% & inf &  &  \\\\\n"))
        #expect(
            escapeLatex("\\{}$&#~^<>") == "\\textbackslash{}\\{\\}\\$\\&\\#\\textasciitilde{}\\textasciicircum{}\\textless{}\\textgreater{}"
        )
    }

    @Test("JSON is valid, keeps the order of columns and names infinity")
    func json() throws {
        let text = try result.rendered(.json)
        #expect(text.contains(#"{"name": "a|b_c", "x": 1.5, "n": null, "b": "0aff"}"#))
        #expect(text.contains(#""x": "inf""#))
        #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [[String: Any]])
        #expect(try QueryResult(columns: ["a"], rows: []).rendered(.json) == "[]\n")
    }

    @Test(
        "Numbers read back as the same number",
        arguments: [0.1, 1e-7, 123456789.125, 1e300, -0.3333333333333333, 5, .leastNonzeroMagnitude])
    func roundTrip(value: Double) throws {
        #expect(Double(shortest(value)) == value)
        #expect(!shortest(value).hasSuffix(".0"))
    }
}
