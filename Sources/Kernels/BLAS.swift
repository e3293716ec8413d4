import COpenBLAS

/// The one place that talks to OpenBLAS. It computes nothing that is stored unless somebody chooses it (`FUSIONGRID_SGEMM=openblas`): it is
/// the yardstick that the engine's products are measured with.
public enum BLAS {
    /// Evaluated once by every product: one BLAS thread per caller, parallelism lives above BLAS.
    static let oneThread: Void = openblas_set_num_threads(1)

    /// Limits OpenBLAS to the calling thread. Idempotent.
    static func useOneThread() { _ = oneThread }

    /// The name of the kernel family OpenBLAS chose for this CPU ("Haswell", "SkylakeX", ...). What it multiplied is
    /// bit-identical only under the same name.
    public static var coreName: String { String(cString: openblas_get_corename()) }

    /// OpenBLAS's version and build options, as it words them.
    public static var configuration: String { String(cString: openblas_get_config()) }
}

/// How many threads OpenBLAS starts when it is loaded, before `main`: it asks by this name, and the program's own answer comes before the
/// library's. A pool that is never started needs no memory, and cannot hang where memory is limited.
@_cdecl("openblas_num_threads_env")
public func openBLASThreads() -> Int32 { 1 }

/// `out[m,n] (+)= op(a)[m,k] · op(b)[k,n]` by OpenBLAS, all row-major.
///
/// `a` is stored `[m,k]`, or `[k,m]` when `transposeA`; `b` is stored `[k,n]`, or `[n,k]` when `transposeB`.
/// `lda`, `ldb`, `ldc` are row strides in floats (the stored width when nil). Overwrites `out`, or accumulates into
/// it when `accumulate`. Runs on the calling thread only. Nothing happens when `m` or `n` is 0; with `k == 0` the
/// product is zero.
/// - Precondition: `out` does not overlap `a` or `b`.
func matmul(
    _ out: Out, _ a: In, _ b: In, m: Int, n: Int, k: Int,
    transposeA: Bool = false, transposeB: Bool = false, accumulate: Bool = false,
    lda: Int? = nil, ldb: Int? = nil, ldc: Int? = nil
) {
    BLAS.useOneThread()
    guard m > 0, n > 0 else { return }
    cblas_sgemm(
        CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
        blasint(m), blasint(n), blasint(k), 1,
        a, blasint(max(1, lda ?? (transposeA ? m : k))), b, blasint(max(1, ldb ?? (transposeB ? k : n))),
        accumulate ? 1 : 0, out, blasint(max(1, ldc ?? n)))
}
