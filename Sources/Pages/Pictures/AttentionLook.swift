import Datasets
import Platform
import Reports
import Results
import ResultsStore

/// Where the networks of a few cells look for each word of a caption.
struct AttentionLook {
    /// One block of one cell: a map a word, mean over heads.
    struct Row {
        var cell: Grid.Cell
        /// "block 1 of 5, first".
        var block: String
        /// What the cell drew for the caption; nil where that is not known any more.
        var picture: PixelImage?
        /// [words], each [side, side].
        var maps: [[Float]]
        var largest: Float { maps.joined().max() ?? 0 }
    }

    var caption: String
    var words: [String]
    var timestep: Int
    /// Image tokens to a side.
    var side: Int
    var rows: [Row]

    static let mostCaptions = 3

    /// Cells to compare: with the smallest and the greatest fusion point, equal in everything else to the baseline or, without one, to the
    /// first cell; without fusion points the baseline and the last cell.
    static func cells(of grid: Grid) -> [Grid.Cell] {
        guard let first = grid.cells.first else { return [] }
        let base = grid.baseline.map { grid.cells[$0] } ?? first
        let alike = grid.cells.filter { cell in
            cell.coordinates.filter { $0.path != "fusion.point" } == base.coordinates.filter { $0.path != "fusion.point" }
        }
        func point(_ cell: Grid.Cell) -> Double? { cell.value(of: "fusion.point").flatMap(Double.init) }
        let points = alike.filter { point($0) != nil }.sorted { point($0)! < point($1)! }
        let ends = points.count > 1 ? [points[0], points[points.count - 1]] : [base, grid.cells[grid.cells.count - 1]]
        return ends[0] == ends[1] ? [ends[0]] : ends
    }

    /// - Parameter seed: of the jobs that are looked at.
    /// - Throws: errors of the store, of damaged pictures and of whoever draws.
    static func all(grid: Grid, seed: Int, store: ResultsDatabase, isDone: (String) -> Bool, pictures: PictureSource) throws
        -> [AttentionLook]
    {
        let sources = try cells(of: grid).compactMap { cell -> Source? in
            guard let job = cell.jobs.first(where: { $0.seed == seed }), isDone(job.key) else { return nil }
            return try Source(cell: cell, job: job.key, store: store, pictures: pictures)
        }
        guard let first = sources.first else { return [] }
        return first.probes.prefix(mostCaptions).compactMap { probe in
            look(at: probe, sources.filter { source in source.probes.contains { $0.caption == probe.caption } })
        }
    }

    private static func look(at probe: Probe, _ sources: [Source]) -> AttentionLook? {
        guard let example = sources.first?.maps(probe.caption).first else { return nil }
        let times = unique(sources[0].maps(probe.caption).map(\.site.timestep)).sorted(), timestep = times[times.count / 2]
        let side = Int(Double(example.queryTokens).squareRoot())
        let words = Array(probe.tokens.prefix(example.keyTokens))
        guard side * side == example.queryTokens, !words.isEmpty else { return nil }
        let rows = sources.flatMap { source -> [Row] in
            let maps = source.maps(probe.caption).filter { $0.site.timestep == timestep && $0.queryTokens == side * side }
            let blocks = unique(maps.map(\.site.blockIndex))
            return chosen(of: blocks).map { block, place in
                let heads = maps.filter { $0.site.blockIndex == block }
                return Row(
                    cell: source.cell, block: "block \(block), \(place)", picture: source.picture(probe.caption),
                    maps: words.indices.map { word in mean(heads, word: word) })
            }
        }
        return rows.isEmpty ? nil : AttentionLook(caption: probe.caption, words: words, timestep: timestep, side: side, rows: rows)
    }

    /// The first, the middle and the last of the blocks that see text, as far as they differ.
    private static func chosen(of blocks: [Int]) -> [(block: Int, place: String)] {
        switch blocks.count {
        case 0: []
        case 1: [(blocks[0], "the only one that sees text")]
        case 2: [(blocks[0], "first that sees text"), (blocks[1], "last")]
        default: [(blocks[0], "first that sees text"), (blocks[blocks.count / 2], "middle"), (blocks[blocks.count - 1], "last")]
        }
    }

    private static func mean(_ heads: [AttentionMap], word: Int) -> [Float] {
        guard let first = heads.first else { return [] }
        return (0..<first.queryTokens).map { query in
            heads.reduce(0) { $0 + (word < $1.keyTokens ? $1.values[query * $1.keyTokens + word] : 0) } / Float(heads.count)
        }
    }
}

/// Which cells are held side by side.
public enum AttentionCells {
    /// The places of the cells that a page without choice compares.
    public static func ends(of grid: Grid) -> [Int] { AttentionLook.cells(of: grid).compactMap(grid.cells.firstIndex(of:)) }
}

/// What one job left to look at.
private struct Source {
    let cell: Grid.Cell
    let probes: [Probe]
    private let byCaption: [String: [AttentionMap]]
    private let drawn: [String: PixelImage]

    init?(cell: Grid.Cell, job: String, store: ResultsDatabase, pictures: PictureSource) throws {
        self.cell = cell
        probes = try store.probes(job).sorted { $0.position < $1.position }
        guard !probes.isEmpty else { return nil }
        let maps = try store.attentionMaps(job), last = maps.map(\.site.step).max()
        byCaption = Dictionary(grouping: maps.filter { $0.site.step == last }, by: \.site.caption)
        drawn = try AttentionPictures.drawn(probes, job: job, store: store, pictures: pictures)
    }

    func maps(_ caption: String) -> [AttentionMap] { byCaption[caption] ?? [] }
    func picture(_ caption: String) -> PixelImage? { drawn[caption] }
}
