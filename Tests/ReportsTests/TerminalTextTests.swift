import Results
import ResultsStore
import Testing
@testable import Reports

@Suite("Tables that fit a terminal")
struct TerminalTextTests {
    private func isWithin(_ text: String, _ width: Int) -> Bool { text.split(separator: "\n").allSatisfy { $0.count <= width } }

    @Test("Lines break at blanks, then after _ and /, and within a word only when nothing else is left")
    func wrapping() {
        #expect(wrapped("one two three", width: 7) == ["one two", "three"])
        #expect(wrapped("  one two three", width: 9, indent: 4) == ["  one two", "    three"])
        #expect(wrapped("executed_forward_flops ↓", width: 15) == ["executed_", "forward_flops ↓"])
        #expect(wrapped("a abcdefghijkl", width: 5) == ["a", "abcde", "fghij", "kl"])
        #expect(wrapped("", width: 5) == [""] && wrapped("abc", width: 0) == ["a", "b", "c"])
        #expect(leastWidth("executed_forward_flops ↓", lines: 2) == 15 && leastWidth("abc", lines: 3) == 3)
    }

    @Test("Numbers of a column share a power of ten and show the digits that their spread leaves of interest")
    func scale() {
        let loss = MetricDefinition(source: .metric(MetricName("loss", "validation")), label: "Loss", quantity: Quantity("", digits: 4))
        let small = NumberScale(loss, values: [0.0302, 0.0411], spreads: [0.0007, 0.0012, 0.0004])
        #expect(small.exponent == -3 && small.text(0.03021) == "30.2" && small.signedText(-0.0003) == "-0.3")
        #expect(small.unit(loss) == "10⁻³")
        #expect(NumberScale(loss, values: [0.5], spreads: []).text(0.5) == "0.5000")
        #expect(NumberScale(loss, values: [12.3456], spreads: [0.13]).text(12.3456) == "12.35")
        #expect(NumberScale(loss, values: [12.3456], spreads: [3]).text(12.3456) == "12")
        // More digits than the metric's own where they would hide the spread altogether.
        #expect(NumberScale(loss, values: [1], spreads: [0.000004]).digits == 6)
        #expect(NumberScale(loss, values: [.nan, 0], spreads: [.nan, 0]).exponent == 0)
        #expect(superscript(-12) == "⁻¹²")
    }

