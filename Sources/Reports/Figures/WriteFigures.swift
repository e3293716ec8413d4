import Foundation
import Platform
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
    try createFolder(out)
    let staging = out.appendingPathComponent(".partial-\(UUID().uuidString)", isDirectory: true)
    try createFolder(staging)
    defer { try? FileManager.default.removeItem(at: staging) }
    let files = figures.map { file($0, isDrawn: gnuplot != nil) }
    for planned in figures {
        switch planned {
        case .page(let page):
            try write(page.csv, to: staging, as: page.name + ".csv")
            try write(GnuplotScript.whole(page), to: staging, as: page.name + ".gp")
        case .table(let name, _, let data): try write(CSV.text(data), to: staging, as: name + ".csv")
        case .empty: break
        }
    }
    if let gnuplot {
        let scripts = files.filter { $0.outcome == .drawn }.map { $0.name + ".gp" }
        let processes = min(ProcessInfo.processInfo.activeProcessorCount, max(1, scripts.count))
        // Dealt out in turn: pages of one figure, which cost alike, go to all processes.
        _ = try inParallel(Array(0..<processes)) { first in
            try gnuplot.run(scripts: stride(from: first, to: scripts.count, by: processes).map { scripts[$0] }, in: staging)
        }
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
    case .page(let page):
        FigureFile(name: page.name, title: page.title, outcome: isDrawn ? .drawn : .dataOnly(hint: Gnuplot.installHint))
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
