import ResultsStore
import Testing

@testable import Reports

@Suite("Oracle report")
struct OracleReportTests {
    private func made() throws -> FabricatedStore { try FabricatedStore(points: [0], depths: [0], seeds: [1, 2]) }

    @Test("Accuracies pool the pictures of all done seeds, with Wilson's interval")
    func accuracies() throws {
        let made = try made()
        let report = try OracleReport(grid: made.grid, store: made.store)
        let found = try #require(report.accuracy(made.grid.cells[0], "count", split: .heldOut, objects: 3))
        #expect(found.right == 10 && found.pictures == 20 && found.share == 0.5)
        // Wilson, 10 of 20, 95 %.
        #expect(abs(found.interval.low - 0.2992980081982124) < 1e-9 && abs(found.interval.high - 0.7007019918017877) < 1e-9)
        #expect(report.accuracy(made.grid.cells[0], "count", split: .all, objects: 9) == nil)
        let relation = try #require(report.accuracy(made.grid.cells[0], "relation", split: .all, objects: nil))
        #expect(relation.pictures == 40)
    }

    @Test("Tables have a row for all that was asked")
    func tables() throws {
        let made = try made()
        let report = try OracleReport(grid: made.grid, store: made.store)
        let table = report.accuracies
        #expect(
            table.columns == [
                "point", "conditioning", "text_depth", "captions", "objects", "question", "right", "pictures", "share",
                "wilson95_low", "wilson95_high",
            ])
        // Shares have three decimals for people and all for machines.
        let row = try table.rendered(.markdown).split(separator: "\n").first { $0.contains("| seen | 1 | count |") }
        #expect(row == "| 0 | concat | 0 | seen | 1 | count | 18 | 20 | 0.9 | 0.699 | 0.972 |")
        let exact = try #require(table.rows.first { $0[3...5] == [.text("seen"), .text("1"), .text("count")] })
        let found = try #require(report.accuracy(made.grid.cells[0], "count", split: .seen, objects: 1))
        #expect(
            exact == [
                .text("0"), .text("concat"), .text("0"), .text("seen"), .text("1"), .text("count"), .integer(18), .integer(20),
                .number(0.9), .number(found.interval.low), .number(found.interval.high),
            ])
        let confusion = report.confusion
        #expect(confusion.columns.suffix(2) == ["seen_8", "seen_9_or_more"])
        #expect(confusion.rows.count == 10)
        #expect(confusion.rows[1].suffix(11) == [2, 0, 0, 28, 12, 0, 0, 0, 0, 0, 0].map { .integer($0) })
    }

    @Test("Without judged pictures the tables are empty, and breakdowns stay out of lists")
    func empty() throws {
        let made = try FabricatedStore(points: [0], depths: [0], seeds: [1], results: false)
        let report = try OracleReport(grid: made.grid, store: made.store)
        #expect(report.accuracies.rows.isEmpty && report.confusion.rows.isEmpty)
        let registry = try MetricRegistry(store: try self.made().store)
        #expect(!registry.quality.contains { MetricRegistry.isBreakdown($0) })
        #expect(try registry.metric("oracle_count_objects_2/seen").label == "Count correct, 2 asked for, seen captions")
        let error = #expect(throws: ReportsError.self) { _ = try registry.metric("oracle_cuont") }
        #expect(error?.description.contains("did you mean `oracle_count`?") == true)
        #expect(error?.description.contains("count_confusion") == false)
    }
}
