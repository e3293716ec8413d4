import Foundation
import RegisterTiles

/// Which code multiplies the engine's float matrices.
public enum MatrixKernel: String, Sendable, CaseIterable {
    /// The engine's tiles in 512-bit vectors, for CPUs with AVX-512.
    case native512 = "native-512"
    /// The engine's tiles in 256-bit vectors.
    case native256 = "native-256"
    /// OpenBLAS's sgemm, one thread a call; attention still takes the engine's tiles.
    case openBLAS = "openblas"

    /// Those that this CPU can run, the fastest first.
    public static let available: [MatrixKernel] =
        TileSet.available.map { tiles in
            switch tiles {
            case .six: .native256
            case .twelve: .native512
            }
        } + [.openBLAS]

    /// The fastest one for this CPU, or what the environment variable `FUSIONGRID_SGEMM` names (for measurements).
    /// - Precondition: `environmentProblem` is nil.
    public static let current: MatrixKernel = {
        if let environmentProblem { preconditionFailure(environmentProblem) }
        return wanted.flatMap(MatrixKernel.init) ?? available[0]
    }()

    /// What is wrong with `FUSIONGRID_SGEMM`, for programs to say before they multiply.
    public static var environmentProblem: String? {
        guard let wanted, !available.map(\.rawValue).contains(wanted) else { return nil }
        return "FUSIONGRID_SGEMM=\(wanted): this CPU can use \(available.map(\.rawValue).joined(separator: ", "))"
    }

    private static var wanted: String? { ProcessInfo.processInfo.environment["FUSIONGRID_SGEMM"] }

    /// What a store records as the identity of the matrix code. Both native kernels give the same bits.
    public var recordedName: String {
        switch self {
        case .native512, .native256: rawValue
        case .openBLAS: BLAS.coreName
        }
    }

    /// The tiles of what is not OpenBLAS's.
    var tiles: TileSet {
        switch self {
        case .native512: .twelve
        case .native256: .six
        case .openBLAS: TileSet.available[0]
        }
    }
}

/// `out[m, n] = op(a)[m, k] op(b)[k, n] + bias[n] + addend[m, n]`, all row-major; overwrites.
///
/// `a` is stored `[m, k]`, or `[k, m]` when `transposeA`; `b` is stored `[k, n]`, or `[n, k]` when `transposeB`. `lda`, `ldb`, `ldc` are
/// row strides in floats (the stored width when nil). The addend has the stride `ldc`; `out` itself is allowed and makes the
/// product accumulate. Packs `b` at every call: layers pack theirs once (`LinearWeight`). Runs on the calling thread; allocates nothing.
/// - Precondition: not both transposed; `out` does not overlap `a` or `b`; the scratch was made for such sizes.
///
/// Source of the blocking: Goto & van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34 (2008).
public func matrixProduct(
    _ out: Out, _ a: In, _ b: In, m: Int, n: Int, k: Int, transposeA: Bool = false, transposeB: Bool = false,
    bias: In? = nil, addend: In? = nil, lda: Int? = nil, ldb: Int? = nil, ldc: Int? = nil, scratch: MatrixScratch,
    kernel: MatrixKernel = .current
) {
    precondition(!(transposeA && transposeB), "matrixProduct: both sides transposed")
    guard m > 0, n > 0 else { return }
    let (lda, ldb, ldc) = (lda ?? (transposeA ? m : k), ldb ?? (transposeB ? k : n), ldc ?? n)
    let target = ProductTarget(out: out, stride: ldc, bias: bias, addend: addend, addendStride: ldc)
    if kernel == .openBLAS || k == 0 {
        multiplyWithBLAS(
            target, a, b, rows: m, columns: n, depth: k, transposeA: transposeA, transposeB: transposeB, lda: lda, ldb: ldb)
    } else if transposeA {
        multiplyTransposed(kernel.tiles, target, a, lda: lda, rows: m, b, ldb: ldb, columns: n, depth: k, scratch: scratch)
    } else {
        scratch.check(columns: n, depth: k)
        let blockDepth = PackedPanels.blockDepth(k, limit: MatrixScratch.forwardDepth)
        let panels =
            transposeB
            ? packColumns(scratch.panels, b, ldb: ldb, depth: k, columns: n, blockDepth: blockDepth)
            : packRows(scratch.panels, b, ldb: ldb, depth: k, columns: n, blockDepth: blockDepth)
        multiply(kernel.tiles, target, a, lda: lda, rows: m, panels, scratch: scratch)
    }
}

/// The same by sgemm. Bias and addend go first: sgemm then adds to them, which costs no more than its own clearing pass.
func multiplyWithBLAS(
    _ target: ProductTarget, _ a: In, _ b: In, rows: Int, columns: Int, depth: Int, transposeA: Bool = false, transposeB: Bool, lda: Int,
    ldb: Int
) {
    let (out, stride) = (target.out, target.stride)
    if let addend = target.addend, UnsafePointer(out) != addend {
        copyRows(out, addend, rows: rows, width: columns, outStride: stride, xStride: target.addendStride)
    }
    if let bias = target.bias {
        for row in 0..<rows {
            if target.addend == nil {
                (out + row * stride).update(from: bias, count: columns)
            } else {
                addInPlace(out + row * stride, bias, count: columns)
            }
        }
    }
    matmul(
        out, a, b, m: rows, n: columns, k: depth, transposeA: transposeA, transposeB: transposeB,
        accumulate: target.bias != nil || target.addend != nil, lda: lda, ldb: ldb, ldc: stride)
}
