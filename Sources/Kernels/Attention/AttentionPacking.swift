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
    /// Distance between two rows of scores. Never a multiple of 256 bytes times a power of two: columns of scores are
    /// walked, too, and must not fall into the same cache sets.
    let scoreStride: Int

    init(queries: Int, keys: Int, headSize: Int) {
        self.queries = queries
        self.keys = keys
        self.headSize = headSize
        headWidth = roundUp(headSize, 8)
        keyWidth = roundUp(keys, 8)
        keyRows = roundUp(keys, tileRows)
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

/// Transposes packed rows `[keyWidth, headWidth]` into panels of 16 keys, `[panel][headWidth][16]`, times `factor`.
@inline(never)
func packTransposed(_ out: Out, _ x: In, shape: AttentionShape, factor: Float) {
    let width = shape.headWidth
    var key = 0
    while key < shape.keyWidth {
        let offset = (key >> 4) * width * 16 + (key & 8)
        let panel = out + offset
        var d = 0
        while d < width {
            transpose8(panel + d * 16, outStride: 16, x + key * width + d, xStride: width, factor: factor)
            d = d + 8
        }
        key = key + 8
    }
}

/// `out[j * outStride + i] = x[i * xStride + j] * factor` for an 8 x 8 block: three rounds of interleaving.
@inline(__always)
private func transpose8(_ out: Out, outStride: Int, _ x: In, xStride: Int, factor: Float) {
    @inline(__always) func interleave(_ a: Float8, _ b: Float8) -> (Float8, Float8) {
        var pair = Float16x()
        pair.evenHalf = a
        pair.oddHalf = b
        return (pair.lowHalf, pair.highHalf)
    }
    let (a0, a1) = interleave(x.load8(0), x.load8(4 * xStride))
    let (a2, a3) = interleave(x.load8(xStride), x.load8(5 * xStride))
    let (a4, a5) = interleave(x.load8(2 * xStride), x.load8(6 * xStride))
    let (a6, a7) = interleave(x.load8(3 * xStride), x.load8(7 * xStride))
    let (b0, b1) = interleave(a0, a4)
    let (b2, b3) = interleave(a1, a5)
    let (b4, b5) = interleave(a2, a6)
    let (b6, b7) = interleave(a3, a7)
    let (c0, c1) = interleave(b0, b4)
    let (c2, c3) = interleave(b1, b5)
    let (c4, c5) = interleave(b2, b6)
    let (c6, c7) = interleave(b3, b7)
    out.store8(c0 * factor, 0)
    out.store8(c1 * factor, outStride)
    out.store8(c2 * factor, 2 * outStride)
    out.store8(c3 * factor, 3 * outStride)
    out.store8(c4 * factor, 4 * outStride)
    out.store8(c5 * factor, 5 * outStride)
    out.store8(c6 * factor, 6 * outStride)
    out.store8(c7 * factor, 7 * outStride)
}
