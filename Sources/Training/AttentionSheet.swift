import Datasets

/// Attention maps laid over the picture they were taken on: one row a block, one column a word, mean over heads.
public struct AttentionSheet {
    /// Pixels of one tile's side.
    public static let tile = 96

    public let picture: PixelImage
    /// Records of one caption and one timestep.
    public let records: [AttentionRecord]

    public init(picture: PixelImage, records: [AttentionRecord]) {
        self.picture = picture
        self.records = records
    }

    /// Rows of the sheet, first block on top.
    public var blocks: [String] {
        var seen: [String] = []
        for record in records where !seen.contains(record.block) { seen.append(record.block) }
        return seen
    }

    /// Columns of the sheet; the caption's words. The first column of the image shows the picture itself.
    public var words: [String] { records.first?.tokens ?? [] }

    /// The sheet. Each row is scaled by its own largest value, so shapes compare within a block, not across blocks.
    public func image() -> PixelImage {
        let base = picture.areaResized(to: Self.tile)
        var tiles: [PixelImage] = []
        for block in blocks {
            let maps = words.indices.map { meanMap(block: block, word: $0) }
            let largest = maps.joined().max() ?? 0
            tiles.append(base)
            tiles += maps.map { overlay($0, largest: largest, on: base) }
        }
        return PixelImage.grid(tiles, columns: words.count + 1, padding: 2)
    }

    /// [image tokens], mean over heads of the attention to one text position.
    private func meanMap(block: String, word: Int) -> [Float] {
        let heads = records.filter { $0.block == block }
        guard let first = heads.first else { return [] }
        return (0..<first.queryCount).map { query in
            heads.reduce(0) { $0 + $1.map[query * first.keyCount + word] } / Float(heads.count)
        }
    }

    /// Bright where the attention is; the picture shows through dimmed.
    private func overlay(_ map: [Float], largest: Float, on base: PixelImage) -> PixelImage {
        let side = Int(Double(map.count).squareRoot())
        var result = base
        for y in 0..<base.height {
            for x in 0..<base.width {
                let value = map[y * side / base.height * side + x * side / base.width]
                let heat = largest > 0 ? Double(value / largest) : 0
                let colour = Self.colour(heat)
                let offset = (y * base.width + x) * base.channels
                for channel in 0..<3 {
                    let under = Double(base.pixels[offset + channel])
                    result.pixels[offset + channel] = UInt8(0.3 * under + 0.7 * colour[channel])
                }
            }
        }
        return result
    }

    /// A perceptually ordered ramp from near black through violet and orange to pale yellow, channels 0...255.
    private static func colour(_ heat: Double) -> SIMD3<Double> {
        let stops: [SIMD3<Double>] = [
            [0, 0, 4], [66, 10, 104], [147, 38, 103], [221, 81, 58], [252, 165, 10], [252, 255, 164],
        ]
        let position = min(max(heat, 0), 1) * Double(stops.count - 1)
        let index = min(Int(position), stops.count - 2)
        let share = position - Double(index)
        return stops[index] * (1 - share) + stops[index + 1] * share
    }
}
