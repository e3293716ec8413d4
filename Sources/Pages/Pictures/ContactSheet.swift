import Datasets
import Reports
import Results
import ResultsStore

/// The pictures of a job's last contact sheet with their captions, and what an oracle says of them.
struct ContactSheet {
    var job: String
    var captions: [String]
    /// In the order of the captions: number `i` was drawn from noise that the seed and `i` name.
    var pictures: [PixelImage]
    /// What an oracle sees in each; nil where it knows nothing of it.
    var readings: [PictureReading?]

    /// - Returns: nil when the job has none, or one whose captions cannot be told apart.
    /// - Throws: errors of the store; a damaged picture; what the reader throws.
    init?(job: String, store: ResultsDatabase, step: Int? = nil, read: PictureReader?) throws {
        guard let sheet = try store.samples(job, kind: .grid, step: step).last, let lines = sheet.caption else { return nil }
        captions = lines.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard
            let tiles = try PixelImage.decodePNG(sheet.png).tiles(
                count: captions.count, columns: SampleRecord.gridColumns, padding: SampleRecord.gridPadding)
        else { return nil }
        (self.job, pictures) = (job, tiles)
        readings = try read?(job, tiles, captions) ?? tiles.map { _ in nil }
    }

    /// The first `most` of its captions, drawn with another guidance from the same noise; nil where nobody can draw them.
    /// - Throws: what who draws and who reads throw.
    func drawnAgain(_ guidance: Double, most: Int, by source: PictureSource) throws -> ContactSheet? {
        var sheet = self
        sheet.captions = Array(captions.prefix(most))
        guard let pictures = try source.draw?(job, sheet.captions, guidance), pictures.count == sheet.captions.count else { return nil }
        sheet.pictures = pictures
        sheet.readings = try source.read?(job, pictures, sheet.captions) ?? pictures.map { _ in nil }
        return sheet
    }

    /// How many of the pictures that an oracle knows show what their captions ask for; nil when it knows none.
    var right: (right: Int, of: Int)? {
        let known = readings.compactMap(\.self)
        return known.isEmpty ? nil : (known.count { $0.isRight }, known.count)
    }
}