    @Test("What fits is printed as in files, notes wrapped")
    func whole() throws {
        let table = CaptionedTable("Some words", DataTable([1, 2]) { Column("value") { $0 } }, notes: ["one two three four five"])
        #expect(try table.rendered(.text, width: 200) == table.rendered(.text))
        #expect(
            try table.rendered(.text, width: 20) == """
                Some words

                value
                -----
                    1
                    2

                one two three four
                five

                """)
        #expect(try table.rendered(.csv, width: 20) == "value\n1\n2\n")
    }

    @Test(
        "A comparison keeps the metrics that matter most and names the others; every width holds")
    func comparison() throws {
        let made = try FabricatedStore()
        let table = try ComparisonTable(grid: made.grid, store: made.store)
        #expect(try table.rendered(.text).split(separator: "\n").contains { $0.count > 120 })
        let text = try table.rendered(.text, width: 80)
        let lines = text.split(separator: "\n").map(String.init)
        // Labels and names over two lines, then the values of the first cell; seeds agree and are said once.
        #expect(lines[0] == "In all rows: seeds 3/3.")
        #expect(lines[1...3].joined(separator: "\n").contains("oracle_"))
        #expect(lines.contains { $0.hasPrefix("    0  concat               0  ") && $0.contains(" ±") })
        #expect(text.contains("Not shown: ") && text.contains("--wide shows all, --metric NAME any."))
        #expect(text.contains("images_per_second") && !text.contains("…"))
        for width in [20, 30, 40, 50, 60, 70, 79, 80, 100, 120, 160] {
            #expect(isWithin(try table.rendered(.text, width: width), width), "\(width) columns")
        }
        // Two metrics by name have room.
        let two = try ComparisonTable(grid: made.grid, store: made.store, request: TableRequest(metrics: ["loss", "oracle_all"]))
        let brief = try two.rendered(.text, width: 80)
        #expect(!brief.contains("Not shown") && brief.contains("loss [10⁻³] ↓"))
    }

    @Test(
        "Of two seeds both values stand, troubles are words, other numbers of seeds are told, jobs without a result are named")
    func troubles() throws {
        let made = try FabricatedStore(points: [0, 2], depths: [0], seeds: [1, 2], results: false)
        let keys = made.grid.cells.map { $0.jobs.map(\.key) }
        for (key, loss) in [(keys[0][0], 0.07), (keys[0][1], 0.05), (keys[1][0], 0.04)] {
            try FabricatedStore.end(made.store, key, .done) { try $0.record(metrics: [Metric.loss.value(loss, on: .validation, step: 10)]) }
        }
        for key in [keys[1][1], keys[2][0], keys[2][1]] { try FabricatedStore.end(made.store, key, .diverged) }
        let table = try ComparisonTable(grid: made.grid, store: made.store, request: TableRequest(metrics: ["loss", "oracle_count"]))
        let lines = try table.rendered(.text, width: 64).split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("    0  concat") && $0.contains("  2/2     50…70") })
        #expect(lines.contains { $0.hasPrefix("    0  cross-attention") && $0.contains("  1/2        40") })
        #expect(lines.contains { $0.hasPrefix("    2  concat") && $0.contains("  0/2  diverged") })
        #expect(lines.contains { $0.hasPrefix("    2  cross-attention") && $0.contains("  0/2         -") })
        #expect(lines.contains("INTERIM: 2 of 8 jobs have no result yet:"))
        #expect(lines.contains("Left out: 3 of 8 jobs ended without result:"))
    }

    @Test("Swept options spread over columns stand above the names of the metrics")
    func spans() throws {
        let made = try FabricatedStore()
        let request = TableRequest(columns: ["conditioning"], metrics: ["loss", "oracle_all", "images_per_second"])
        let text = try ComparisonTable(grid: made.grid, store: made.store, request: request).rendered(.text, width: 80)
        #expect(text.contains("-- conditioning=concat ----") && text.contains("-- conditioning=cross-attention --"))
        #expect(isWithin(text, 80))
        // A metric without room goes from both.
        let narrow = try ComparisonTable(grid: made.grid, store: made.store, request: request).rendered(.text, width: 72)
        #expect(isWithin(narrow, 72))
    }

    @Test("Long labels move above their rows, whole")
    func labels() throws {
        let grid = Grid(
            name: "long",
            cells: ["a-very-long-value-that-takes-a-line", "another-long-value-that-takes-a-line"].map {
                Grid.Cell(
                    coordinates: [Grid.Coordinate(path: "x.first_option", value: $0), Grid.Coordinate(path: "x.second_option", value: $0)],
                    jobs: [Grid.Job(seed: 1, key: $0)])
            })
        let text = try ComparisonTable(grid: grid, store: ResultsDatabase.inMemory()).rendered(.text, width: 60)
        #expect(text.contains("first_option=a-very-long-value-that-takes-a-line\n second_option=a-very-long-value-that-takes-a-line\n"))
        #expect(isWithin(text, 60))
    }

    @Test("Rows without room are lists of names and values")
    func records() throws {
        let result = QueryResult(
            columns: ["job", "reason"],
            rows: [[.text(String(repeating: "0123456789abcdef", count: 4)), .text("not enough room for this one")], [.null, .integer(2)]])
        #expect(
            try result.rendered(.text, width: 40) == """
                row 1 of 2
                  job     0123456789abcdef0123456789abcd
                          ef0123456789abcdef0123456789ab
                          cdef
                  reason  not enough room for this one
                row 2 of 2
                  job
                  reason  2

                """)
    }

    @Test("Differences, claims and what an oracle counted fit, too")
    func others() throws {
        let made = try FabricatedStore()
        let comparison = try Comparison(grid: made.grid, store: made.store)
        let text = try comparison.rendered(.text, width: 80)
        #expect(text.contains("undecided (a)") && text.contains("(a) 3 seeds reach p 0.25 at best, 6 are needed."))
        let oracle = try OracleReport(grid: made.grid, store: made.store)
        for width in [20, 40, 80, 120] {
            #expect(isWithin(try comparison.rendered(.text, width: width), width))
            #expect(isWithin(try oracle.accuracies.rendered(.text, width: width), width))
            #expect(isWithin(try oracle.confusion.rendered(.text, width: width), width))
        }
        #expect(try oracle.accuracies.rendered(.text, width: 80).contains("\npoint=0 conditioning=concat text_depth=0\n"))
        #expect(Comparison.letter(0) == "a" && Comparison.letter(26) == "aa" && Comparison.letter(53) == "bb")
    }
}
