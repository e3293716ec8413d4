import Foundation
import Platform
import ResultsStore

/// Writes the newest contact sheet of each cell's first finished seed as `samples/CELL.png`, with its captions in
/// reading order beside it as `samples/CELL.txt`.
///
/// - Returns: the written PNGs, relative to `folder`.
public func writeSampleGrids(grid: Grid, store: ResultsDatabase, to folder: URL) throws -> [String] {
    let results = try GridResults(grid: grid, store: store, metrics: [])
    var written: [String] = []
    for cell in grid.cells {
        guard let key = results.doneKeys(cell).first, let sheet = try store.samples(key, kind: .grid).last else { continue }
        let samples = folder.appendingPathComponent("samples", isDirectory: true)
        try createFolder(samples)
        let name =
            cell.coordinates.isEmpty
            ? grid.name
            : cell.coordinates.map { "\(grid.shortName(of: $0.path))-\(fileSafe($0.value))" }.joined(separator: "_")
        let image = samples.appendingPathComponent(name + ".png")
        try writeFile(sheet.png, to: image)
        if let captions = sheet.caption {
            try writeFile(Data((captions + "\n").utf8), to: samples.appendingPathComponent(name + ".txt"))
        }
        written.append("samples/\(name).png")
    }
    return written
}

private func fileSafe(_ text: String) -> String {
    String(text.map { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" ? $0 : "-" })
}
