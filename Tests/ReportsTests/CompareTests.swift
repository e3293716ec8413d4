import Claims
import Foundation
import ResultsStore
import Testing
@testable import Reports

@Suite("Seed-paired comparisons")
struct CompareTests {
    private static let axes: [(path: String, values: [String])] = [("fusion.point", ["0", "1", "2"])]
    /// Cell 1 minus cell 0 and cell 2 minus cell 0, by seed.
    private static let differences: [[Double]] = [
        [-0.12, 0.03, -0.27, -0.08, -0.19, -0.05, -0.01], [-0.10, -0.20, -0.15, -0.12, -0.18, -0.11, -0.19],
    ]

    private static func loss(_ place: PlantedStore.Place) -> Double {
        let base = 1 + 0.5 * Double(place.seed), cell = Int(place.point)
        return cell == 0 ? base : base + differences[cell - 1][place.seed - 1]
    }

    private func planted(seeds: Int, unfinished: (PlantedStore.Place) -> Ending?? = { _ in nil }) throws -> PlantedStore {
        try PlantedStore(
            axes: Self.axes, seeds: seeds,
            metrics: [("loss/validation", Self.loss), ("parameters/cost", { 1e6 * (100 - 10 * $0.point) })], unfinished: unfinished)
    }

    private func comparison(_ made: PlantedStore, _ metrics: [String] = ["loss"], baseline: Int? = nil) throws -> Comparison {
        try Comparison(grid: made.grid, store: made.store, baseline: baseline, metrics: metrics)
    }

    @Test("Differences are within seeds: what all cells of a seed share cancels")
    func numbers() throws {
        let found = try comparison(try planted(seeds: 7)).metrics[0].cells
        #expect(found.map(\.seeds) == [Array(1...7), Array(1...7)])
        let first = try #require(found[0].answer), interval = try #require(found[0].interval)
        // scipy 1.17: mean, stats.t.interval(0.95, 6, mean, sem), permutation_test(..., permutation_type="samples").
        #expect(abs(try #require(first.mean) - -0.0985714285714286) < 1e-12)
        #expect(abs(interval.low - -0.19504375667756496) < 1e-9)
        #expect(abs(interval.high - -0.0020991004652922) < 1e-9)
        #expect(first.p == 0.046875)
        #expect(found[1].answer?.p == 0.015625)
        // Holm over two: the smaller times two, the larger as it is.
        #expect(found[1].holmP == 0.03125 && found[0].holmP == 0.046875)
        // NumPy: maxima over both cells of |sums| over the roots of the sums of squares, all 128 signs.
        #expect(found[1].answer?.adjustedP == 0.015625 && found[0].answer?.adjustedP == 0.046875)
        #expect(found.map { $0.verdict(.lower).finding } == [.better, .better])
        #expect(abs(try #require(found[1].percentChange) - -100 * 0.15 / 3) < 1e-9)
        #expect(found.map { $0.finding(.lower).finding } == [.better, .better])
        #expect(found.map { $0.finding(.higher).finding } == [.worse, .worse])
        #expect(found.map { $0.finding(nil).finding } == [.lower, .lower])
    }

    private let method =
        "Difference: cell minus baseline, paired by seed. Interval: 95 %, Student t, from 10 pairs on the studentised bootstrap. p: sign-flip test, two-sided, adjusted over the cells (step-down max-T). better, worse: the interval excludes 0 and p <= 0.05. equivalent: the 90 % interval lies within the spec's margin. sees: the difference that these seeds would have found in 80 of 100 cases."

