import Foundation

/// The sizes of one attention call, padded for the register tiles.
struct AttentionShape {
    let queries: Int
    let keys: Int
    let headSize: Int
    /// `headSize` and `keys` rounded up to whole vectors; padding is zero.
    let headWidth: Int
    let keyWidth: Int
    /// `keys` in whole tiles: the rows of the transposed products.
    let keyRows: Int
    /// Distance between two rows of scores. Never a multiple of 128 bytes: columns of scores are walked, too, and must
    /// not fall into a few cache sets.
    let scoreStride: Int

    init(queries: Int, keys: Int, headSize: Int, tiles: TileSet) {
        self.queries = queries
        self.keys = keys
        self.headSize = headSize
        headWidth = roundUp(headSize, 8)
        keyWidth = roundUp(keys, 8)
        keyRows = roundUp(keys, tiles.rows)
        scoreStride = Self.scoreStride(keyWidth: roundUp(keys, 8))
    }

    static func scoreStride(keyWidth: Int) -> Int { keyWidth % 32 == 0 ? keyWidth + 16 : keyWidth }
}

@inline(__always)
func roundUp(_ value: Int, _ unit: Int) -> Int { (value + unit - 1) / unit * unit }

/// Copies head rows of `headSize` floats at stride `xStride` into rows of `headWidth`, times `factor`, zero-padded.
@inline(__always)
func packHeads(
    _ out: Out, _ x: In, rows: Int, xStride: Int, headSize: Int, headWidth: Int, factor: Float = 1
) {
    let whole = headSize & ~7
    let lanes = headSize - whole
    for row in 0..<rows {
        let (from, to) = (x + row * xStride, out + row * headWidth)
        var i = 0
        while i < whole {
            to.store8(from.load8(i) * factor, i)
            i = i + 8
        }
        if lanes > 0 { to.store8(from.load8(whole, count: lanes) * factor, whole) }
    }
}

/// Packs one side (keys or values) of one head of all segments into rows of `headWidth`; the rows up to the next
/// multiple of 8 are zero.
func packSegments(
    _ out: Out, _ keys: [KeySegment], values: Bool, sample: Int, head: Int, shape: AttentionShape
) {
    var row = 0
    for segment in keys {
        let base = (values ? segment.value : segment.key) + sample * segment.sampleStride + head * shape.headSize
        packHeads(
            out + row * shape.headWidth, base, rows: segment.count, xStride: segment.rowStride,
            headSize: shape.headSize, headWidth: shape.headWidth)
        row += segment.count
    }
    memset(out + row * shape.headWidth, 0, (shape.keyWidth - row) * shape.headWidth * MemoryLayout<Float>.stride)
}

/// Transposes packed rows `[keyWidth, headWidth]` into panels, `[panel][headWidth][panelColumns]`, times `factor`.
@inline(never)
func packTransposed(_ out: Out, _ x: In, shape: AttentionShape, factor: Float) {
    let width = shape.headWidth
    var key = 0
    while key < shape.keyWidth {
        let offset = key / panelColumns * panelColumns * width + key % panelColumns
        let panel = out + offset
        var d = 0
        while d < width {
            transpose8(panel + d * panelColumns, outStride: panelColumns, x + key * width + d, xStride: width, factor: factor)
            d = d + 8
        }
        key = key + 8
    }
}
