import Foundation
import Platform
import Reports
import ResultsStore

/// A spec's results as one page, with the data that it shows beside it.
public struct ReportPage {
    /// What the page is made from.
    public struct Study: Sendable {
        public var grid: Grid
        public var description: String?
        /// The spec as written, with what it extends.
        public var specText: String

        public init(grid: Grid, description: String?, specText: String) {
            (self.grid, self.description, self.specText) = (grid, description, specText)
        }
    }

    static let dataFolder = "data"

    public let study: Study
    let store: ResultsDatabase
    let pictures: PictureSource
    let gnuplot: Gnuplot?

    /// - Parameter gnuplot: nil when it is not installed: then figures are data alone.
    public init(study: Study, store: ResultsDatabase, pictures: PictureSource = PictureSource(), gnuplot: Gnuplot? = .found()) {
        (self.study, self.store, self.pictures, self.gnuplot) = (study, store, pictures, gnuplot)
    }

    private var grid: Grid { study.grid }

    /// Writes `index.html` and the folder `data`: the same results give the same bytes.
    ///
    /// - Parameter folder: created if needed; files of the same names are replaced.
    /// - Returns: the page.
    /// - Throws: ``ReportsError``, errors of the store and the folder, damaged pictures.
    @discardableResult
    public func write(to folder: URL) throws -> URL {
        let data = folder.appendingPathComponent(Self.dataFolder, isDirectory: true)
        try createFolder(data)
        let table = try ComparisonTable(grid: grid, store: store), claims = try ClaimsReport(grid: grid, store: store)
        let comparison = grid.baseline != nil && grid.cells.count > 1 ? try Comparison(grid: grid, store: store) : nil
        let tables = try writeTables(table, claims, comparison, to: data)
        let (figures, others) = try writeFigures(comparison, to: data)
        let page = try document(table, claims, figures: figures, files: tables + others).text
        let index = folder.appendingPathComponent("index.html")
        try writeFile(Data(page.utf8), to: index)
        return index
    }

    private func document(
        _ table: ComparisonTable, _ claims: ClaimsReport, figures: FiguresSection, files: [String]
    ) throws -> Document {
        let results = try GridResults(grid: grid, store: store, metrics: [])
        let run = try RunFacts(grid: grid, description: study.description, store: store)
        let samples = try SamplesSection(grid: grid, store: store, results: results, pictures: pictures)
        let seed = SampleChoice(grid: grid) { results.state($0) == .done }.seeds.first
        let looks = try seed.map {
            try AttentionLook.all(grid: grid, seed: $0, store: store, isDone: { results.state($0) == .done }, pictures: pictures)
        }
        return Document(
            title: "\(grid.name): results", header: run.html,
            parts: [
                .init(id: "short", title: "In short", body: ShortSection(run: run, claims: claims, table: table).html),
                .init(id: "verdicts", title: "Verdicts", body: VerdictsSection(report: claims).html),
                .init(id: "results", title: "Results", body: ResultsSection(table: table).html),
                .init(id: "figures", title: "Figures", body: figures.html),
                .init(id: "samples", title: "Samples", body: try samples.html()),
                .init(
                    id: "attention", title: "Attention",
                    body: try AttentionSection(grid: grid, seed: seed ?? 0, looks: looks ?? []).html()),
                .init(id: "files", title: "Data and spec", body: FilesSection(files: files, specText: study.specText).html),
            ],
            footer: HTML("Made by fusiongrid report from the results store; the same results give the same page."))
    }

    // MARK: Files beside the page

    /// - Returns: the files, from the page.
    private func writeTables(_ table: ComparisonTable, _ claims: ClaimsReport, _ comparison: Comparison?, to data: URL) throws -> [String] {
        let oracle = try OracleReport(grid: grid, store: store).accuracies
        var texts = [("table.csv", try table.rendered(.csv))]
        if let comparison { texts.append(("compare.csv", try comparison.rendered(.csv))) }
        texts.append(("claims.csv", try claims.rendered(.csv)))
        if !oracle.rows.isEmpty { texts.append(("oracle.csv", try oracle.rendered(.csv))) }
        texts.append(("spec.yaml", study.specText))
        for (name, text) in texts { try writeFile(Data(text.utf8), to: data.appendingPathComponent(name)) }
        return texts.map { "\(Self.dataFolder)/\($0.0)" }
    }

    /// Draws what the page shows, and writes the data of every other figure.
    private func writeFigures(_ comparison: Comparison?, to data: URL) throws -> (FiguresSection, [String]) {
        let decided = comparison?.metrics.filter { compared in
            !compared.metric.isExact && compared.cells.contains { $0.verdict(compared.metric.direction).finding != .undecided }
        }
        let names = try figureNames(grid: grid, store: store).filter { !$0.name.hasPrefix("samples/") }
        let chosen = ShownFigures(grid: grid, names: names, decided: decided?.map(\.metric) ?? []).chosen
        let place = data.appendingPathComponent("figures", isDirectory: true), folder = "\(Self.dataFolder)/figures"
        func write(_ names: [String], _ gnuplot: Gnuplot?) throws -> [FigureFile] {
            try Reports.writeFigures(
                grid: grid, store: store, outDirectory: place.path, choice: .named(names), gnuplot: gnuplot)
        }
        let rest = try write(names.map(\.name).filter { !chosen.contains($0) }, nil)
        let drawn = try write(chosen, gnuplot)
        let files = (drawn + rest).flatMap(\.files).filter { $0.hasSuffix(".csv") }.sorted()
        return (FiguresSection(ShownFigures.pages(drawn, in: chosen), in: place, folder: folder), files.map { "\(folder)/\($0)" })
    }
}