    @Test("Text shows each metric's table, what so many seeds can reach and how many more it takes")
    func text() throws {
        #expect(
            try comparison(try planted(seeds: 3), ["loss", "parameters"]).rendered(.text) == """
                loss/validation: Validation loss (mean squared error), lower is better. Baseline point=0: 2.0000 ± 1.2421 (0.5000, 3/3)

                point  pairs    mean  difference       95 % interval  change  sees     p  verdict
                -----  -----  ------  ----------  ------------------  ------  ----  ----  -----------------------------------------------------
                    1    3/3  1.8800     -0.1200  [-0.4926, +0.2526]  -6.0 %     -   0.5  undecided: 3 seeds reach p 0.25 at best, 6 are needed
                    2    3/3  1.8500     -0.1500  [-0.2742, -0.0258]  -7.5 %     -  0.25  undecided: 3 seeds reach p 0.25 at best, 6 are needed

                parameters/cost: Parameters (million), lower is better. Baseline point=0: 100.000 (3/3)

                point  pairs    mean  difference  95 % interval   change  sees  p  verdict
                -----  -----  ------  ----------  -------------  -------  ----  -  -------
                    1    3/3  90.000     -10.000          exact  -10.0 %     -  -  better
                    2    3/3  80.000     -20.000          exact  -20.0 %     -  -  better

                \(method)
                3 pairs of seeds can reach p = 0.25 at best, alone and in a family. For p <= 0.05 run 6 seeds (3 more).

                """)
    }

    @Test("Unfinished and failed jobs are named, and their seeds left out of the pairs")
    func interim() throws {
        let made = try planted(seeds: 7) { place in
            if place.point == 1, place.seed == 2 { return .some(.some(.diverged)) }
            if place.point == 2, place.seed >= 6 { return .some(nil) }
            return nil
        }
        let found = try comparison(made)
        #expect(found.metrics[0].cells.map(\.seeds) == [[1, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5]])
        #expect(found.metrics[0].cells[0].leftOut == ["seed 2: diverged"])
        #expect(found.metrics[0].cells[1].leftOut == ["seed 6: not run yet", "seed 7: not run yet"])
        #expect(
            found.missing.notes().map { $0.line() } == [
                "INTERIM: 2 of 21 jobs have no result yet: point=2: seeds 6, 7 not run yet",
                "Left out: 1 of 21 jobs ended without result: point=1: seed 2 diverged",
            ])
        let text = try found.rendered(.text)
        #expect(
            text.contains("INTERIM: 2 of 21 jobs have no result yet:\n  point=2: seeds 6, 7 not run yet\n") && text.contains("1    6/7")
                && text.contains("2    5/7"))
        let json = try found.rendered(.json)
        #expect(json.contains("\"interim\" : true") && json.contains("\"waiting_jobs\" : 2"))
    }

    @Test("A cell's missing seeds stand in one line, and of many cells the first ten are named")
    func manyMissing() throws {
        let made = try PlantedStore(
            axes: [("fusion.point", (0..<12).map { "\($0)" })], seeds: 2, metrics: [("loss/validation", { _ in 1 })],
            unfinished: { $0.seed == 1 ? .some(.some(.interrupted)) : .some(nil) })
        let notes = try comparison(made).missing.notes().map { $0.block() }
        let lines = try #require(notes.first).split(separator: "\n").map(String.init)
        #expect(notes.count == 1 && lines.count == 12)
        #expect(lines[0] == "INTERIM: 24 of 24 jobs have no result yet:")
        #expect(lines[1] == "  point=0: seed 1 interrupted, seed 2 not run yet" && lines[11] == "  and 2 more cells")
    }

    @Test("A baseline seed that is missing says that it is the baseline's; a metric nobody recorded leaves no pair")
    func missingBaseline() throws {
        let made = try planted(seeds: 3) { $0.point == 0 && $0.seed == 1 ? .some(.some(.outOfMemory)) : nil }
        let found = try comparison(made, ["loss", "text_use_gap"])
        #expect(found.metrics[0].cells[0].leftOut == ["seed 1: baseline out of memory"])
        #expect(found.metrics[1].cells[0].finding(.higher).reason == "no pair of seeds")
        #expect(found.metrics[1].cells[0].leftOut.contains("seed 2: not recorded"))
    }

    @Test("A metric that the configuration decides is exact: one seed is enough and no p is given")
    func exact() throws {
        let found = try comparison(try planted(seeds: 1), ["parameters"])
        let cell = found.metrics[0].cells[0]
        #expect(
            cell.finding(.lower).finding == .better && cell.verdict(.lower).finding == .better && cell.answer == nil
                && cell.intervalMethod == "exact")
        #expect(found.seedAdvice == nil)
    }

    @Test(
        "The advice names the least p of so many pairs and the seeds it takes",
        arguments: [
            (2, "2 pairs of seeds can reach p = 0.5 at best, alone and in a family. For p <= 0.05 run 6 seeds (4 more)."),
            (6, "6 pairs of seeds can reach p = 0.0312 at best, alone and in a family."),
        ])
    func advice(seeds: Int, text: String) throws {
        #expect(try comparison(try planted(seeds: seeds)).seedAdvice == text)
    }

    @Test("CSV is tidy, in stored units and full precision")
    func csv() throws {
        let lines = try comparison(try planted(seeds: 2)).rendered(.csv).split(separator: "\n").map(String.init)
        #expect(
            lines[0]
                == "fusion.point,metric,unit,better,baseline,planned,pairs,baseline_mean,mean,difference,percent_change,ci95_low,ci95_high,interval_method,p,p_standard_error,p_holm,smallest_p,finding,reason,"
                + "p_max_t,ci90_low,ci90_high,margin,p_equivalence,smallest_effect,verdict,verdict_reason,left_out"
        )
        #expect(lines[1].hasPrefix("1,loss/validation,mean squared error,lower,point=0,2,2,1.75,"))
        #expect(lines[1].hasSuffix(",,undecided,\"2 seeds reach p 0.5 at best, 6 are needed\","))
        #expect(lines[1].contains(",student,1,,1,0.5,undecided,\"2 seeds reach p 0.5 at best, 6 are needed\",1,"))
        #expect(lines.count == 3)
    }

    @Test("Markdown and LaTeX hold the same table; minus signs are minus signs")
    func publication() throws {
        let found = try comparison(try planted(seeds: 7))
        let markdown = try found.rendered(.markdown)
        #expect(markdown.contains("| 2 | 7/7 | 2.8500 | -0.1500 | [-0.1878, -0.1122] | -5.0 % | 0.0619 | 0.0156 | better |"))
        let latex = try found.rendered(.latex)
        #expect(latex.contains("2 & 7/7 & 2.8500 & $-$0.1500 & [$-$0.1878, $-$0.1122] & $-$5.0 \\% & 0.0619 & 0.0156 & better \\\\"))
        #expect(latex.contains("% " + method))
    }

    @Test("A forest plot has a row for each cell, its interval and its finding, and 0 in sight")
    func forest() throws {
        let found = try comparison(try planted(seeds: 7)).metrics[0]
        let pages = ForestFigure(comparison: found, baseline: "point 0") { "point \($0[0].value)" }.pages()
        let page = try #require(pages.first)
        #expect(pages.count == 1 && page.name == "compare-loss-validation" && page.title == "Validation loss: difference from the baseline")
        let lines = page.csv.split(separator: "\n").map(String.init)
        #expect(lines[0] == "position,n,difference,ci95_low,ci95_high,p,p_holm,finding,p_max_t,verdict,label,fusion.point")
        #expect(lines[1].hasPrefix("1,7,-0.0985714") && lines[1].hasSuffix(",0.046875,0.046875,better,0.046875,better,point 1,1"))
        #expect(lines[2].hasPrefix("2,7,-0.15") && lines[2].hasSuffix(",0.015625,0.03125,better,0.015625,better,point 2,2"))
        #expect(
            page.plot.contains(
                "set xlabel 'Difference (mean squared error), lower is better'\nset xrange [-0.204796:0.00975219]\nset xtics 0.05\n"))
        #expect(page.plot.contains("'baseline: point 0'") && page.plot.contains("eq 'better'") && !page.plot.contains("eq 'undecided'"))
    }

    @Test(
        "Ticks are round and few", arguments: [(0.042, 0.01), (0.061, 0.02), (28, 5), (1, 0.2), (3e-5, 5e-6), (0, 1)] as [(Double, Double)])
    func ticks(span: Double, step: Double) { #expect(abs(GnuplotScript.step(span, count: 6) - step) < 1e-12) }

    @Test("Another baseline can be named; without one, or within one cell, there is nothing to compare")
    func errors() throws {
        let made = try planted(seeds: 2)
        #expect(try comparison(made, baseline: 2).metrics[0].cells.map(\.coordinates).map { $0[0].value } == ["0", "1"])
        let homeless = Grid(name: "g", cells: made.grid.cells)
        #expect(throws: ReportsError.noBaseline(name: "g")) { try Comparison(grid: homeless, store: made.store) }
        let lonely = Grid(name: "g", cells: [made.grid.cells[0]], baseline: 0)
        #expect(throws: ReportsError.oneCell(name: "g")) { try Comparison(grid: lonely, store: made.store) }
        #expect(
            ReportsError.unclearBaseline("point=9", matches: [], swept: ["fusion.point"]).description
                == "--baseline point=9: no cell is so; swept: fusion.point")
        #expect(
            ReportsError.unclearBaseline("a=1", matches: ["a=1 b=1", "a=1 b=2"], swept: []).description
                == "--baseline a=1: 2 cells are so, one is allowed; add options until one is left: a=1 b=1; a=1 b=2")
    }

    @Test("Without effects a grid finds one in at most about 5 of 100 sweeps; a planted one it finds")
    func familywise() throws {
        func found(_ sweep: Int, effect: Double) throws -> Int {
            let made = try PlantedStore(
                axes: [("fusion.point", ["0", "1", "2"])], seeds: 8,
                metrics: [
                    (
                        "loss/validation",
                        { place in
                            Double(place.seed) + noise(place, "sweep \(sweep)") + (place.point == 2 ? effect : 0)
                        }
                    )
                ])
            return try comparison(made).metrics[0].cells.count { $0.verdict(.lower).finding != .undecided }
        }
        let falseAlarms = try (0..<60).count { try found($0, effect: 0) > 0 }
        #expect(falseAlarms <= 8, "\(falseAlarms) of 60")
        let hits = try (0..<15).count { try found($0, effect: -3) > 0 }
        #expect(hits >= 13, "\(hits) of 15")
    }

    @Test("A margin of the spec makes a fourth verdict, and a small difference that is sure says that it is small")
    func margins() throws {
        let claims = ClaimList(name: "", margins: ["loss/validation": .percent(5), "text_use_gap/validation": .absolute(0.2)])
        let made = try PlantedStore(
            axes: Self.axes, seeds: 9, claims: claims,
            metrics: [
                ("loss/validation", { 1 + 0.005 * noise($0, "a") + ($0.point == 2 ? 0.02 : 0) }),
                ("text_use_gap/validation", { 1 + 0.5 * noise($0, "b") }),
            ])
        let found = try comparison(made, ["loss", "text_use_gap"])
        let loss = found.metrics[0].cells, gap = found.metrics[1].cells
        #expect(loss[0].verdict(.lower).finding == .equivalent && abs((loss[0].margin ?? 0) - 0.05) < 0.002)
        #expect(loss[1].verdict(.lower) == (.worse, "smaller than the margin"))
        #expect(loss[0].finding(.lower).finding == .undecided)
        #expect(gap[0].verdict(.higher).finding == .undecided && gap[0].margin == 0.2)
        #expect(found.seedAdvice?.contains(" To find a difference of its margin in 80 of 100 cases takes ") == true)
        let csv = try found.rendered(.csv)
        #expect(csv.contains(",equivalent,,"))
    }

    @Test("What the machine measures has means and no verdict, p or interval")
    func measured() throws {
        let made = try PlantedStore(
            axes: Self.axes, seeds: 8,
            metrics: [("images_per_second", { 100 + 50 * $0.point + noise($0, "rate") })])
        let found = try comparison(made, ["images_per_second"]), cell = found.metrics[0].cells[1]
        #expect(cell.answer == nil && cell.interval == nil && cell.difference.map { $0 > 90 } == true)
        let text = try found.rendered(.text)
        #expect(!text.contains("better,  ") && !text.contains("  verdict") && text.contains("`fusiongrid bench` compares speeds"))
        #expect(try found.rendered(.csv).contains(",,,,,,,,,,,,,,,,"))
    }
}
