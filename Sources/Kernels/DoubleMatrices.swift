import COpenBLAS

// Double-precision matrices for statistics (covariances, distances, spectra). Row-major like everything here; LAPACK's
// column-major view of the same memory is the transpose, which symmetric matrices and singular values do not notice.

/// `out[m,n] (+)= op(a)[m,k] · op(b)[k,n]` in Double, all row-major and dense.
///
/// `a` is stored `[m,k]`, or `[k,m]` when `transposeA`; `b` is stored `[k,n]`, or `[n,k]` when `transposeB`.
/// Overwrites `out`, or accumulates into it when `accumulate`. Runs on the calling thread only.
/// - Precondition: `out` does not overlap `a` or `b`.
public func matmul(
    _ out: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    m: Int, n: Int, k: Int, transposeA: Bool = false, transposeB: Bool = false, accumulate: Bool = false
) {
    BLAS.useOneThread()
    guard m > 0, n > 0 else { return }
    cblas_dgemm(
        CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
        blasint(m), blasint(n), blasint(k), 1, a, blasint(max(1, transposeA ? m : k)),
        b, blasint(max(1, transposeB ? k : n)), accumulate ? 1 : 0, out, blasint(n))
}

/// Eigenvalues, rising, and eigenvectors of a symmetric matrix.
public struct SymmetricEigen: Sendable {
    /// [size], rising.
    public let values: [Double]
    /// [size, size]: row `i` is the unit eigenvector of `values[i]`.
    public let vectors: [Double]

    /// Decomposes a symmetric [size, size] matrix; nil when it holds a NaN or an infinity, or when LAPACK's iteration
    /// does not converge.
    /// - Precondition: `matrix.count == size * size`; only one triangle is read.
    public init?(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size, "\(matrix.count) elements for a square of \(size)")
        guard matrix.allSatisfy(\.isFinite) else { return nil }
        guard size > 0 else { (values, vectors) = ([], []); return }
        BLAS.useOneThread()
        var (square, spectrum) = (matrix, [Double](repeating: 0, count: size))
        var (n, info) = (blasint(size), blasint(0))
        // The first call only asks how much work space the second needs.
        var (workCount, integerCount) = (blasint(-1), blasint(-1))
        var (workSize, integerSize) = (0.0, blasint(0))
        dsyevd_("V", "U", &n, &square, &n, &spectrum, &workSize, &workCount, &integerSize, &integerCount, &info, 1, 1)
        guard info == 0 else { return nil }
        (workCount, integerCount) = (blasint(workSize), integerSize)
        var work = [Double](repeating: 0, count: Int(workCount))
        var integers = [blasint](repeating: 0, count: Int(integerCount))
        dsyevd_("V", "U", &n, &square, &n, &spectrum, &work, &workCount, &integers, &integerCount, &info, 1, 1)
        guard info == 0 else { return nil }
        (values, vectors) = (spectrum, square)
    }
}

/// The `min(rows, columns)` singular values, falling, of a row-major [rows, columns] matrix; nil when it holds a NaN
/// or an infinity, or when LAPACK's iteration does not converge.
/// - Precondition: `matrix.count == rows * columns`.
public func singularValues(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    precondition(matrix.count == rows * columns, "\(matrix.count) elements for \(rows) x \(columns)")
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    guard rows > 0, columns > 0 else { return [] }
    BLAS.useOneThread()
    let rank = min(rows, columns)
    var (content, spectrum) = (matrix, [Double](repeating: 0, count: rank))
    var (m, n, one, info) = (blasint(columns), blasint(rows), blasint(1), blasint(0))
    var integers = [blasint](repeating: 0, count: 8 * rank)
    var (unused, workSize, workCount) = (0.0, 0.0, blasint(-1))
    func decompose(_ work: inout [Double]) {
        withUnsafeMutablePointer(to: &unused) { none in
            dgesdd_("N", &m, &n, &content, &m, &spectrum, none, &one, none, &one, &work, &workCount, &integers, &info, 1)
        }
    }
    var query = [0.0]
    decompose(&query)
    guard info == 0 else { return nil }
    workSize = query[0]
    workCount = blasint(workSize)
    var work = [Double](repeating: 0, count: Int(workCount))
    decompose(&work)
    return info == 0 ? spectrum : nil
}

/// The solutions `x` of `matrix · x = side` for a symmetric positive definite [size, size] matrix and every row of `sides`
/// [count, size]; nil when the matrix is not positive definite or holds a NaN. By Cholesky's factorisation.
/// - Returns: [count, size].
/// - Precondition: `matrix.count == size * size`, `sides.count` is a multiple of `size >= 1`.
public func solvePositiveDefinite(_ matrix: [Double], size: Int, _ sides: [Double]) -> [Double]? {
    precondition(size >= 1 && matrix.count == size * size, "\(matrix.count) elements for a square of \(size)")
    precondition(sides.count.isMultiple(of: size), "\(sides.count) values in rows of \(size)")
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    guard !sides.isEmpty else { return [] }
    BLAS.useOneThread()
    var (square, solutions) = (matrix, sides)
    var (n, count, info) = (blasint(size), blasint(sides.count / size), blasint(0))
    var (lda, ldb) = (n, n)
    dposv_("U", &n, &count, &square, &lda, &solutions, &ldb, &info, 1)
    return info == 0 ? solutions : nil
}
