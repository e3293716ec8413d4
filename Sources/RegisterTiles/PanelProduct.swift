/// `target = left[rows, depth] right[depth, columns] + ...` in tiles of type `T`; what remains on the right takes narrower ones.
///
/// Column panels are outside, rows inside: the panels of one tile stay in the first-level cache for all rows. Rows that do not fill a
/// tile are read from `tail`, in which they are padded with any values.
/// - Parameter edge: room for one tile, for those that overhang the result.
@_alwaysEmitIntoClient @inline(__always)
public func multiplyPanels<T: RegisterTile>(
    _: T.Type, _ target: ProductTarget, _ left: LeftRows, rows: Int, tail: LeftRows, _ right: RightPanels, columns: Int, depth: Int,
    edge: Out
) {
    typealias Half = T.Half
    typealias Quarter = T.Half.Half
    var column = 0
    while column + T.columns <= columns {
        multiplyStripe(T.self, target, left, rows: rows, tail: tail, right, column: column, width: T.columns, depth: depth, edge: edge)
        column = column + T.columns
    }
    if Half.columns < T.columns, column + Half.columns <= columns {
        multiplyStripe(
            Half.self, target, left, rows: rows, tail: tail, right, column: column, width: Half.columns, depth: depth, edge: edge)
        column = column + Half.columns
    }
    if Quarter.columns < Half.columns, column + Quarter.columns <= columns {
        multiplyStripe(
            Quarter.self, target, left, rows: rows, tail: tail, right, column: column, width: Quarter.columns, depth: depth, edge: edge)
        column = column + Quarter.columns
    }
    if column < columns {
        multiplyStripe(
            Quarter.self, target, left, rows: rows, tail: tail, right, column: column, width: columns - column, depth: depth, edge: edge)
    }
}

/// One tile's columns, of which `width` exist, for all rows.
@_alwaysEmitIntoClient @inline(__always)
func multiplyStripe<T: RegisterTile>(
    _: T.Type, _ target: ProductTarget, _ left: LeftRows, rows: Int, tail: LeftRows, _ right: RightPanels, column: Int, width: Int,
    depth: Int, edge: Out
) {
    let panels = right.from(column)
    let whole = width == T.columns ? rows - rows % T.rows : 0
    let lastWhole = rows - rows % T.rows
    var row = 0
    while row < whole {
        T.multiply(left.from(row), panels, depth: depth, to: target, row: row, column: column)
        row = row + T.rows
    }
    let part = ProductTarget(out: edge, stride: T.columns)
    while row < rows {
        let height = min(T.rows, rows - row)
        T.multiply(row == lastWhole ? tail : left.from(row), panels, depth: depth, to: part, row: 0, column: 0)
        target.storePart(In(edge), tileColumns: T.columns, row: row, column: column, rows: height, columns: width)
        row = row + T.rows
    }
}
