import Foundation
import Testing
@testable import ResultsStore

@Suite("Read-only SQL")
struct QueryTests {
    let store: ResultsDatabase

    init() throws {
        store = try ResultsDatabase.inMemory()
        try store.register([job("a"), job("b")])
    }

    @Test("Values keep their SQLite types and columns their names")
    func types() throws {
        let result = try store.query("SELECT 1 AS i, 2.5 AS r, 'x' AS t, x'00ff' AS b, NULL AS n, ? AS a", arguments: [.real(0.5)])
        #expect(result.columns == ["i", "r", "t", "b", "n", "a"])
        #expect(result.rows == [[.integer(1), .real(2.5), .text("x"), .blob(Data([0, 255])), .null, .real(0.5)]])
        #expect(try store.query("SELECT key FROM jobs WHERE 0") == QueryResult(columns: ["key"], rows: []))
    }

    @Test("Rows stream: a reader that has enough stops a query without end")
    func streams() throws {
        var seen = 0
        try store.query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n") { _ in
        } row: { _ in
            seen += 1
            return seen < 1000
        }
        #expect(seen == 1000)
    }

    @Test(
        "Comments, parentheses and common table expressions are fine",
        arguments: [
            "-- a comment\nSELECT 1", "/* a */ VALUES (1)", "WITH a AS (SELECT 1) SELECT * FROM a", "explain query plan select 1",
            "SELECT 1;",
        ])
    func reads(sql: String) throws {
        #expect(try store.query(sql).rows.count == 1)
    }

    @Test(
        "Statements that write are refused and change nothing",
        arguments: [
            ("DELETE FROM jobs", "`DELETE`"), ("  update jobs set seed = 3", "`UPDATE`"), ("PRAGMA query_only = 0", "`PRAGMA`"),
            ("ATTACH 'x.sqlite' AS x", "`ATTACH`"), ("", "no statement"), ("-- nothing", "no statement"),
            ("WITH a AS (SELECT 1) DELETE FROM jobs", "a statement that writes"), ("DROP VIEW v_results", "`DROP`"),
        ])
    func refusesWrites(sql: String, found: String) throws {
        #expect(
            message { _ = try store.query(sql) }
                == "query: found \(found); allowed is one statement that only reads: SELECT, WITH ... SELECT, VALUES, EXPLAIN")
        #expect(try store.query("SELECT count(*), sum(seed) FROM jobs").rows == [[.integer(2), .integer(2)]])
    }

    @Test("Two statements at once are refused")
    func oneStatement() {
        #expect(message { _ = try store.query("SELECT 1; DELETE FROM jobs") }?.hasPrefix("query: found several statements, allowed: one\n") == true)
    }

    @Test("A misspelt table or column brings the nearest name")
    func suggestions() {
        #expect(
            message { _ = try store.query("SELECT * FROM v_result") }
                == "query: no such table: v_result; did you mean `v_results`?\n  in: SELECT * FROM v_result")
        #expect(
            message { _ = try store.query("SELECT fusion_pont FROM v_results") }
                == "query: no such column: fusion_pont; did you mean `fusion_point`?\n  in: SELECT fusion_pont FROM v_results")
        #expect(
            message { _ = try store.query("SELECT fusion_point FROM attempts") }
                == "query: no such column: fusion_point; it is a column of v_results\n  in: SELECT fusion_point FROM attempts")
        #expect(message { _ = try store.query("SELEC") }?.hasPrefix("query: found `SELEC`") == true)
        #expect(message { _ = try store.query("SELECT ?") }?.hasPrefix("query: wrong number of statement arguments") == true)
    }
}
