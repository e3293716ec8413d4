import Datasets
import Results

/// Attention maps laid over the picture they were taken on: one row a block, one column a word, mean over heads, with
/// the caption, its words and the blocks' names printed beside them.
public struct AttentionSheet {
    /// Pixels of one tile's side.
    public static let tile = 120
    private static let gap = 4
    private static let line = 26
    private static let ink: [UInt8] = [30, 30, 30]

    public let picture: PixelImage
    /// Records of one caption and one timestep.
    public let records: [AttentionRecord]
    /// What each word names, by place in the caption: [imageSize, imageSize], true on the object.
    public let masks: [Int: [Bool]]

    /// - Parameter masks: outlined on the maps of their words.
    public init(picture: PixelImage, records: [AttentionRecord], masks: [Int: [Bool]] = [:]) {
        self.picture = picture
        self.records = records
        self.masks = masks
    }

    /// Rows of the sheet, first block on top.
    public var blocks: [String] {
        var seen: [String] = []
        for record in records where !seen.contains(record.site.block) { seen.append(record.site.block) }
        return seen
    }

    /// Columns of the sheet; the caption's words. The first column of the image shows the picture itself.
    public var words: [String] { records.first?.tokens ?? [] }

    /// The sheet. Each row is scaled by its own largest value, so shapes compare within a block, not across blocks.
    public func image() -> PixelImage {
        let base = picture.areaResized(to: Self.tile), blocks = blocks
        let margin = 12 + 2 * Self.gap + (blocks.map { PixelImage.textSize($0, scale: 2).width }.max() ?? 0)
        let notes = notes
        let step = Self.tile + Self.gap, top = 2 * Self.line + Self.gap
        let width = max(
            margin + (words.count + 1) * step, Self.gap + (notes.map { PixelImage.textSize($0, scale: 2).width }.max() ?? 0) + Self.gap)
        var sheet = PixelImage(
            width: width, height: top + blocks.count * step + (notes.count - 1) * Self.line, colour: [255, 255, 255])
        sheet.draw(notes[0], x: Self.gap, y: Self.gap, colour: Self.ink, scale: 2)
        for (column, word) in (["picture"] + words).enumerated() {
            label(word, on: &sheet, x: margin + column * step, y: Self.line + Self.gap, isWord: column > 0)
        }
        for (row, block) in blocks.enumerated() {
            let y = top + row * step
            sheet.draw(block, x: Self.gap, y: y + Self.tile / 2 - 9, colour: Self.ink, scale: 2)
            let maps = words.indices.map { meanMap(block: block, word: $0) }
            let largest = maps.joined().max() ?? 0
            sheet.paste(base, x: margin, y: y)
            for (word, map) in maps.enumerated() {
                var tile = overlay(map, largest: largest, on: base)
                if let mask = masks[word] { outline(mask, on: &tile) }
                sheet.paste(tile, x: margin + (word + 1) * step, y: y)
            }
        }
        for (number, note) in notes.dropFirst().enumerated() {
            sheet.draw(note, x: Self.gap, y: top + blocks.count * step + number * Self.line, colour: Self.ink, scale: 2)
        }
        return sheet
    }

    /// The line on top, then those below.
    private var notes: [String] {
        guard let first = records.first else { return [""] }
        let heads = records.count { $0.site.block == first.site.block }
        return [
            "\"\(first.site.caption)\", timestep \(first.site.timestep)",
            "mean over \(heads) head\(heads == 1 ? "" : "s"); a row's brightest is its largest attention",
        ]
            + (masks.isEmpty ? [] : ["outlined: the word's objects"])
    }

    /// A word over its column, as large as it fits.
    private func label(_ word: String, on sheet: inout PixelImage, x: Int, y: Int, isWord: Bool) {
        let scale = PixelImage.textSize(word, scale: 2).width <= Self.tile ? 2 : 1
        let shown = String(word.prefix((Self.tile + scale) / (6 * scale)))
        let size = PixelImage.textSize(shown, scale: scale)
        sheet.draw(
            shown, x: x + (Self.tile - size.width) / 2, y: y + (18 - size.height) / 2,
            colour: isWord ? Self.ink : [130, 130, 130], scale: scale)
    }

    /// [image tokens], mean over heads of the attention to one text position.
    private func meanMap(block: String, word: Int) -> [Float] {
        let heads = records.filter { $0.site.block == block }
        guard let first = heads.first?.map else { return [] }
        return (0..<first.queryTokens).map { query in
            heads.reduce(0) { $0 + $1.map.values[query * first.keyTokens + word] } / Float(heads.count)
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

    /// A green line around what is true in the mask.
    private func outline(_ mask: [Bool], on tile: inout PixelImage) {
        let side = Int(Double(mask.count).squareRoot()), size = tile.width
        func isOn(_ x: Int, _ y: Int) -> Bool {
            (0..<size).contains(x) && (0..<size).contains(y) && mask[y * side / size * side + x * side / size]
        }
        for y in 0..<size {
            for x in 0..<size where isOn(x, y) {
                let isInside = isOn(x - 1, y) && isOn(x + 1, y) && isOn(x, y - 1) && isOn(x, y + 1)
                if !isInside { tile.fill(x: x, y: y, width: 1, height: 1, colour: [80, 255, 120]) }
            }
        }
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
