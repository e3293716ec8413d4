import Foundation
import ResultsStore
import Testing
@testable import Reports

@Suite("The mark of the best cell")
struct BestMarkTests {
    /// Three cells; every seed shifts all of them by far more than they differ.
    private func table(
        _ offsets: [[Double]], metrics: [String] = ["loss"], unfinished: (PlantedStore.Place) -> Ending?? = { _ in nil }
    ) throws -> ComparisonTable {
        let made = try PlantedStore(
            axes: [("fusion.point", offsets.indices.map { "\($0)" })], seeds: offsets[0].count,
            metrics: [
                ("loss/validation", { 10 * Double($0.seed) + offsets[Int($0.point)][$0.seed - 1] }),
                ("oracle_count/all", { -offsets[Int($0.point)][$0.seed - 1] }),
                ("parameters/cost", { 1e6 * (5 - $0.point) }),
            ], unfinished: unfinished)
        return try ComparisonTable(grid: made.grid, store: made.store, request: TableRequest(metrics: metrics))
    }

    private static let clear = [[2.0, 2.1, 1.9], [1.0, 1.2, 0.9], [3.0, 2.9, 3.2]]

    @Test("Paired differences decide, in the better direction of each metric, and every format shows it")
    func marked() throws {
        let table = try table(Self.clear, metrics: ["loss", "oracle_count", "parameters"])
        let place = TablePlace(row: ["1"], column: [])
        #expect(table.best(metric: 0) == place && table.best(metric: 1) == place)
        // Exact metrics need no interval.
        #expect(table.best(metric: 2) == TablePlace(row: ["2"], column: []))
        let text = try table.rendered(.text).split(separator: "\n").map(String.init)
        #expect(text[3].contains("  * 21.0333 ± 24.7") && text[3].contains("  * -103.3 ± 37.9 (15.3, 3/3)  "))
        #expect(text[2].filter { $0 == "*" }.isEmpty && text[4].hasSuffix("  * 3.000 (3/3)"))
        #expect(
            text.last?.hasSuffix(" *: best, and the 95 % interval of its seed-paired difference from every other complete cell excludes 0.")
                == true)
        let markdown = try table.rendered(.markdown)
        #expect(markdown.contains("| 1 | **21.0333 ± ") && markdown.contains(" Bold: best, and the 95 %"))
        #expect(try table.rendered(.latex).contains("1 & \\textbf{21.0333 $\\pm$ "))
        let csv = try table.rendered(.csv).split(separator: "\n").map(String.init)
        #expect(
            csv.filter { $0.hasSuffix(",true") }.map { String($0.prefix(18)) } == [
                "1,loss/validation,", "1,oracle_count/all", "2,parameters/cost,",
            ])
        #expect(try table.rendered(.json).components(separatedBy: "\"best\" : true").count == 4)
    }

    @Test(
        "A lead whose interval holds 0 against any other cell is not marked",
        arguments: [
            // Against the runner-up by mean.
            [[1.0, 1.3, 0.9], [1.1, 1.2, 1.0], [3.0, 2.9, 3.2]],
            // Against a third one that scatters.
            [[2.0, 2.1, 1.9], [1.0, 1.2, 0.9], [0.5, 9.0, 4.0]],
        ])
    func unsure(offsets: [[Double]]) throws { #expect(try table(offsets).best(metric: 0) == nil) }

    @Test("Two pairs crown nobody, however alike their differences")
    func twoPairs() throws {
        #expect(try table([[2.0, 2.01], [1.0, 1.0]]).best(metric: 0) == nil)
        #expect(try table([[2.0, 2.01, 2.02], [1.0, 1.0, 1.0]]).best(metric: 0) == TablePlace(row: ["1"], column: []))
    }

    @Test("One seed, equal cells and differences without spread are no evidence")
    func noSpread() throws {
        #expect(try table([[1.0], [2.0]]).best(metric: 0) == nil)
        #expect(try table([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]).best(metric: 0) == nil)
        #expect(try table([[1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]).best(metric: 0) == nil)
    }

    @Test("While seeds wait or run nothing is best; a cell that diverged is out of the race")
    func unfinished() throws {
        #expect(try table(Self.clear) { $0.point == 2 && $0.seed == 3 ? .some(nil) : nil }.best(metric: 0) == nil)
        #expect(
            try table(Self.clear) { $0.point == 2 && $0.seed == 3 ? .some(.some(.diverged)) : nil }.best(metric: 0)
                == TablePlace(row: ["1"], column: []))
    }
}
