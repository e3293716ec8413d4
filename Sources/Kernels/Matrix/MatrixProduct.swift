import RegisterTiles

/// `target = a[rows, depth] B + ...` with B packed; `a` has row stride `lda` and is read in place.
///
/// Loops, from outside: blocks of the depth, blocks of rows (second-level cache), panels (first-level), tiles (registers).
func multiply(
    _ tiles: TileSet, _ target: ProductTarget, _ a: In, lda: Int, rows: Int, _ b: PackedPanels,
    blockRows: Int = MatrixScratch.blockRows, scratch: MatrixScratch
) {
    var (first, panels) = (0, b.pointer)
    var target = target
    while first < b.depth {
        let depth = min(b.blockDepth, b.depth - first)
        var row = 0
        while row < rows {
            let count = min(blockRows, rows - row)
            let left = a + row * lda + first
            let whole = count - count % tiles.rows
            // Rows of the tail that do not exist hold what an earlier call left: their results are not stored.
            for i in whole..<count { (scratch.tail + (i - whole) * depth).update(from: left + i * lda, count: depth) }
            multiplyPanels(
                tiles, target.from(row), LeftRows(rows: left, stride: lda), rows: count, tail: LeftRows(rows: scratch.tail, stride: depth),
                PackedPanels.block(panels, rows: depth), columns: b.columns, depth: depth, edge: scratch.edge)
            row += count
        }
        panels += depth * b.paddedColumns
        first += depth
        target = target.accumulating
    }
}

/// `target = A^T B + ...` with `a` stored `[depth, rows]` (row stride `lda`) and `b` `[depth, columns]` (`ldb`): the
/// gradient of a weight, where the depth runs over the rows of a batch.
func multiplyTransposed(
    _ tiles: TileSet, _ target: ProductTarget, _ a: In, lda: Int, rows: Int, _ b: In, ldb: Int, columns: Int, depth: Int,
    scratch: MatrixScratch
) {
    let blockDepth = PackedPanels.blockDepth(depth, limit: MatrixScratch.transposedDepth)
    scratch.check(columns: columns, depth: blockDepth)
    var first = 0
    var target = target
    while first < depth {
        let length = min(blockDepth, depth - first)
        let panels = packRows(scratch.panels, b + first * ldb, ldb: ldb, depth: length, columns: columns, blockDepth: length)
        var row = 0
        while row < rows {
            let count = min(MatrixScratch.blockRows, rows - row)
            packTransposedLeft(scratch.left, a + first * lda + row, lda: lda, rows: count, depth: length)
            // The packed block is padded itself, so its own last rows are the tail.
            let left = LeftRows(packed: scratch.left, depth: length)
            multiplyPanels(
                tiles, target.from(row), left, rows: count, tail: left.from(count - count % tiles.rows),
                PackedPanels.block(panels.pointer, rows: length), columns: columns, depth: length, edge: scratch.edge)
            row += count
        }
        first += length
        target = target.accumulating
    }
}
