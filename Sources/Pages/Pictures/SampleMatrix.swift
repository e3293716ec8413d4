import Datasets
import Platform
import Reports
import ResultsStore

/// Captions by cells: what each cell of one seed drew for the same caption from the same noise.
struct SampleMatrix {
    struct Picture {
        var image: PixelImage
        /// nil where no oracle can tell.
        var reading: PictureReading?
        /// Whether its noise is that of the row's first picture.
        var isSameNoise: Bool
    }

    struct Row {
        var caption: String
        /// One a column; nil where the cell drew nothing for this caption.
        var pictures: [Picture?]
    }

    struct Column {
        var cell: Grid.Cell
        /// Of the whole sheet; nil without an oracle.
        var right: (right: Int, of: Int)?
    }

    var seed: Int
    var columns: [Column]
    var rows: [Row]

    /// Whether all pictures of every row began from one noise.
    var isSameNoise: Bool { rows.allSatisfy { row in row.pictures.allSatisfy { $0?.isSameNoise ?? true } } }
    var hasReadings: Bool { rows.contains { row in row.pictures.contains { $0?.reading != nil } } }

    /// - Parameters:
    ///   - sheets: one a cell; nil for those that drew nothing yet.
    ///   - mostRows: captions to show.
    init?(seed: Int, cells: [Grid.Cell], sheets: [ContactSheet?], mostRows: Int) {
        let drawn = zip(cells, sheets).compactMap { cell, sheet in sheet.map { (cell, $0) } }
        guard let (_, first) = drawn.first else { return nil }
        self.seed = seed
        columns = drawn.map { Column(cell: $0, right: $1.right) }
        rows = CaptionChoice.choose(mostRows, of: first.captions).map { place in
            let caption = first.captions[place], size = first.pictures[place].width
            return Row(
                caption: caption,
                pictures: drawn.map { _, sheet in
                    let isInPlace = place < sheet.captions.count && sheet.captions[place] == caption
                    guard let own = isInPlace ? place : sheet.captions.firstIndex(of: caption) else { return nil }
                    return Picture(
                        image: sheet.pictures[own], reading: sheet.readings[own],
                        isSameNoise: isInPlace && sheet.pictures[own].width == size)
                })
        }
    }
}

/// Which cells and seeds are looked at, and how many captions.
public struct SampleChoice: Sendable, Equatable {
    public static let mostCells = 12
    static let mostSeeds = 3
    static let mostCaptions = 8
    /// Pixels of all pictures on a page.
    static let mostPixels = 1_500_000

    /// Indices into the grid's cells, in its order.
    public var cells: [Int]
    public var seeds: [Int]

    public init(cells: [Int], seeds: [Int]) { (self.cells, self.seeds) = (cells, seeds) }

    /// The first cells, the baseline among them; the seeds of which most of these cells are done, in the grid's order.
    public init(grid: Grid, isDone: (String) -> Bool) {
        var cells = Array(grid.cells.indices.prefix(Self.mostCells))
        if let baseline = grid.baseline, !cells.contains(baseline) { cells = [baseline] + cells.dropLast() }
        self.cells = cells
        let chosen = cells.map { grid.cells[$0] }
        let counts = unique(grid.cells.flatMap { $0.jobs.map(\.seed) }).map { seed in
            (seed: seed, done: chosen.count { cell in cell.jobs.contains { $0.seed == seed && isDone($0.key) } })
        }
        let order = counts.enumerated().filter { $0.element.done > 0 }.sorted {
            ($1.element.done, $0.offset) < ($0.element.done, $1.offset)
        }
        seeds = order.prefix(Self.mostSeeds).map(\.element.seed)
    }

    /// How many captions of pictures with so many pixels there is room for on a page, at least 2.
    static func captions(cells: Int, seeds: Int, pixels: Int) -> Int {
        min(mostCaptions, max(2, mostPixels / max(1, cells * seeds * pixels)))
    }
}
