// The small matrix products of attention: everything is packed and padded, so one register tile does it all.
// C[rows, columns] (+)= A[rows, depth] B[depth, columns]. Rows come in sixes (the callers pad), columns in eights.
// Each element of C is summed over `depth` in order, wherever its tile lies.

/// Element (k, j) of a packed right-hand side is at `pointer + (j / 16) * panelStride + k * rowStride + j % 16`.
struct PackedColumns {
    var pointer: In
    var rowStride: Int
    var panelStride: Int
}

/// C = A B with A in rows: element (i, k) of A at `a[i * aStride + k]`. Overwrites C.
@inline(never)
func multiplyRows(
    _ c: Out, cStride: Int, _ a: In, aStride: Int, _ b: PackedColumns, rows: Int, columns: Int, depth: Int
) {
    forEachTile(rows: rows, columns: columns) { row, column in
        tile16(
            c + row * cStride + column, cStride, a + row * aStride, aStride, 1,
            b.pointer + (column >> 4) * b.panelStride, b.rowStride, depth, accumulate: false)
    } narrow: { row, column in
        tile8(
            c + row * cStride + column, cStride, a + row * aStride, aStride, 1,
            b.pointer + (column >> 4) * b.panelStride, b.rowStride, depth, accumulate: false)
    }
}

/// C += A B with A stored transposed: element (i, k) of A at `a[k * aStride + i]`. Accumulates into C.
@inline(never)
func addTransposedProduct(
    _ c: Out, cStride: Int, _ a: In, aStride: Int, _ b: PackedColumns, rows: Int, columns: Int, depth: Int
) {
    forEachTile(rows: rows, columns: columns) { row, column in
        tile16(
            c + row * cStride + column, cStride, a + row, 1, aStride,
            b.pointer + (column >> 4) * b.panelStride, b.rowStride, depth, accumulate: true)
    } narrow: { row, column in
        tile8(
            c + row * cStride + column, cStride, a + row, 1, aStride,
            b.pointer + (column >> 4) * b.panelStride, b.rowStride, depth, accumulate: true)
    }
}

/// Column panels outside, row tiles inside: a panel of B stays in the first-level cache for all rows.
@inline(__always)
private func forEachTile(rows: Int, columns: Int, wide: (Int, Int) -> Void, narrow: (Int, Int) -> Void) {
    var column = 0
    while column + 16 <= columns {
        var row = 0
        while row < rows {
            wide(row, column)
            row = row + tileRows
        }
        column = column + 16
    }
    if column < columns {
        var row = 0
        while row < rows {
            narrow(row, column)
            row = row + tileRows
        }
    }
}

@inline(__always)
private func tile16(
    _ c: Out, _ cStride: Int, _ a: In, _ aRow: Int, _ aStep: Int, _ b: In, _ bStride: Int, _ depth: Int,
    accumulate: Bool
) {
    let tile = tileProduct(a, aRow, aStep, b, bStride, depth)
    if accumulate { tile.store(c, cStride, adding: UnsafePointer(c), cStride) } else { tile.store(c, cStride) }
}

@inline(__always)
private func tile8(
    _ c: Out, _ cStride: Int, _ a: In, _ aRow: Int, _ aStep: Int, _ b: In, _ bStride: Int, _ depth: Int,
    accumulate: Bool
) {
    var (c0, c1, c2) = (Float8(), Float8(), Float8())
    var (c3, c4, c5) = (Float8(), Float8(), Float8())
    var (left, right) = (a, b)
    for _ in 0..<depth {
        let v = right.load8(0)
        c0 = c0.addingProduct(Float8(repeating: left[0]), v)
        c1 = c1.addingProduct(Float8(repeating: left[aRow]), v)
        c2 = c2.addingProduct(Float8(repeating: left[2 * aRow]), v)
        c3 = c3.addingProduct(Float8(repeating: left[3 * aRow]), v)
        c4 = c4.addingProduct(Float8(repeating: left[4 * aRow]), v)
        c5 = c5.addingProduct(Float8(repeating: left[5 * aRow]), v)
        left += aStep
        right += bStride
    }
    @inline(__always) func put(_ value: Float8, _ row: Int) {
        let target = c + row * cStride
        target.store8(accumulate ? target.load8(0) + value : value, 0)
    }
    put(c0, 0)
    put(c1, 1)
    put(c2, 2)
    put(c3, 3)
    put(c4, 4)
    put(c5, 5)
}
