import Datasets
import Results
import ResultsStore

extension FigureBuilder {
    /// The newest contact sheet of each cell's first finished seed.
    func sheets() -> [FigureGroup] {
        let cells = grid.cells.compactMap { cell in
            cell.jobs.first { results.state($0.key) == .done }.map { (cell: cell, job: $0) }
        }
        let names = FileNames.distinct(
            cells.map { cell, _ in
                let parts = cell.coordinates.map { "\(grid.shortName(of: $0.path))-\(FileNames.safe($0.value))" }
                return (grid.label(of: cell), parts.isEmpty ? FileNames.safe(grid.name) : parts.joined(separator: "_"))
            })
        return zip(cells, names).map { place, name in
            let words = place.cell.coordinates.isEmpty ? grid.name : label(place.cell.coordinates)
            return FigureGroup("samples/\(name)", "Samples: \(words)", isAnswer: true) { figure in
                guard let sheet = try store.samples(place.job.key, kind: .grid).last else {
                    return [.empty(name: figure.name, title: figure.title, reason: "the job has no contact sheet")]
                }
                guard let entries = try entries(sheet, of: place.job.key) else {
                    let reason = "the contact sheet of job \(place.job.key.prefix(12)) is not laid out for its captions"
                    return [.unreadable(name: figure.name, title: figure.title, reason: reason)]
                }
                let title = "\(words), seed \(place.job.seed), step \(sheet.step)"
                return [.sheet(ContactSheet(name: figure.name, title: title, entries: entries))]
            }
        }
    }

    /// - Returns: nil for what is no contact sheet as jobs record it.
    private func entries(_ sheet: SampleRecord, of job: String) throws -> [ContactSheet.Entry]? {
        let captions = (sheet.caption ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let layout = (count: captions.count, columns: SampleRecord.gridColumns, padding: SampleRecord.gridPadding)
        guard let image = try? PixelImage.decodePNG(sheet.png),
            let pictures = image.tiles(count: layout.count, columns: layout.columns, padding: layout.padding)
        else { return nil }
        let readings = try reader?(job, pictures, captions) ?? pictures.map { _ in nil }
        return zip(zip(pictures, captions), readings).map { ContactSheet.Entry(picture: $0.0, caption: $0.1, reading: $1) }
    }
}
