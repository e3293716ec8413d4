import Foundation
import Results
import ResultsStore
import Testing
@testable import Reports

@Suite("Figures", .serialized)
struct FigureTests {
    private let out: Folder

    init() throws { out = try Folder() }

    /// For looking at the pictures: FIGURES_OUT=FOLDER swift test --filter gallery.
    @Test("A gallery of all figures", .enabled(if: ProcessInfo.processInfo.environment["FIGURES_OUT"] != nil))
    func gallery() throws {
        let made = try FabricatedStore(), folder = ProcessInfo.processInfo.environment["FIGURES_OUT"] ?? ""
        let files = try writeFigures(grid: made.grid, store: made.store, outDirectory: folder)
        #expect(files.contains { $0.outcome == .drawn })
        let planted = try PlantedStore(
            axes: PlantedStore.fusionAxes, seeds: 10,
            metrics: [("frechet_distance/all", { 30 - $0.point + $0.depth * 0.6 + 0.5 * noise($0, "frechet") + Double($0.seed) })])
        _ = try writeFigures(grid: planted.grid, store: planted.store, outDirectory: folder + "/planted")
    }

    @Test("Every figure is drawn from its CSV, drawn again to the same bytes, and drawn by its own script alone")
    func drawsTwice() throws {
        let made = try FabricatedStore(points: [0, 2])
        let gnuplot = try #require(Gnuplot.found(), "this test needs gnuplot")
        let first = try writeFigures(grid: made.grid, store: made.store, outDirectory: out.path("a"), gnuplot: gnuplot)
        let second = try writeFigures(grid: made.grid, store: made.store, outDirectory: out.path("b"), gnuplot: gnuplot)
        #expect(first == second)
        let drawn = first.filter { $0.outcome == .drawn || $0.outcome == .table }
        let names = Set(drawn.map(\.name))
        for expected in [
            "loss-validation-by-fusion-point", "oracle-all-all-by-fusion-text-depth", "curve-loss-train",
            "attention-text-mass-by-block", "attention-entropy-by-timestep", "attention-effective-rank-by-block",
            "attention-energy-first-by-block", "localisation-test-pointing-by-block", "localisation-generated-iou-by-timestep",
            "count-confusion-1", "oracle-count-by-objects",
            "loss-by-timestep", "cost-reference-forward-flops-cost", "cost-parameters-cost", "cost-images-per-second",
            "loss-validation-by-cost", "compare-loss-validation", "claims",
        ] where !names.contains(expected) { Issue.record("\(expected) is missing") }
        let files = drawn.flatMap(\.files)
        #expect(try FileManager.default.contentsOfDirectory(atPath: out.path("a")).sorted() == (files + ["samples"]).sorted())
        for file in files {
            let a = try Data(contentsOf: out.url("a/" + file)), b = try Data(contentsOf: out.url("b/" + file))
            #expect(a == b, "\(file) differs when drawn again")
            if file.hasSuffix(".svg") { #expect(String(decoding: a, as: UTF8.self).contains("<path")) }
            if file.hasSuffix(".png") { #expect(a.starts(with: [0x89, 0x50, 0x4e, 0x47])) }
        }
        // The kept script needs nothing but the CSV beside it, and no figure looks like the one drawn before it.
        let scripts = files.filter { $0.hasSuffix(".gp") }
        for script in stride(from: 0, to: scripts.count, by: 7).map({ scripts[$0] }) + ["count-confusion-1.gp"] {
            let pictures = ["svg", "png"].map { out.url("a/" + script.dropLast(2) + $0) },
                before = try pictures.map { try Data(contentsOf: $0) }
            for picture in pictures { try FileManager.default.removeItem(at: picture) }
            #expect(gnuplot.run(scripts: [script], in: out.url("a")).isEmpty)
            #expect(try pictures.map { try Data(contentsOf: $0) } == before, "\(script) draws another picture alone")
        }
    }

    @Test("The CSV behind a figure is tidy and exact")
    func csv() throws {
        let made = try FabricatedStore(points: [0, 2], depths: [0], seeds: [1, 2], results: false)
        for (cell, values) in zip(made.grid.cells, [[0.5, 0.7], [0.25], [0.1, 0.1], [.nan, 0.3]]) {
            for (job, value) in zip(cell.jobs, values) {
                try FabricatedStore.end(made.store, job.key, .done) {
                    try $0.record(metrics: [Metric.loss.value(value, on: .validation, step: 9)])
                }
            }
        }
        let files = try writeFigures(grid: made.grid, store: made.store, outDirectory: out.path("a"), gnuplot: nil)
        let figure = try #require(files.first { $0.name == "loss-validation-by-fusion-point" })
        #expect(figure.outcome == .dataOnly(hint: Gnuplot.installHint))
        #expect(figure.files == ["loss-validation-by-fusion-point.csv", "loss-validation-by-fusion-point.gp"])
        let text = try String(contentsOf: out.url("a/loss-validation-by-fusion-point.csv"), encoding: .utf8)
        let half = try #require(MeanEstimate([0.5, 0.7])?.halfWidth)
        #expect(
            text == """
                series,fusion.point,n,mean,ci95_low,ci95_high,label,fusion.conditioning,fusion.text_depth
                1,0,2,0.6,\(0.6 - half),\(0.6 + half),"concat, text depth 0",concat,0
                1,2,2,0.1,0.1,0.1,"concat, text depth 0",concat,0
                2,0,1,0.25,,,"cross-attention, text depth 0",cross-attention,0
                2,2,1,0.3,,,"cross-attention, text depth 0",cross-attention,0

                """)
    }

    @Test("Without results every figure is listed as skipped with its reason and no file is written")
    func empty() throws {
        let made = try FabricatedStore(results: false)
        let files = try writeFigures(grid: made.grid, store: made.store, outDirectory: out.path("a"), gnuplot: .found())
        #expect(files.count > 10)
        for file in files {
            guard case .skipped(let reason) = file.outcome else {
                Issue.record("\(file.name) was written")
                continue
            }
            #expect(!reason.isEmpty && file.files.isEmpty)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: out.path("a")).isEmpty)
    }

    @Test("Diverged and running jobs stay out of curves")
    func onlyDone() throws {
        let made = try FabricatedStore(points: [0], depths: [0], seeds: [1, 2], results: false)
        for (job, ending) in zip(made.grid.cells[0].jobs, [Ending.done, .diverged]) {
            try FabricatedStore.end(made.store, job.key, ending) { attempt in
                try attempt.record(metrics: [1, 2].map { Metric.loss.value(Double(job.seed * 10 + $0), on: .train, step: $0) })
            }
        }
        _ = try writeFigures(grid: made.grid, store: made.store, outDirectory: out.path("a"), gnuplot: nil)
        let text = try String(contentsOf: out.url("a/curve-loss-train.csv"), encoding: .utf8)
        #expect(
            text.split(separator: "\n").dropFirst()
                == ["1,1,1,11,,,\"point 0, concat, text depth 0\",0,concat,0", "1,2,1,12,,,\"point 0, concat, text depth 0\",0,concat,0"])
    }

    @Test("A localisation figure has a line for each variant and one for chance")
    func localisation() throws {
        let made = try FabricatedStore(points: [0], depths: [0], seeds: [1, 2])
        _ = try writeFigures(grid: made.grid, store: made.store, outDirectory: out.path("a"), gnuplot: nil)
        let text = try String(contentsOf: out.url("a/localisation-test-iou-by-block.csv"), encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == 1 + 3 * 9)
        #expect(lines.last?.hasPrefix("3,8,1,0.07") == true && lines.last?.contains(",,,chance") == true)
    }

    @Test("A confusion figure has every number asked for and seen, as shares of what was asked")
    func confusion() throws {
        let made = try FabricatedStore(points: [0], depths: [0], seeds: [1, 2])
        _ = try writeFigures(grid: made.grid, store: made.store, outDirectory: out.path("a"), gnuplot: nil)
        let lines = try String(contentsOf: out.url("a/count-confusion.csv"), encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(lines.count == 1 + 2 * 5 * 10)
        #expect(lines[0] == "panel,asked,seen,images,share,label,fusion.point,fusion.conditioning,fusion.text_depth")
        // Two seeds of 100 pictures, a fifth of them with three objects, half of those right.
        #expect(lines.contains("1,3,3,20,0.5,\"point 0, concat, text depth 0\",0,concat,0"))
        #expect(lines.contains("1,3,0,0,0,\"point 0, concat, text depth 0\",0,concat,0"))
    }

    @Test("A confusion figure is drawn whatever the shares are", arguments: [[[7, 0]], [[0, 3], [3, 4]], [[1, 1, 1, 1]]])
    func confusionExtremes(rows: [[Int]]) throws {
        let gnuplot = try #require(Gnuplot.found(), "this test needs gnuplot")
        let panel = ConfusionFigure.Panel(
            label: "it's", coordinates: [],
            rows: Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($0 + 1, $1 + Array(repeating: 0, count: 10 - $1.count)) }))
        for page in ConfusionFigure(name: "c", title: "C", panels: [panel]).pages() {
            try page.csv.write(to: out.url("c.csv"), atomically: true, encoding: .utf8)
            try GnuplotScript.whole(page).write(to: out.url("c.gp"), atomically: true, encoding: .utf8)
            #expect(gnuplot.run(scripts: ["c.gp"], in: out.url("")).isEmpty)
            #expect(try String(contentsOf: out.url("c.svg"), encoding: .utf8).contains("objects seen"))
        }
    }

