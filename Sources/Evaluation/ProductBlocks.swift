import Kernels

/// Rows of one block of inner products.
private let blockRows = 256

/// Hands out the inner products of every vector of `a` with every vector of `b`, block by block in a fixed order:
/// `body(block, first, rows, second, columns)` may overwrite `block` [rows, columns], which holds the products of rows
/// `first...` of `a` with rows `second...` of `b`.
/// - Parameter upperHalf: only blocks on and right of the diagonal; `a` and `b` are one set then.
func forEachProductBlock(
    _ a: FeatureMatrix, _ b: FeatureMatrix, upperHalf: Bool = false,
    _ body: (_ block: UnsafeMutablePointer<Double>, _ first: Int, _ rows: Int, _ second: Int, _ columns: Int) -> Void
) {
    let size = a.dimensions
    withUnsafeTemporaryAllocation(of: Double.self, capacity: blockRows * blockRows) { block in
        block.initialize(repeating: 0)
        a.values.withUnsafeBufferPointer { left in
            b.values.withUnsafeBufferPointer { right in
                guard let target = block.baseAddress, let x = left.baseAddress, let y = right.baseAddress else { return }
                for first in stride(from: 0, to: a.rows, by: blockRows) {
                    let rows = min(blockRows, a.rows - first)
                    for second in stride(from: upperHalf ? first : 0, to: b.rows, by: blockRows) {
                        let columns = min(blockRows, b.rows - second)
                        matmul(target, x + first * size, y + second * size, m: rows, n: columns, k: size, transposeB: true)
                        body(target, first, rows, second, columns)
                    }
                }
            }
        }
    }
}
