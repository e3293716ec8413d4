import Foundation
import Results
import ResultsStore
import Testing
@testable import Reports

@Suite("Comparison tables")
struct TableTests {
    let made: FabricatedStore

    /// Four cells of two seeds: complete, one diverged, all diverged, one done and one running.
    init() throws {
        made = try FabricatedStore(points: [0, 2], depths: [0], seeds: [1, 2], results: false)
        let keys = made.grid.cells.map { $0.jobs.map(\.key) }
        for (key, loss, oracle, ending) in [
            (keys[0][0], 0.05, 0.5, Ending.done), (keys[0][1], 0.07, 0.75, .done), (keys[1][0], 0.0404, 1, .done),
            (keys[1][1], 0.9, 0, .diverged), (keys[2][0], .nan, 0, .diverged), (keys[3][0], 0.125, 0.25, .done),
            (keys[3][1], 0.5, 0.5, .interrupted),
        ] {
            try FabricatedStore.end(made.store, key, ending) {
                try $0.record(metrics: [
                    Metric.loss.value(loss, on: .validation, step: 10), Metric.oracle["count"].value(oracle, on: .all, step: 10),
                ])
            }
        }
        try FabricatedStore.end(made.store, keys[2][1], .diverged)
        _ = try made.store.claim(keys[3][1], by: FabricatedStore.runner, leaseSeconds: 60)
    }

    private func table(_ request: TableRequest = TableRequest()) throws -> ComparisonTable {
        try ComparisonTable(grid: made.grid, store: made.store, request: request)
    }

    private let note =
        "Mean ± 95 % confidence interval (Student t) over seeds; in brackets the sample standard deviation and seeds done of seeds planned."
    private let pairNote = " Of two values both stand in brackets: an interval from two reaches 9 standard deviations either way."

