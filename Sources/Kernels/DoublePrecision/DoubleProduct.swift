import RegisterTiles
import WideTiles

// Double-precision matrices for statistics (covariances, distances, spectra): code of our own, so that results do not depend on which
// kernels a library takes for a CPU. Row-major like everything here.

/// `out[m,n] (+)= op(a)[m,k] · op(b)[k,n]` in Double, all row-major and dense.
///
/// `a` is stored `[m,k]`, or `[k,m]` when `transposeA`; `b` is stored `[k,n]`, or `[n,k]` when `transposeB`.
/// Overwrites `out`, or accumulates into it when `accumulate`. Runs on the calling thread only. With `k == 0` the product is zero.
///
/// An element is summed with fused products over the depth in order, in blocks of 256 that are added up in order; nothing else enters its
/// bits, neither its place nor the CPU.
/// - Precondition: `out` does not overlap `a` or `b`.
public func matmul(
    _ out: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    m: Int, n: Int, k: Int, transposeA: Bool = false, transposeB: Bool = false, accumulate: Bool = false
) {
    let left = DoubleOperand(pointer: a, across: transposeA ? 1 : k, along: transposeA ? m : 1)
    let right = DoubleOperand(pointer: b, across: transposeB ? k : 1, along: transposeB ? 1 : n)
    doubleProduct(DoubleTarget(out: out, stride: n, adds: accumulate), left, right, m: m, n: n, k: k)
}

/// The same for parts of larger matrices.
///
/// Source of the blocking: Goto & van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34 (2008).
func doubleProduct(
    _ target: DoubleTarget, _ left: DoubleOperand, _ right: DoubleOperand, m: Int, n: Int, k: Int,
    tiles: TileSet = MatrixKernel.current.tiles
) {
    guard m > 0, n > 0 else { return }
    guard k > 0 else {
        guard !target.adds else { return }
        for row in 0..<m { (target.out + row * target.stride).update(repeating: 0, count: n) }
        return
    }
    let shape = DoubleBlocks(m: m, n: n, k: k, tiles: tiles)
    withUnsafeTemporaryAllocation(byteCount: shape.count * MemoryLayout<Double>.stride, alignment: 64) { memory in
        let edge = memory.baseAddress!.bindMemory(to: Double.self, capacity: shape.count)
        let (leftBlock, rightBlock) = (edge + shape.edgeCount, edge + shape.edgeCount + shape.leftCount)
        for column in stride(from: 0, to: n, by: DoubleBlocks.columns) {
            let columns = min(DoubleBlocks.columns, n - column)
            for first in stride(from: 0, to: k, by: DoubleBlocks.depth) {
                let depth = min(DoubleBlocks.depth, k - first)
                packEights(rightBlock, right.from(column, first), count: columns, padded: roundUp(columns, shape.tileColumns), depth: depth)
                for row in stride(from: 0, to: m, by: DoubleBlocks.rows) {
                    let rows = min(DoubleBlocks.rows, m - row)
                    packSixes(leftBlock, left.from(row, first), count: rows, padded: roundUp(rows, shape.tileRows), depth: depth)
                    let place = target.from(row, column)
                    multiplyPacked(
                        tiles, DoubleTarget(out: place.out, stride: place.stride, adds: target.adds || first > 0), leftBlock, rows: rows,
                        rightBlock, columns: columns, depth: depth, edge: edge)
                }
            }
        }
    }
}

/// How a product is cut: only the depth of a block enters results.
private struct DoubleBlocks {
    /// A panel of the right side stays in the first-level cache, a block of the left in the second-level one.
    static let depth = 256
    static let rows = 96
    static let columns = 1024

    let (tileRows, tileColumns): (Int, Int)
    let (edgeCount, leftCount, count): (Int, Int, Int)

    init(m: Int, n: Int, k: Int, tiles: TileSet) {
        (tileRows, tileColumns) =
            switch tiles {
            case .six: (DoubleTile6x8.rows, DoubleTile6x8.columns)
            case .twelve: (12, 16)
            }
        let depth = min(k, Self.depth)
        edgeCount = tileRows * tileColumns
        leftCount = roundUp(roundUp(min(m, Self.rows), tileRows) * depth, 8)
        count = edgeCount + leftCount + roundUp(min(n, Self.columns), tileColumns) * depth
    }
}

/// `target (+)= left right`, both sides packed and padded to whole tiles.
@inline(__always)
private func multiplyPacked(
    _ tiles: TileSet, _ target: DoubleTarget, _ left: UnsafePointer<Double>, rows: Int, _ right: UnsafePointer<Double>, columns: Int,
    depth: Int, edge: UnsafeMutablePointer<Double>
) {
    switch tiles {
    case .six: multiplyPacked(DoubleTile6x8.self, target, left, rows: rows, right, columns: columns, depth: depth, edge: edge)
    case .twelve: multiplyWidePacked(target, left, rows: rows, right, columns: columns, depth: depth, edge: edge)
    }
}

/// Twelve of AVX2's sixteen registers.
private enum DoubleTile6x8: DoubleTile {
    static var rows: Int { 6 }
    static var columns: Int { 8 }

    @inline(__always)
    static func multiply(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, depth: Int, to target: DoubleTarget) {
        var sums = SixDoubleRows()
        var (x, v) = (left, right)
        for _ in 0..<depth {
            sums.addProduct(x, v.loadVector(0))
            x += 6
            v += 8
        }
        sums.store(target)
    }
}
