import RegisterTiles

// Tiles for CPUs with AVX-512: 32 registers of 16 floats. This module is compiled with instructions that other CPUs do not have;
// nothing in it may be called before `TileSet.available` has looked at the CPU.

/// Twelve rows by 32 columns: 24 accumulators, so that a row of the right-hand side and a broadcast serve 24 fused products.
enum Tile12x32: RegisterTile {
    typealias Half = Tile12x16
    static var rows: Int { 12 }
    static var columns: Int { 32 }

    @inline(__always)
    static func multiply(_ left: LeftRows, _ right: RightPanels, depth: Int, to target: ProductTarget, row: Int, column: Int) {
        var (a, b) = (SixRows<SIMD16<Float>>(), SixRows<SIMD16<Float>>())
        var (c, d) = (SixRows<SIMD16<Float>>(), SixRows<SIMD16<Float>>())
        var (x, y, v) = (left.pointer, left.pointer + left.sixStride, right.pointer)
        for _ in 0..<depth {
            let (first, second): (SIMD16<Float>, SIMD16<Float>) = (v.loadVector(0), v.loadVector(right.panelStride))
            a.addProduct(x, left.rowStride, first)
            b.addProduct(x, left.rowStride, second)
            c.addProduct(y, left.rowStride, first)
            d.addProduct(y, left.rowStride, second)
            x += left.step
            y += left.step
            v += right.rowStride
        }
        a.store(target, row, column)
        b.store(target, row, column + 16)
        c.store(target, row + 6, column)
        d.store(target, row + 6, column + 16)
    }
}

/// Twelve rows by one vector of columns.
@inline(__always)
private func multiplyTwelveRows<V: SIMD & BitwiseCopyable>(
    _: V.Type, _ left: LeftRows, _ right: RightPanels, depth: Int, to target: ProductTarget, row: Int, column: Int
) where V.Scalar == Float {
    var (a, b) = (SixRows<V>(), SixRows<V>())
    var (x, y, v) = (left.pointer, left.pointer + left.sixStride, right.pointer)
    for _ in 0..<depth {
        let vector: V = v.loadVector(0)
        a.addProduct(x, left.rowStride, vector)
        b.addProduct(y, left.rowStride, vector)
        x += left.step
        y += left.step
        v += right.rowStride
    }
    a.store(target, row, column)
    b.store(target, row + 6, column)
}

enum Tile12x16: RegisterTile {
    typealias Half = Tile12x8
    static var rows: Int { 12 }
    static var columns: Int { 16 }

    @inline(__always)
    static func multiply(_ left: LeftRows, _ right: RightPanels, depth: Int, to target: ProductTarget, row: Int, column: Int) {
        multiplyTwelveRows(SIMD16<Float>.self, left, right, depth: depth, to: target, row: row, column: column)
    }
}

enum Tile12x8: RegisterTile {
    typealias Half = Tile12x8
    static var rows: Int { 12 }
    static var columns: Int { 8 }

    @inline(__always)
    static func multiply(_ left: LeftRows, _ right: RightPanels, depth: Int, to target: ProductTarget, row: Int, column: Int) {
        multiplyTwelveRows(SIMD8<Float>.self, left, right, depth: depth, to: target, row: row, column: column)
    }
}

/// `multiplyPanels` in tiles of twelve rows.
/// - Precondition: the CPU has AVX-512 (F, DQ, BW, VL).
public func multiplyWidePanels(
    _ target: ProductTarget, _ left: LeftRows, rows: Int, tail: LeftRows, _ right: RightPanels, columns: Int, depth: Int, edge: Out
) {
    multiplyPanels(
        Tile12x32.self, target, left, rows: rows, tail: tail, right, columns: columns, depth: depth, edge: edge)
}
