import RegisterTiles

/// Twelve rows by 16 columns of doubles: 24 accumulators of AVX-512's 32 registers.
enum DoubleTile12x16: DoubleTile {
    static var rows: Int { 12 }
    static var columns: Int { 16 }

    @inline(__always)
    static func multiply(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, depth: Int, to target: DoubleTarget) {
        var (a, b) = (SixDoubleRows(), SixDoubleRows())
        var (c, d) = (SixDoubleRows(), SixDoubleRows())
        var (x, y) = (left, left + 6 * depth)
        var (v, w) = (right, right + 8 * depth)
        for _ in 0..<depth {
            let (first, second): (SIMD8<Double>, SIMD8<Double>) = (v.loadVector(0), w.loadVector(0))
            a.addProduct(x, first)
            b.addProduct(x, second)
            c.addProduct(y, first)
            d.addProduct(y, second)
            x += 6
            y += 6
            v += 8
            w += 8
        }
        a.store(target)
        b.store(target.from(0, 8))
        c.store(target.from(6, 0))
        d.store(target.from(6, 8))
    }
}

/// `multiplyPacked` in tiles of 12 x 16.
/// - Precondition: the CPU has AVX-512 (F, DQ, BW, VL).
public func multiplyWidePacked(
    _ target: DoubleTarget, _ left: UnsafePointer<Double>, rows: Int, _ right: UnsafePointer<Double>, columns: Int, depth: Int,
    edge: UnsafeMutablePointer<Double>
) {
    multiplyPacked(DoubleTile12x16.self, target, left, rows: rows, right, columns: columns, depth: depth, edge: edge)
}