    @Test("Text shows mean, interval and counts, and never averages failures away")
    func text() throws {
        #expect(
            try table(TableRequest(metrics: ["loss/validation", "oracle_count"])).rendered(.text) == """
                point  conditioning     text_depth                 loss/validation ↓               oracle_count [%] ↑
                -----  ---------------  ----------  --------------------------------  -------------------------------
                    0  concat                    0      0.0600 (0.0500, 0.0700; 2/2)           62.5 (50.0, 75.0; 2/2)
                    0  cross-attention           0  0.0404 ± n/a (1/2), diverged 1/2  100.0 ± n/a (1/2), diverged 1/2
                    2  concat                    0                      diverged 2/2                     diverged 2/2
                    2  cross-attention           0   0.1250 ± n/a (1/2), running 1/2    25.0 ± n/a (1/2), running 1/2

                \(note)\(pairNote)

                """)
    }

    @Test("Columns spread over swept options; paths that were not named follow as rows")
    func columns() throws {
        let request = TableRequest(rows: ["fusion.text_depth"], columns: ["conditioning"], metrics: ["loss", "loss/validation"])
        #expect(
            try table(request).rendered(.text) == """
                text_depth  point  conditioning=concat: loss/validation ↓  conditioning=cross-attention: loss/validation ↓
                ----------  -----  --------------------------------------  -----------------------------------------------
                         0      0            0.0600 (0.0500, 0.0700; 2/2)                 0.0404 ± n/a (1/2), diverged 1/2
                         0      2                            diverged 2/2                  0.1250 ± n/a (1/2), running 1/2

                \(note)\(pairNote)

                """)
    }

    @Test("CSV is tidy, in stored units and full precision")
    func csv() throws {
        let estimate = try #require(MeanEstimate([0.05, 0.07]))
        let half = try #require(estimate.halfWidth), deviation = try #require(estimate.standardDeviation)
        #expect(
            try table(TableRequest(metrics: ["loss"])).rendered(.csv) == """
                fusion.point,fusion.conditioning,fusion.text_depth,metric,unit,planned,n,mean,standard_deviation,ci95_low,ci95_high,diverged,failed,running,pending,not_finite,not_recorded,sampling_share,best
                0,concat,0,loss/validation,mean squared error,2,2,\(estimate.mean),\(deviation),\(estimate.mean - half),\(estimate.mean + half),0,0,0,0,0,0,,false
                0,cross-attention,0,loss/validation,mean squared error,2,1,0.0404,,,,1,0,0,0,0,0,,false
                2,concat,0,loss/validation,mean squared error,2,0,,,,,2,0,0,0,0,0,,false
                2,cross-attention,0,loss/validation,mean squared error,2,1,0.125,,,,0,0,1,0,0,0,,false

                """)
    }

    @Test("Markdown and LaTeX escape; two seeds that scatter leave no cell in bold")
    func publication() throws {
        let key = made.grid.cells[1].jobs[1].key
        try made.store.retry([key])
        try FabricatedStore.end(made.store, key, .done)
        let table = try table(TableRequest(metrics: ["loss", "oracle_count"]))
        let markdown = try table.rendered(.markdown).split(separator: "\n").map(String.init)
        #expect(markdown[0] == "| point | conditioning | text_depth | Validation loss (mean squared error) ↓ | Count correct (%) ↑ |")
        #expect(markdown[1] == "| ---: | --- | ---: | ---: | ---: |")
        #expect(markdown[2] == "| 0 | concat | 0 | 0.0600 (0.0500, 0.0700; 2/2) | 62.5 (50.0, 75.0; 2/2) |")
        #expect(markdown[3] == "| 0 | cross-attention | 0 | 0.4702 (0.0404, 0.9000; 2/2) | 50.0 (100.0, 0.0; 2/2) |")
        #expect(markdown[4] == "| 2 | concat | 0 | diverged 2/2 | diverged 2/2 |")
        let latex = try table.rendered(.latex)
        #expect(
            latex == """
                % \(note)\(pairNote)
                \\begin{tabular}{rlrrr}
                \\toprule
                point & conditioning & text\\_depth & Validation loss (mean squared error) $\\downarrow$ & Count correct (\\%) $\\uparrow$ \\\\
                \\midrule
                0 & concat & 0 & 0.0600 (0.0500, 0.0700; 2/2) & 62.5 (50.0, 75.0; 2/2) \\\\
                0 & cross-attention & 0 & 0.4702 (0.0404, 0.9000; 2/2) & 50.0 (100.0, 0.0; 2/2) \\\\
                2 & concat & 0 & diverged 2/2 & diverged 2/2 \\\\
                2 & cross-attention & 0 & 0.1250 $\\pm$ n/a (1/2), running 1/2 & 25.0 $\\pm$ n/a (1/2), running 1/2 \\\\
                \\bottomrule
                \\end{tabular}

                """)
    }

    @Test("JSON has every seed, nulls instead of absent numbers, and names what is not finite")
    func json() throws {
        try FabricatedStore.end(made.store, made.grid.cells[3].jobs[1].key, .done)
        try made.store.retry([made.grid.cells[2].jobs[0].key])
        try FabricatedStore.end(made.store, made.grid.cells[2].jobs[0].key, .done)
        let text = try table(TableRequest(metrics: ["loss"])).rendered(.json)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["spec"] as? String == "fabricated")
        let entries = try #require(object["entries"] as? [[String: Any]])
        #expect(entries.count == 4)
        #expect(entries[1]["mean"] as? Double == 0.0404 && entries[1]["ci95_low"] is NSNull)
        #expect(entries[2]["mean"] is NSNull && entries[2]["planned"] as? Int == 2)
        #expect((entries[2]["coordinates"] as? [String: String])?["fusion.text_depth"] == "0")
        let seeds = try #require(entries[2]["seeds"] as? [[String: Any]])
        #expect(seeds.map { $0["state"] as? String } == ["done", "diverged"])
        #expect(seeds[0]["value"] is NSNull && seeds[0]["not_finite"] as? String == "nan")
        #expect(try table(TableRequest(metrics: ["loss"])).rendered(.text).contains("- (0/2), diverged 1/2, not finite 1/2"))
    }

    @Test("Why a metric was not computed stands below the table")
    func reasons() throws {
        let keys = made.grid.cells[0].jobs.map(\.key)
        try made.store.retry([keys[0]], endings: [.done])
        try FabricatedStore.end(made.store, keys[0], .done) {
            try $0.record(missing: [
                Metric.recall.missing(because: "4 generated image(s); at least 10 are needed", on: .all, step: 10)
            ])
        }
        let table = try table(TableRequest(metrics: ["recall", "loss"]))
        let reason = "recall/all not computed in 1 job: 4 generated image(s); at least 10 are needed"
        #expect(try table.rendered(.text).hasSuffix("\(note)\(pairNote)\n\(reason)\n"))
        #expect(try table.rendered(.markdown).hasSuffix("\(pairNote)\n\n\(reason)\n"))
        #expect(try table.rendered(.latex).hasPrefix("% \(note)\(pairNote)\n% \(reason)\n\\begin"))
    }

    @Test("A grid nobody has run yet shows every cell as missing")
    func nothingRun() throws {
        let fresh = try FabricatedStore(points: [0], depths: [0], seeds: [1, 2], results: false)
        #expect(
            try ComparisonTable(grid: fresh.grid, store: ResultsDatabase.inMemory()).rendered(.text) == """
                point  conditioning     text_depth  loss/validation ↓
                -----  ---------------  ----------  -----------------
                    0  concat                    0            - (0/2)
                    0  cross-attention           0            - (0/2)

                \(note)

                """)
    }

    @Test("A cell of one seed with a lost and a failed neighbour says so")
    func mixedEndings() throws {
        let fresh = try FabricatedStore(points: [0], depths: [0], seeds: [1, 2, 3, 4], results: false)
        let keys = fresh.grid.cells[0].jobs.map(\.key)
        try FabricatedStore.end(fresh.store, keys[0], .done)
        try FabricatedStore.end(fresh.store, keys[1], .outOfMemory)
        try FabricatedStore.end(fresh.store, keys[2], .interrupted)
        let text = try ComparisonTable(grid: fresh.grid, store: fresh.store).rendered(.text)
        #expect(text.contains("- (0/4), failed 1/4, not recorded 1/4"))
    }

    @Test("Options in lists stay one value; a cell without a swept option leaves its place empty")
    func oddCoordinates() throws {
        let cells = [
            Grid.Cell(coordinates: [Grid.Coordinate(path: "a.x", value: "[p, q]")], jobs: [Grid.Job(seed: 1, key: "k1")]),
            Grid.Cell(
                coordinates: [Grid.Coordinate(path: "a.x", value: "r|s"), Grid.Coordinate(path: "b.x", value: "1")],
                jobs: [Grid.Job(seed: 1, key: "k2")]),
        ]
        let table = try ComparisonTable(
            grid: Grid(name: "odd", cells: cells), store: made.store, request: TableRequest(metrics: ["loss"]))
        let markdown = try table.rendered(.markdown).split(separator: "\n").map(String.init)
        #expect(markdown[0].hasPrefix("| a.x | b.x | Validation"))
        #expect(markdown[2] == "| [p, q] |  | - (0/1) |")
        #expect(markdown[3] == "| r\\|s | 1 | - (0/1) |")
        #expect(try table.rendered(.csv).contains("\n\"[p, q]\",,loss/validation,"))
    }

    @Test("Misspelt metrics and options bring the nearest word")
    func errors() throws {
        func message(_ request: TableRequest) -> String {
            do {
                _ = try table(request)
                return "no error"
            } catch { return "\(error)" }
        }
        #expect(
            message(TableRequest(metrics: ["los"])).hasPrefix(
                "metric `los`: not known and not in the results; did you mean `loss`? available: loss/validation, loss/train, text_use_gap/validation"
            ))
        #expect(message(TableRequest(metrics: ["loss/valdation"])).contains("did you mean `loss/validation`?"))
        #expect(
            message(TableRequest(rows: ["fusion.pont"]))
                == "option `fusion.pont`: not swept by this spec; did you mean `fusion.point`? swept: fusion.point, fusion.conditioning, fusion.text_depth"
        )
        #expect(
            message(TableRequest(rows: ["point"], columns: ["fusion.point"]))
                == "option `fusion.point`: named more than once among rows and columns; name it once")
        let key = made.grid.cells[0].jobs[0].key
        try made.store.retry([key], endings: [.done])
        try FabricatedStore.end(made.store, key, .done) {
            try $0.record(metrics: ["x", "y"].map { MetricValue(MetricName("odd", $0), step: 1, value: 1) })
        }
        #expect(
            message(TableRequest(metrics: ["odd"]))
                == "metric `odd`: measured on several splits; write one of `odd/x`, `odd/y`")
        #expect(try table(TableRequest(metrics: ["odd/y"])).metrics[0].id == "odd/y")
        let empty = Grid(name: "none", cells: [])
        #expect(throws: ReportsError.emptyGrid(name: "none")) { try ComparisonTable(grid: empty, store: made.store) }
    }

    @Test("Measurements are metrics too, scaled for people")
    func measurements() throws {
        let fresh = try FabricatedStore(points: [0], depths: [0], seeds: [1, 2])
        let table = try ComparisonTable(
            grid: fresh.grid, store: fresh.store, request: TableRequest(metrics: ["peak_bytes", "images_per_second", "parameters"]))
        #expect(try table.rendered(.markdown).contains("Peak memory (MiB) ↓"))
        #expect(try table.rendered(.markdown).contains("400 (2/2)"))
        #expect(try table.rendered(.csv).contains("peak_bytes,bytes,2,2,419430400,0,"))
        #expect(try table.rendered(.markdown).contains("1.600 (2/2)"))
    }
}
