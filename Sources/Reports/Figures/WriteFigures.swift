import Foundation
import ResultsStore

/// Writes every figure of a grid: a tidy CSV, a gnuplot script, and the SVG and PNG it draws from that
/// CSV. The same results give the same bytes. Figures without data are listed as skipped.
///
/// Only done jobs enter; means are over seeds with 95 % Student t intervals.
///
/// - Parameters:
///   - outDirectory: created if needed; files of the same names are replaced.
///   - gnuplot: nil when it is not installed.
public func writeFigures(
    grid: Grid, store: ResultsDatabase, outDirectory: String, gnuplot: Gnuplot? = .found()
) throws -> [FigureFile] {
    try writePlanned(
        FigureBuilder(grid: grid, store: store).plan(), outDirectory: outDirectory, gnuplot: gnuplot)
}

/// Writes each figure beside its final name first; an older one of that name is replaced whole.
func writePlanned(_ figures: [PlannedFigure], outDirectory: String, gnuplot: Gnuplot?) throws -> [FigureFile] {
    let out = URL(fileURLWithPath: outDirectory, isDirectory: true)
    let staging = out.appendingPathComponent(".partial-\(UUID().uuidString)", isDirectory: true)
    do {
        try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
    } catch {
        throw ReportsError.cannotWrite(path: outDirectory, reason: error.localizedDescription)
    }
    defer { try? FileManager.default.removeItem(at: staging) }
    let files = figures.map { file($0, isDrawn: gnuplot != nil) }
    for case .figure(let figure) in figures {
        try write(Data(figure.csv.utf8), to: staging.appendingPathComponent(figure.name + ".csv"))
        try write(Data(GnuplotScript.whole(figure).utf8), to: staging.appendingPathComponent(figure.name + ".gp"))
    }
    for case .table(let name, _, let csv) in figures {
        try write(Data(csv.utf8), to: staging.appendingPathComponent(name + ".csv"))
    }
    if let gnuplot {
        let scripts = files.filter { $0.outcome == .drawn }.map { $0.name + ".gp" }
        let processes = min(ProcessInfo.processInfo.activeProcessorCount, max(1, scripts.count))
        // Dealt out in turn: pages of one figure, which cost alike, go to all processes.
        _ = try concurrently(
            (0..<processes).map { first in
                { try gnuplot.run(scripts: stride(from: first, to: scripts.count, by: processes).map { scripts[$0] }, in: staging) }
            })
    }
    for file in files {
        for name in file.files { try move(name, from: staging, to: out) }
    }
    return files
}

private func file(_ planned: PlannedFigure, isDrawn: Bool) -> FigureFile {
    switch planned {
    case .empty(let name, let title, let reason): FigureFile(name: name, title: title, outcome: .skipped(reason: reason))
    case .table(let name, let title, _): FigureFile(name: name, title: title, outcome: .table)
    case .figure(let figure):
        FigureFile(
            name: figure.name, title: figure.title, outcome: isDrawn ? .drawn : .dataOnly(hint: Gnuplot.installHint))
    }
}

private func write(_ data: Data, to url: URL) throws {
    do { try data.write(to: url) } catch {
        throw ReportsError.cannotWrite(path: url.path, reason: error.localizedDescription)
    }
}

/// Syncs a finished file to disk and puts it in place of an older one at once.
private func move(_ name: String, from staging: URL, to out: URL) throws {
    let source = staging.appendingPathComponent(name).path, target = out.appendingPathComponent(name).path
    let descriptor = open(source, O_RDONLY)
    guard descriptor >= 0 else { throw ReportsError.cannotWrite(path: target, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0, rename(source, target) == 0 else {
        throw ReportsError.cannotWrite(path: target, reason: String(cString: strerror(errno)))
    }
}
