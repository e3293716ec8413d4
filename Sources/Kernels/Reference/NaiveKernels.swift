/// The plainest possible version of every kernel: scalar loops, sums in `Double`, one rounding at the end.
///
/// Nothing in training calls these: tests compare the fast kernels with them. Each function has the signature of the fast kernel
/// of the same name, but for scratch and for what that one keeps from its forward pass, and overwrites and accumulates alike.
public enum NaiveKernels {
    /// The row-major product of `matmul`, sums in `Double`.
    public static func matmul(
        _ out: Out, _ a: In, _ b: In, m: Int, n: Int, k: Int,
        transposeA: Bool = false, transposeB: Bool = false, accumulate: Bool = false,
        lda: Int? = nil, ldb: Int? = nil, ldc: Int? = nil
    ) {
        let (lda, ldb, ldc) = (lda ?? (transposeA ? m : k), ldb ?? (transposeB ? k : n), ldc ?? n)
        for i in 0..<m {
            for j in 0..<n {
                var total = accumulate ? Double(out[i * ldc + j]) : 0
                for p in 0..<k {
                    let left = transposeA ? a[p * lda + i] : a[i * lda + p]
                    let right = transposeB ? b[j * ldb + p] : b[p * ldb + j]
                    total += Double(left) * Double(right)
                }
                out[i * ldc + j] = Float(total)
            }
        }
    }

    /// The sums of the columns of `x`, added to `out[width]`.
    public static func sumRows(_ out: Out, _ x: In, rows: Int, width: Int, xStride: Int? = nil) {
        let stride = xStride ?? width
        for column in 0..<width {
            var total = Double(out[column])
            for row in 0..<rows { total += Double(x[row * stride + column]) }
            out[column] = Float(total)
        }
    }
}
