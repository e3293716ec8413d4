import Datasets
import Foundation
import Results
import ResultsStore
import Testing
@testable import Reports

@Suite("Contact sheets", .serialized)
struct ContactSheetTests {
    private let out: Folder

    init() throws { out = try Folder() }

    private static let captions = (1...10).map { "\($0) red circles and one very-long-word-for-an-object" }

    /// A grid of two data folders whose names are alike once made safe, each with a recorded sheet of ten grey pictures.
    private func made(png: Data? = nil) throws -> (grid: Grid, store: ResultsDatabase) {
        let store = try ResultsDatabase.inMemory()
        let cells = try ["birds_v1", "birds-v1"].map { folder in
            let job = Grid.Job(seed: 3, key: folder + "-key")
            try store.register([
                JobRecord(
                    key: job.key, trainingKey: job.key, configuration: ConfigurationRecord(json: folder, options: []), seed: 3,
                    dataFingerprint: "d")
            ])
            let pictures = (1...10).map { PixelImage(width: 16, height: 16, colour: [UInt8($0), 0, folder == "birds_v1" ? 1 : 2]) }
            let sheet = PixelImage.grid(pictures, columns: SampleRecord.gridColumns, padding: SampleRecord.gridPadding)
            try FabricatedStore.end(store, job.key, .done) { attempt in
                try attempt.record(samples: [
                    SampleRecord(step: 9, kind: .grid, caption: Self.captions.joined(separator: "\n"), png: try png ?? sheet.encodePNG())
                ])
            }
            return Grid.Cell(coordinates: [Grid.Coordinate(path: "data.path", value: folder)], jobs: [job])
        }
        return (Grid(name: "birds", cells: cells), store)
    }

    private func sheets(_ made: (grid: Grid, store: ResultsDatabase), gnuplot: Gnuplot?, reader: PictureReader? = nil) throws
        -> [FigureFile]
    {
        try writeFigures(
            grid: made.grid, store: made.store, outDirectory: out.path("o"), choice: .named(["samples/*"]), reader: reader, gnuplot: gnuplot
        )
    }

    private func picture(_ file: FigureFile) throws -> PixelImage {
        try PixelImage.decodePNG(Data(contentsOf: out.url("o/\(file.name).png")))
    }

    @Test("Cells whose values are alike once made safe have sheets of their own, pictures, captions and all")
    func collision() throws {
        let files = try sheets(made(), gnuplot: nil)
        #expect(Set(files.map(\.name)).count == 2 && files.map(\.outcome) == [.sheet, .sheet])
        for (file, blue) in zip(files, [UInt8(1), 2]) {
            #expect(file.name.hasPrefix("samples/path-birds-v1-"))
            let image = try picture(file)
            // Without gnuplot the enlarged pictures alone: 7 times 16 pixels each.
            #expect(image.width == 8 * (112 + 14) + 14 && image.height == 2 * (112 + 14) + 14)
            #expect(pixel(image, 14, 14) == [1, 0, blue] && pixel(image, 14 + 111 + 126, 14 + 111) == [2, 0, blue])
            #expect(pixel(image, 13, 14) == [255, 255, 255] && pixel(image, 14 + 126, 14 + 126) == [10, 0, blue])
            let captions = try String(contentsOf: out.url("o/\(file.name).txt"), encoding: .utf8)
            #expect(captions == Self.captions.map { $0 + "\n" }.joined())
        }
    }

    private func pixel(_ image: PixelImage, _ x: Int, _ y: Int) -> [UInt8] {
        Array(image.pixels[((y * image.width + x) * 3)..<((y * image.width + x) * 3 + 3)])
    }