    @Test(
        "Values that differ in the seventh digit, or not at all, still have a range",
        arguments: [
            ([0.9999997, 0.9999999], "[0.9:1.1]"), ([2.0, 2.0], "[1.8:2.2]"), ([0.0], "[-1:1]"), ([1.0, 2.0], "[0.95:2.05]"),
            ([0.0, 1e-9], "[-5e-11:1.05e-09]"),
        ])
    func ranges(values: [Double], range: String) {
        #expect(GnuplotScript.range(values, logarithmic: false) == range)
    }

    @Test("More series than colours become pages that lose nothing and share their scale")
    func pageCount() throws {
        let series = (0..<20).map { number in
            LineSeries(
                label: "series \(number)", coordinates: [Grid.Coordinate(path: "p", value: "\(number)")],
                points: [1.0, 2.0].map { LinePoint(x: $0, estimate: MeanEstimate([Double(number)])!) })
        }
        let figure = LineFigure(
            name: "f", title: "F", xName: "x", xLabel: "x", ticksAtData: true, metric: MetricRegistry.known[0],
            interval: .bars, series: series)
        let pages = figure.pages()
        #expect(pages.map(\.name) == ["f-1", "f-2", "f-3"])
        #expect(pages.map(\.title) == ["F (page 1 of 3)", "F (page 2 of 3)", "F (page 3 of 3)"])
        #expect(pages.map { $0.csv.split(separator: "\n").count - 1 } == [14, 14, 12])
        for page in pages { #expect(page.plot.contains("set yrange [-0.95:19.95]")) }
    }

    @Test("Labels with quotes, percent signs and underscores are drawn as they are")
    func hostileLabels() throws {
        let gnuplot = try #require(Gnuplot.found(), "this test needs gnuplot")
        let label = "it's 100 % \"a_b\", {x} \\n `date`"
        let figure = LineFigure(
            name: "f", title: label, xName: "x", xLabel: label, ticksAtData: true, metric: MetricRegistry.known[0],
            interval: .bars,
            series: [label, "other"].map {
                LineSeries(label: $0, coordinates: [], points: [LinePoint(x: 1, estimate: MeanEstimate([1, 2])!)])
            })
        let bars = BarFigure(
            name: "b", title: label, metric: MetricRegistry.known[0],
            bars: [Bar(label: label, coordinates: [], estimate: MeanEstimate([1, 2])!)])
        for page in figure.pages() + bars.pages() {
            try page.csv.write(to: out.url(page.name + ".csv"), atomically: true, encoding: .utf8)
            try GnuplotScript.whole(page).write(to: out.url(page.name + ".gp"), atomically: true, encoding: .utf8)
            #expect(gnuplot.run(scripts: [page.name + ".gp"], in: out.url("")).isEmpty)
            let svg = try String(contentsOf: out.url(page.name + ".svg"), encoding: .utf8)
            #expect(svg.contains("it's 100 %"), "\(page.name)")
        }
        let svg = try String(contentsOf: out.url("f.svg"), encoding: .utf8)
        #expect(svg.contains("it's 100 % &quot;a_b&quot;, {x} \\n `date`") || svg.contains("it's 100 % \"a_b\", {x} \\n `date`"))
    }
}

/// A folder that disappears with its owner.
final class Folder {
    private let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("reports-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func url(_ name: String) -> URL { name.isEmpty ? root : root.appendingPathComponent(name) }
    func path(_ name: String) -> String { url(name).path }
}
