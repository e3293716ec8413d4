import Dispatch
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
    grid: GridView, store: ResultsDatabase, outDirectory: String, gnuplot: Gnuplot? = .found()
) throws -> [FigureFile] {
    let builder = try FigureBuilder(grid: grid, store: store)
    return try writePlanned(builder.plan() + builder.verdicts(), outDirectory: outDirectory, gnuplot: gnuplot)
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
    // Most of the time goes into gnuplot, one process a figure: as many at once as there are cores.
    let results = [Result<FigureFile, any Error>](unsafeUninitializedCapacity: figures.count) { slots, count in
        nonisolated(unsafe) let slots = slots.baseAddress  // each iteration initialises its own element
        DispatchQueue.concurrentPerform(iterations: figures.count) { index in
            let result = Result { try draw(figures[index], gnuplot: gnuplot, staging: staging, out: out) }
            (slots! + index).initialize(to: result)
        }
        count = figures.count
    }
    return try results.map { try $0.get() }
}

private func draw(_ planned: PlannedFigure, gnuplot: Gnuplot?, staging: URL, out: URL) throws -> FigureFile {
    switch planned {
    case .empty(let name, let title, let reason):
        return FigureFile(name: name, title: title, outcome: .skipped(reason: reason))
    case .table(let name, let title, let csv):
        try write(Data(csv.utf8), to: staging.appendingPathComponent(name + ".csv"))
        try move(name + ".csv", from: staging, to: out)
        return FigureFile(name: name, title: title, outcome: .table)
    case .figure(let figure):
        try write(Data(figure.csv.utf8), to: staging.appendingPathComponent(figure.name + ".csv"))
        try write(Data(GnuplotScript.whole(figure).utf8), to: staging.appendingPathComponent(figure.name + ".gp"))
        try gnuplot?.run(script: figure.name + ".gp", in: staging)
        let file = FigureFile(
            name: figure.name, title: figure.title,
            outcome: gnuplot == nil ? .dataOnly(hint: Gnuplot.installHint) : .drawn)
        for name in file.files { try move(name, from: staging, to: out) }
        return file
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
