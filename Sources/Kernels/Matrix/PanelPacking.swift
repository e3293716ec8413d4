import RegisterTiles

/// What the register tiles read at once: columns of the right-hand side, and rows of a packed left-hand side.
let panelColumns = 16
let panelRows = 6

/// The right-hand side of a product, `[depth, columns]`, cut along the depth into blocks and across into panels of 16
/// columns: block by block, in it panel by panel, in it row by row of 16. Missing columns are zero.
struct PackedPanels {
    let pointer: In
    let depth: Int
    let columns: Int
    let blockDepth: Int

    var paddedColumns: Int { roundUp(columns, panelColumns) }

    /// A block of `rows` rows that begins at `pointer`.
    static func block(_ pointer: In, rows: Int) -> RightPanels {
        RightPanels(pointer: pointer, rowStride: panelColumns, panelStride: rows * panelColumns)
    }

    /// Equal blocks of at most `limit`.
    static func blockDepth(_ depth: Int, limit: Int) -> Int {
        let blocks = max(1, (depth + limit - 1) / limit)
        return max(1, (depth + blocks - 1) / blocks)
    }
}

/// Packs `b`, stored `[depth, columns]` with row stride `ldb`.
func packRows(_ out: Out, _ b: In, ldb: Int, depth: Int, columns: Int, blockDepth: Int) -> PackedPanels {
    var first = 0
    var target = out
    while first < depth {
        let rows = min(blockDepth, depth - first)
        let source = b + first * ldb
        var column = 0
        while column + panelColumns <= columns {
            for row in 0..<rows { target.store16((source + row * ldb + column).load16(0), row * panelColumns) }
            target += rows * panelColumns
            column = column + panelColumns
        }
        if column < columns {
            for row in 0..<rows {
                for lane in 0..<panelColumns {
                    target[row * panelColumns + lane] = column + lane < columns ? source[row * ldb + column + lane] : 0
                }
            }
            target += rows * panelColumns
        }
        first += rows
    }
    return PackedPanels(pointer: UnsafePointer(out), depth: depth, columns: columns, blockDepth: blockDepth)
}

/// Packs `b`, stored transposed: `[columns, depth]` with row stride `ldb`.
func packColumns(_ out: Out, _ b: In, ldb: Int, depth: Int, columns: Int, blockDepth: Int) -> PackedPanels {
    var first = 0
    var target = out
    while first < depth {
        let rows = min(blockDepth, depth - first)
        var column = 0
        while column < columns {
            let source = b + column * ldb + first
            let width = min(panelColumns, columns - column)
            let whole = width == panelColumns ? rows & ~7 : 0
            var row = 0
            while row < whole {
                transpose8(target + row * panelColumns, outStride: panelColumns, source + row, xStride: ldb)
                transpose8(target + row * panelColumns + 8, outStride: panelColumns, source + 8 * ldb + row, xStride: ldb)
                row = row + 8
            }
            while row < rows {
                for lane in 0..<panelColumns { target[row * panelColumns + lane] = lane < width ? source[lane * ldb + row] : 0 }
                row = row + 1
            }
            target += rows * panelColumns
            column = column + panelColumns
        }
        first += rows
    }
    return PackedPanels(pointer: UnsafePointer(out), depth: depth, columns: columns, blockDepth: blockDepth)
}

/// Packs a left-hand side that is stored transposed, `[depth, rows]` with row stride `lda`, into `[rows / 6][depth][6]`;
/// missing rows are zero.
func packTransposedLeft(_ out: Out, _ a: In, lda: Int, rows: Int, depth: Int) {
    var row = 0
    var target = out
    while row < rows {
        let width = min(panelRows, rows - row)
        // Eight floats are moved where six are wanted: what overhangs is overwritten by the panel's next row. The last
        // row moves six, so nothing is read or written outside.
        let vectors = width == panelRows ? depth - 1 : 0
        let source = a + row
        for k in 0..<vectors { target.store8(source.load8(k * lda), k * panelRows) }
        for k in vectors..<depth {
            for lane in 0..<panelRows { target[k * panelRows + lane] = lane < width ? source[k * lda + lane] : 0 }
        }
        target += depth * panelRows
        row = row + panelRows
    }
}

/// `out[j * outStride + i] = x[i * xStride + j]` for an 8 x 8 block: three rounds of interleaving.
@inline(__always)
func transpose8(_ out: Out, outStride: Int, _ x: In, xStride: Int, factor: Float = 1) {
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