    @Test("Under each picture stand its caption and the verdict, the pictures stay as they are, and the bytes are the same again")
    func drawn() throws {
        let gnuplot = try #require(Gnuplot.found(), "this test needs gnuplot"), made = try made()
        let reader: PictureReader = { _, pictures, captions in
            #expect(pictures.count == 10 && captions == Self.captions && pictures[4].pixels[0] == 5)
            return pictures.indices.map { $0 == 9 ? nil : (isRight: $0 == 0, seen: "nothing") }
        }
        let first = try sheets(made, gnuplot: gnuplot, reader: reader), image = try picture(first[0])
        #expect(first.map(\.outcome) == [.sheet, .sheet])
        let bytes = try Data(contentsOf: out.url("o/\(first[0].name).png"))
        // Every pixel of every picture, where the layout puts it.
        for column in 0..<8 {
            for (x, y) in [(0, 0), (111, 0), (0, 111), (111, 111), (50, 50)] {
                #expect(pixel(image, 20 + column * 132 + x, 44 + y) == [UInt8(column + 1), 0, 1], "picture \(column) at \(x), \(y)")
            }
        }
        // Words below: a verdict in blue, others in vermilion, and no word at the tenth picture's verdict.
        // Strokes are thinner than a pixel, so no pixel has the whole colour.
        func has(_ ink: [Int], _ column: Int) -> Bool {
            (156..<250).contains { y in
                (0..<120).contains { x in zip(pixel(image, 20 + column * 132 + x, y), ink).allSatisfy { abs(Int($0) - $1) < 30 } }
            }
        }
        let blue = [0, 0x72, 0xB2], vermilion = [0xD5, 0x5E, 0]
        #expect(has(blue, 0) && !has(vermilion, 0))
        #expect(has(vermilion, 1) && !has(blue, 1))
        let csv = try String(contentsOf: out.url("o/\(first[0].name).csv"), encoding: .utf8).split(separator: "\n")
        #expect(
            csv[0] == "picture,right,seen,caption" && csv[1] == "1,true,nothing,\(Self.captions[0])"
                && csv[10] == "10,,,\(Self.captions[9])")
        #expect(try sheets(made, gnuplot: gnuplot, reader: reader) == first)
        #expect(try Data(contentsOf: out.url("o/\(first[0].name).png")) == bytes)
    }

    @Test("A sheet that is drawn behind a figure looks as it does alone")
    func order() throws {
        let gnuplot = try #require(Gnuplot.found(), "this test needs gnuplot")
        let entry = ContactSheet.Entry(picture: PixelImage(width: 16, height: 16, colour: [9, 9, 9]), caption: "a square")
        let sheet = PlannedFigure.sheet(ContactSheet(name: "samples/s", title: "S", entries: [entry]))
        let bars = BarFigure(
            name: "b", title: "B", metric: MetricRegistry.known[0],
            bars: [Bar(label: "a", coordinates: [], estimate: MeanEstimate([1, 2])!)])
        let scripts = ["b.gp", "samples/s.gp"]
        for (folder, figures) in [("alone", [sheet]), ("behind", bars.planned() + [sheet])] {
            let files = try writePlanned(figures, outDirectory: out.path(folder), gnuplot: gnuplot)
            #expect(files.last?.outcome == .sheet)
        }
        // Two processes share the scripts: one process must do as well.
        guard case .sheet(let alone) = sheet else { return }
        try FileManager.default.createDirectory(at: out.url("one/samples"), withIntermediateDirectories: true)
        for page in bars.pages() {
            try page.csv.write(to: out.url("one/b.csv"), atomically: true, encoding: .utf8)
            try GnuplotScript.whole(page).write(to: out.url("one/b.gp"), atomically: true, encoding: .utf8)
        }
        try alone.textScript.write(to: out.url("one/samples/s.gp"), atomically: true, encoding: .utf8)
        #expect(gnuplot.run(scripts: scripts, in: out.url("one")).isEmpty)
        let text = try Data(contentsOf: out.url("one/" + alone.textFile))
        #expect(try alone.image(text: text).encodePNG() == Data(contentsOf: out.url("alone/samples/s.png")))
    }

    @Test("A sheet that is no picture costs itself alone")
    func damaged() throws {
        let made = try made(png: Data([1, 2, 3]))
        for file in try sheets(made, gnuplot: nil) {
            guard case .failed(let reason) = file.outcome else { Issue.record("\(file.outcome)"); continue }
            #expect(reason.contains("not laid out for its captions") && file.files.isEmpty)
        }
    }
}
