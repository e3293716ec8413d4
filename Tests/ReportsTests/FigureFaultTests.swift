import Foundation
import Results
import ResultsStore
import Testing
@testable import Reports

@Suite("Faults of figures", .serialized)
struct FigureFaultTests {
    private let out: Folder
    private let gnuplot: Gnuplot

    init() throws {
        out = try Folder()
        gnuplot = try #require(Gnuplot.found(), "these tests need gnuplot")
    }

    private func write(_ text: String, as name: String) throws {
        try text.write(to: out.url(name), atomically: true, encoding: .utf8)
    }

    /// A gnuplot that runs some shell code first.
    private func gnuplot(after code: String) throws -> Gnuplot {
        try write("#!/bin/sh\n\(code)\nexec \(gnuplot.executable.path) \"$@\"\n", as: "gnuplot")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: out.path("gnuplot"))
        return Gnuplot(executable: out.url("gnuplot"))
    }

    private static func bars(_ name: String, _ labels: [String]) -> BarFigure {
        BarFigure(
            name: name, title: name, metric: MetricRegistry.known[0],
            bars: labels.map { Bar(label: $0, coordinates: [], estimate: MeanEstimate([1, 2])!) })
    }

    @Test("A script that gnuplot refuses is named with its message, and those before and behind it are drawn")
    func refused() throws {
        let draw = "reset\nset terminal svg\nset output 'NAME.svg'\nplot [0:1] x\nset output\n"
        try write(draw.replacing("NAME", with: "first"), as: "first.gp")
        try write("plot nonsense(", as: "bad.gp")
        try write(draw.replacing("NAME", with: "last"), as: "last.gp")
        let problems = gnuplot.run(scripts: ["first.gp", "bad.gp", "last.gp"], in: out.url(""))
        #expect(problems.keys.sorted() == ["bad.gp"])
        #expect(problems["bad.gp"]?.hasPrefix("line 1: ") == true, "\(problems)")
        for name in ["first.svg", "last.svg"] { #expect(FileManager.default.fileExists(atPath: out.path(name)), "\(name)") }
    }

    @Test("A warning of gnuplot costs its figure alone: all data and the other figures are written, and an old picture goes")
    func warning() throws {
        let pages =
            Self.bars("good", ["a", "b"]).planned() + Self.bars("narrow", ["a", "b"]).planned() + Self.bars("last", ["c"]).planned()
        let figures = pages.map { planned -> PlannedFigure in
            guard case .page(var page) = planned, page.figure == "narrow" else { return planned }
            page.plot = "set lmargin 200\n" + page.plot
            return .page(page)
        }
        try FileManager.default.createDirectory(at: out.url("o"), withIntermediateDirectories: true)
        try write("old", as: "o/narrow.svg")
        let files = try writePlanned(figures, outDirectory: out.path("o"), gnuplot: gnuplot)
        #expect(files.map(\.name) == ["good", "narrow", "last"])
        #expect(files[0].outcome == .drawn && files[2].outcome == .drawn)
        guard case .failed(let reason) = files[1].outcome else { Issue.record("\(files[1].outcome)"); return }
        #expect(reason.contains("warning: Terminal canvas area too small to hold plot. Check plot boundary and font sizes."), "\(reason)")
        #expect(files[1].files == ["narrow.csv", "narrow.gp"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: out.path("o")).sorted() == files.flatMap(\.files).sorted())
    }

    @Test(
        "What fonts and libraries print is no fault of a figure",
        arguments: ["echo 'Fontconfig warning: using without calling FcInit()' >&2"])
    func fontWarning(code: String) throws {
        let files = try writePlanned(Self.bars("f", ["a", "b"]).planned(), outDirectory: out.path("o"), gnuplot: gnuplot(after: code))
        #expect(files.map(\.outcome) == [.drawn])
    }

    @Test("A gnuplot that dies, draws nothing or cannot be started costs figures, and their data is written")
    func dead() throws {
        for code in ["exit 3", "kill -9 $$", "exit 0"] {
            let files = try writePlanned(Self.bars("f", ["a"]).planned(), outDirectory: out.path("o"), gnuplot: gnuplot(after: code))
            guard case .failed(let reason) = files[0].outcome else { Issue.record("\(code): \(files[0].outcome)"); continue }
            #expect(reason.contains(code == "exit 0" ? "gnuplot wrote no f.svg" : "gnuplot ended with"), "\(reason)")
            #expect(FileManager.default.fileExists(atPath: out.path("o/f.csv")))
        }
        let none = try writePlanned(
            Self.bars("f", ["a"]).planned(), outDirectory: out.path("o"), gnuplot: Gnuplot(executable: out.url("no-gnuplot")))
        guard case .failed = none[0].outcome else { Issue.record("\(none[0].outcome)"); return }
    }

    @Test("A user's own gnuplot settings and locale change no byte")
    func ownSettings() throws {
        let figures = Self.bars("f", ["a", "b"]).planned()
        _ = try writePlanned(figures, outDirectory: out.path("plain"), gnuplot: gnuplot)
        for (number, settings) in ["set decimalsign ','", "set terminal wxt", "set encoding iso_8859_1\nset grid"].enumerated() {
            try write(settings + "\n", as: ".gnuplot")
            let code = "export HOME='\(out.path(""))' GNUTERM=${GNUTERM:-} LC_NUMERIC=de_DE.UTF-8"
            let files = try writePlanned(figures, outDirectory: out.path("own\(number)"), gnuplot: gnuplot(after: code))
            #expect(files.map(\.outcome) == [.drawn])
            for file in files.flatMap(\.files) {
                #expect(
                    try Data(contentsOf: out.url("plain/" + file)) == Data(contentsOf: out.url("own\(number)/" + file)),
                    "\(file) differs under `\(settings)`")
            }
        }
    }

    @Test("Six options of two values, and values as long as paths, are drawn with nothing cut")
    func longLabels() throws {
        let long = "/data/people/somebody/projects/pictures-of-birds/a-folder-with-a-long-name/birds_v1"
        let axes = [
            ("fusion.point", ["0", "1"]), ("fusion.conditioning", ["concat", "cross-attention"]), ("fusion.text_depth", ["0", "2"]),
            ("train.learning_rate", ["0.0005", "0.001"]), ("train.weight_decay", ["0.01", "0.03"]), ("data.path", [long, long + "-more"]),
        ]
        let planted = try PlantedStore(
            axes: axes.map { (path: $0, values: $1) }, seeds: 2,
            metrics: [("x0_error/validation", { $0.point + Double($0.seed) }), ("images_per_second", { 10 + $0.depth })])
        let files = try writeFigures(grid: planted.grid, store: planted.store, outDirectory: out.path("o"), gnuplot: gnuplot)
        for file in files { if case .failed(let reason) = file.outcome { Issue.record("\(file.name): \(reason)") } }
        #expect(files.count { $0.outcome == .drawn } >= 10)
        let svg = try String(contentsOf: out.url("o/cost-images-per-second-1.svg"), encoding: .utf8)
        let words = svg.matches(of: /<text>(.*)<\/text>/).map { String($0.1) }.joined()
        #expect(words.contains(long) && words.contains(long + "-more"))
    }
}
