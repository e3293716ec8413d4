import Datasets
import Foundation
import Platform
import ResultsStore

/// What an oracle says of a picture: whether it shows what its caption asks for, and what it sees there, in words.
public typealias PictureReading = (isRight: Bool, seen: String)

/// Reads the pictures of a job's contact sheet, each beside its caption; nil for a picture that it knows nothing of.
public typealias PictureReader = @Sendable (_ job: String, _ pictures: [PixelImage], _ captions: [String]) throws -> [PictureReading?]

/// The figures that a grid can have, those without data too, in the order in which they are written.
public func figureNames(grid: Grid, store: ResultsDatabase) throws -> [FigureName] {
    try FigureBuilder(grid: grid, store: store).groups().flatMap(\.figures)
}

/// Writes figures of a grid: a tidy CSV, a gnuplot script, and the SVG and PNG it draws from that CSV; a table is a CSV alone, a
/// contact sheet a PNG with its captions. The same results give the same bytes.
///
/// Only done jobs enter; means are over seeds with 95 % Student t intervals. Figures without data are listed as skipped, figures that
/// cannot be drawn as failed: all others are written.
///
/// - Parameters:
///   - outDirectory: created if needed; files of the same names are replaced.
///   - choice: which; `.named(["compare-*"])` by name.
///   - reader: judges the pictures of contact sheets; nil leaves them without verdicts.
///   - gnuplot: nil when it is not installed.
/// - Throws: ``ReportsError/unknownFigure(_:closest:)``, and errors of the store and the folder.
@discardableResult
public func writeFigures(
    grid: Grid, store: ResultsDatabase, outDirectory: String, choice: FigureChoice = .all, reader: PictureReader? = nil,
    gnuplot: Gnuplot? = .found()
) throws -> [FigureFile] {
    let builder = try FigureBuilder(grid: grid, store: store, reader: reader)
    return try writePlanned(builder.plan(choice), outDirectory: outDirectory, gnuplot: gnuplot)
}

/// Writes each figure beside its final name first; an older one of that name is replaced whole.
func writePlanned(_ figures: [PlannedFigure], outDirectory: String, gnuplot: Gnuplot?) throws -> [FigureFile] {
    let out = URL(fileURLWithPath: outDirectory, isDirectory: true)
    try createFolder(out)
    let staging = out.appendingPathComponent(".partial-\(UUID().uuidString)", isDirectory: true)
    try createFolder(staging)
    defer { try? FileManager.default.removeItem(at: staging) }
    var scripts: [String] = []
    for planned in figures {
        switch planned {
        case .page(let page):
            try write(page.csv, to: staging, as: page.name + ".csv")
            try write(GnuplotScript.whole(page), to: staging, as: page.name + ".gp")
            scripts.append(page.name + ".gp")
        case .table(let name, _, let data): try write(CSV.text(data), to: staging, as: name + ".csv")
        case .sheet(let sheet):
            try createFolder(staging.appendingPathComponent(sheet.name).deletingLastPathComponent())
            try write(CSV.text(sheet.data), to: staging, as: sheet.name + ".csv")
            try write(sheet.captions, to: staging, as: sheet.name + ".txt")
            try write(sheet.textScript, to: staging, as: sheet.name + ".gp")
            scripts.append(sheet.name + ".gp")
        case .empty, .unreadable: break
        }
    }
    let problems = gnuplot.map { draw(scripts, in: staging, with: $0) } ?? [:]
    return try figures.map { planned in
        let file = try finished(planned, in: staging, isDrawn: gnuplot != nil, problem: problems[planned.name + ".gp"])
        try createFolder(out.appendingPathComponent(file.name).deletingLastPathComponent())
        for name in file.files { try move(name, from: staging, to: out) }
        // A picture of older data would pass for one of the new.
        if case .failed = file.outcome {
            for ending in ["svg", "png"] where !file.files.contains("\(file.name).\(ending)") {
                unlink(out.appendingPathComponent("\(file.name).\(ending)").path)
            }
        }
        return file
    }
}

/// Dealt out in turn: pages of one figure, which cost alike, go to all processes.
private func draw(_ scripts: [String], in folder: URL, with gnuplot: Gnuplot) -> [String: String] {
    let processes = min(ProcessInfo.processInfo.activeProcessorCount, max(1, scripts.count))
    return inParallel(Array(0..<processes)) { first in
        gnuplot.run(scripts: stride(from: first, to: scripts.count, by: processes).map { scripts[$0] }, in: folder)
    }.reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
}

/// What became of a figure whose script has run, or was not to.
private func finished(_ planned: PlannedFigure, in staging: URL, isDrawn: Bool, problem: String?) throws -> FigureFile {
    func file(_ outcome: FigureFile.Outcome, _ endings: String...) -> FigureFile {
        FigureFile(name: planned.name, title: planned.title, outcome: outcome, files: endings.map { "\(planned.name).\($0)" })
    }
    switch planned {
    case .empty(_, _, let reason): return file(.skipped(reason: reason))
    case .unreadable(_, _, let reason): return file(.failed(reason: reason))
    case .table: return file(.table, "csv")
    case .page:
        guard isDrawn else { return file(.dataOnly(hint: Gnuplot.installHint), "csv", "gp") }
        let drawn = file(.drawn, "csv", "gp", "svg", "png")
        let missing = drawn.files.first { !FileManager.default.fileExists(atPath: staging.appendingPathComponent($0).path) }
        guard let problem = problem ?? missing.map({ "gnuplot wrote no \($0)" }) else { return drawn }
        return file(.failed(reason: problem), "csv", "gp")
    case .sheet(let sheet):
        var problem = problem, image = sheet.pictures
        if isDrawn, problem == nil {
            do { image = try sheet.image(text: Data(contentsOf: staging.appendingPathComponent(sheet.textFile))) } catch {
                problem = "\(error)"
            }
        }
        try image.encodePNG().write(to: staging.appendingPathComponent(sheet.name + ".png"))
        return file(problem.map { .failed(reason: $0) } ?? .sheet, "png", "csv", "txt")
    }
}

private func write(_ text: String, to folder: URL, as name: String) throws {
    let url = folder.appendingPathComponent(name)
    do { try Data(text.utf8).write(to: url) } catch {
        throw FileError.unwritable(file: url.path, reason: error.localizedDescription)
    }
}

/// Syncs a finished file to disk and puts it in place of an older one at once.
private func move(_ name: String, from staging: URL, to out: URL) throws {
    let source = staging.appendingPathComponent(name).path, target = out.appendingPathComponent(name).path
    guard syncFile(source), rename(source, target) == 0 else { throw FileError.unwritable(target) }
}
