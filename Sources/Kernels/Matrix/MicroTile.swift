// The one register tile that every matrix product of the engine is made of: 6 rows by 16 columns, twelve of AVX2's
// sixteen registers. Each element is summed over the depth in order, wherever its tile lies.

typealias Float16x = SIMD16<Float>

let tileRows = 6
let tileColumns = 16

/// The accumulators of one tile, row by row.
struct Tile {
    var (r0, r1, r2) = (Float16x(), Float16x(), Float16x())
    var (r3, r4, r5) = (Float16x(), Float16x(), Float16x())
}

extension UnsafePointer where Pointee == Float {
    @inline(__always)
    func load16(_ offset: Int) -> Float16x { UnsafeRawPointer(self + offset).loadUnaligned(as: Float16x.self) }
}

extension UnsafeMutablePointer where Pointee == Float {
    @inline(__always)
    func load16(_ offset: Int) -> Float16x { UnsafePointer(self).load16(offset) }

    @inline(__always)
    func store16(_ vector: Float16x, _ offset: Int) {
        UnsafeMutableRawPointer(self + offset).storeBytes(of: vector, as: Float16x.self)
    }
}

/// `sum over k of a[i, k] b[k, 0..<16]` for six rows: element (i, k) of A is at `a[i * aRow + k * aStep]`, row k of B at
/// `b[k * bStride]`.
@inline(__always)
func tileProduct(_ a: In, _ aRow: Int, _ aStep: Int, _ b: In, _ bStride: Int, _ depth: Int) -> Tile {
    var t = Tile()
    var (left, right) = (a, b)
    for _ in 0..<depth {
        let v = right.load16(0)
        t.r0 = t.r0.addingProduct(Float16x(repeating: left[0]), v)
        t.r1 = t.r1.addingProduct(Float16x(repeating: left[aRow]), v)
        t.r2 = t.r2.addingProduct(Float16x(repeating: left[2 * aRow]), v)
        t.r3 = t.r3.addingProduct(Float16x(repeating: left[3 * aRow]), v)
        t.r4 = t.r4.addingProduct(Float16x(repeating: left[4 * aRow]), v)
        t.r5 = t.r5.addingProduct(Float16x(repeating: left[5 * aRow]), v)
        left += aStep
        right += bStride
    }
    return t
}

extension Tile {
    /// Overwrites six rows of 16.
    @inline(__always)
    func store(_ c: Out, _ stride: Int) {
        c.store16(r0, 0)
        c.store16(r1, stride)
        c.store16(r2, 2 * stride)
        c.store16(r3, 3 * stride)
        c.store16(r4, 4 * stride)
        c.store16(r5, 5 * stride)
    }

    /// Overwrites `c` with the tile plus `x`, which may be `c` itself.
    @inline(__always)
    func store(_ c: Out, _ stride: Int, adding x: In, _ xStride: Int) {
        c.store16(x.load16(0) + r0, 0)
        c.store16(x.load16(xStride) + r1, stride)
        c.store16(x.load16(2 * xStride) + r2, 2 * stride)
        c.store16(x.load16(3 * xStride) + r3, 3 * stride)
        c.store16(x.load16(4 * xStride) + r4, 4 * stride)
        c.store16(x.load16(5 * xStride) + r5, 5 * stride)
    }

    /// Adds one row to all six.
    @inline(__always)
    mutating func add(_ row: Float16x) {
        r0 += row
        r1 += row
        r2 += row
        r3 += row
        r4 += row
        r5 += row
    }
}
