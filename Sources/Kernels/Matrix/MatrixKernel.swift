import Foundation

/// Which code multiplies the engine's float matrices. Part of what decides the last bits of a result.
public enum MatrixKernel: String, Sendable, CaseIterable {
    /// The tiles of this module, in 256-bit vectors.
    case native
    /// OpenBLAS's sgemm, one thread a call.
    case openBLAS = "openblas"

    /// The faster one for this CPU, or what the environment variable `FUSIONGRID_SGEMM` names (for measurements).
    ///
    /// The tiles beat sgemm wherever a core has two 256-bit multipliers and no wider ones. Intel's server cores have
    /// 512-bit multipliers, which OpenBLAS uses and this module does not.
    public static let current: MatrixKernel = {
        if let wanted = ProcessInfo.processInfo.environment["FUSIONGRID_SGEMM"] {
            guard let kernel = MatrixKernel(rawValue: wanted) else {
                fatalError("FUSIONGRID_SGEMM=\(wanted): use native or openblas")
            }
            return kernel
        }
        let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        return cpu.contains("GenuineIntel") && cpu.contains("avx512f") ? .openBLAS : .native
    }()

    /// What a store records as the identity of the matrix code: results are bit-identical only under the same name.
    public var recordedName: String { self == .native ? "native-256" : BLAS.coreName }
}

/// `out[m, n] = op(a)[m, k] op(b)[k, n] + bias[n] + addend[m, n]`, all row-major; overwrites.
///
/// `a` is stored `[m, k]`, or `[k, m]` when `transposeA`; `b` is stored `[k, n]`, or `[n, k]` when `transposeB`. `lda`, `ldb`, `ldc` are
/// row strides in floats (the stored width when nil). The addend has the stride `ldc`; `out` itself is allowed and makes the
/// product accumulate. `finished` is called for blocks of rows as soon as they are complete, while they are in cache. Runs on the calling thread; allocates nothing.
/// - Precondition: not both transposed; `out` does not overlap `a` or `b`; the scratch was made for such sizes.
///
/// Source of the blocking: Goto & van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34 (2008).
public func matrixProduct(
    _ out: Out, _ a: In, _ b: In, m: Int, n: Int, k: Int, transposeA: Bool = false, transposeB: Bool = false,
    bias: In? = nil, addend: In? = nil, lda: Int? = nil, ldb: Int? = nil, ldc: Int? = nil, scratch: MatrixScratch,
    kernel: MatrixKernel = .current, finished: (_ firstRow: Int, _ rows: Int) -> Void = { _, _ in }
) {
    precondition(!(transposeA && transposeB), "matrixProduct: both sides transposed")
    guard m > 0, n > 0 else { return }
    let (lda, ldb, ldc) = (lda ?? (transposeA ? m : k), ldb ?? (transposeB ? k : n), ldc ?? n)
    if kernel == .openBLAS || k == 0 {
        prepare(out, bias: bias, addend: addend, rows: m, width: n, stride: ldc)
        matmul(
            out, a, b, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB,
            accumulate: bias != nil || addend != nil, lda: lda, ldb: ldb, ldc: ldc)
        finished(0, m)
        return
    }
    let target = ProductTarget(out: out, stride: ldc, bias: bias, addend: addend, addendStride: ldc)
    if transposeA {
        multiplyTransposed(target, a, lda: lda, rows: m, b, ldb: ldb, columns: n, depth: k, scratch: scratch)
        finished(0, m)
        return
    }
    scratch.check(columns: n, depth: k)
    let blockDepth = PackedPanels.blockDepth(k, limit: MatrixScratch.forwardDepth)
    let panels = transposeB
        ? packColumns(scratch.panels, b, ldb: ldb, depth: k, columns: n, blockDepth: blockDepth)
        : packRows(scratch.panels, b, ldb: ldb, depth: k, columns: n, blockDepth: blockDepth)
    multiply(target, a, lda: lda, rows: m, panels, scratch: scratch, finished: finished)
}

/// Bias and addend first: sgemm then adds to them, which costs no more than its own clearing pass.
private func prepare(_ out: Out, bias: In?, addend: In?, rows: Int, width: Int, stride: Int) {
    if let addend, UnsafePointer(out) != addend { copyRows(out, addend, rows: rows, width: width, outStride: stride, xStride: stride) }
    guard let bias else { return }
    for row in 0..<rows {
        if addend == nil {
            (out + row * stride).update(from: bias, count: width)
        } else {
            addInPlace(out + row * stride, bias, count: width)
        }
    }
}
