/// Where a product goes: `out = product + bias + addend`, row strides in floats. The addend may be `out` itself.
struct ProductTarget {
    let out: Out
    let stride: Int
    /// [columns], the same for every row.
    var bias: In? = nil
    var addend: In? = nil
    var addendStride = 0

    /// The same from a later row on.
    @inline(__always)
    func from(_ row: Int) -> ProductTarget {
        ProductTarget(
            out: out + row * stride, stride: stride, bias: bias, addend: addend.map { $0 + row * addendStride },
            addendStride: addendStride)
    }

    /// What later blocks of the depth add to.
    var accumulating: ProductTarget {
        ProductTarget(out: out, stride: stride, bias: nil, addend: UnsafePointer(out), addendStride: stride)
    }

    @inline(__always)
    fileprivate func store(_ tile: Tile, row: Int, column: Int) {
        var tile = tile
        if let bias { tile.add((bias + column).load16(0)) }
        let c = out + row * stride + column
        if let addend {
            tile.store(c, stride, adding: addend + row * addendStride + column, addendStride)
        } else {
            tile.store(c, stride)
        }
    }

    /// The part of a tile that lies within the result, by way of `edge` [6, 16].
    @inline(never)
    fileprivate func storePart(_ tile: Tile, row: Int, column: Int, rows: Int, columns: Int, edge: Out) {
        tile.store(edge, tileColumns)
        for i in 0..<rows {
            for j in 0..<columns {
                var value = edge[i * tileColumns + j]
                if let bias { value += bias[column + j] }
                if let addend { value += addend[(row + i) * addendStride + column + j] }
                out[(row + i) * stride + column + j] = value
            }
        }
    }
}

/// `target = a[rows, depth] B + ...` with B packed; `a` has row stride `lda` and is read in place.
///
/// Loops, from outside: blocks of the depth, blocks of rows (second-level cache), panels (first-level), tiles (registers).
/// `finished(first, count)` is called for every block of rows as soon as it is complete.
func multiply(
    _ target: ProductTarget, _ a: In, lda: Int, rows: Int, _ b: PackedPanels, scratch: MatrixScratch,
    finished: (Int, Int) -> Void
) {
    var (first, panels) = (0, b.pointer)
    var target = target
    while first < b.depth {
        let depth = min(b.blockDepth, b.depth - first)
        var row = 0
        while row < rows {
            let count = min(MatrixScratch.blockRows, rows - row)
            multiplyBlock(target.from(row), a + row * lda + first, lda: lda, rows: count, panels, columns: b.columns, depth: depth, scratch)
            if first + depth == b.depth { finished(row, count) }
            row += count
        }
        panels += depth * b.paddedColumns
        first += depth
        target = target.accumulating
    }
}

@inline(never)
private func multiplyBlock(
    _ target: ProductTarget, _ a: In, lda: Int, rows: Int, _ panels: In, columns: Int, depth: Int, _ scratch: MatrixScratch
) {
    let whole = rows - rows % tileRows
    for row in whole..<rows { (scratch.tail + (row - whole) * depth).update(from: a + row * lda, count: depth) }
    var column = 0
    var panel = panels
    while column < columns {
        let width = min(tileColumns, columns - column)
        var row = 0
        while row < whole {
            let tile = tileProduct(a + row * lda, lda, 1, panel, tileColumns, depth)
            if width == tileColumns {
                target.store(tile, row: row, column: column)
            } else {
                target.storePart(tile, row: row, column: column, rows: tileRows, columns: width, edge: scratch.edge)
            }
            row = row + tileRows
        }
        if whole < rows {
            // Rows of the tail that do not exist hold what an earlier call left: their results are not stored.
            let tile = tileProduct(scratch.tail, depth, 1, panel, tileColumns, depth)
            target.storePart(tile, row: whole, column: column, rows: rows - whole, columns: width, edge: scratch.edge)
        }
        panel += depth * tileColumns
        column = column + tileColumns
    }
}

/// `target = A^T B + ...` with `a` stored `[depth, rows]` (row stride `lda`) and `b` `[depth, columns]` (`ldb`): the
/// gradient of a weight, where the depth runs over the rows of a batch.
func multiplyTransposed(
    _ target: ProductTarget, _ a: In, lda: Int, rows: Int, _ b: In, ldb: Int, columns: Int, depth: Int, scratch: MatrixScratch
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
            multiplyPacked(target.from(row), rows: count, panels.pointer, columns: columns, depth: length, scratch)
            row += count
        }
        first += length
        target = target.accumulating
    }
}

@inline(never)
private func multiplyPacked(
    _ target: ProductTarget, rows: Int, _ panels: In, columns: Int, depth: Int, _ scratch: MatrixScratch
) {
    var column = 0
    var panel = panels
    while column < columns {
        let width = min(tileColumns, columns - column)
        var row = 0
        while row < rows {
            let tile = tileProduct(scratch.left + row * depth, 1, tileRows, panel, tileColumns, depth)
            let height = min(tileRows, rows - row)
            if width == tileColumns && height == tileRows {
                target.store(tile, row: row, column: column)
            } else {
                target.storePart(tile, row: row, column: column, rows: height, columns: width, edge: scratch.edge)
            }
            row = row + tileRows
        }
        panel += depth * tileColumns
        column = column + tileColumns
    }
}
