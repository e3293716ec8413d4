import RegisterTiles

// The small matrix products of attention: everything is packed and padded, so every tile is whole.
// C[rows, columns] (+)= A[rows, depth] B[depth, columns]. Rows come in whole tiles (the callers pad), columns in eights.

/// C = A B with A in rows: element (i, k) of A at `a[i * aStride + k]`. Overwrites C.
func multiplyRows(
    _ tiles: TileSet, _ c: Out, cStride: Int, _ a: In, aStride: Int, _ b: RightPanels, rows: Int, columns: Int, depth: Int
) {
    let left = LeftRows(rows: a, stride: aStride)
    multiplyPanels(
        tiles, ProductTarget(out: c, stride: cStride), left, rows: rows, tail: left, b, columns: columns, depth: depth, edge: c)
}

/// C += A B with A stored transposed: element (i, k) of A at `a[k * aStride + i]`. Accumulates into C.
func addTransposedProduct(
    _ tiles: TileSet, _ c: Out, cStride: Int, _ a: In, aStride: Int, _ b: RightPanels, rows: Int, columns: Int, depth: Int
) {
    let left = LeftRows(columns: a, stride: aStride)
    multiplyPanels(
        tiles, ProductTarget(out: c, stride: cStride).accumulating, left, rows: rows, tail: left, b, columns: columns, depth: depth,
        edge: c)
}
