/// `out[rows,outputs] = x[rows,inputs] · weight[outputs,inputs]^T + bias[outputs] + addend[rows,outputs]`; overwrites.
///
/// `outStride` is the row stride of `out` in floats (`outputs` when nil), and of the addend; `out` itself is allowed as the addend
/// and makes the call accumulate.
/// - Precondition: `out` does not overlap the other inputs.
public func linearForward(
    _ out: Out, _ x: In, weight: In, bias: In?, rows: Int, inputs: Int, outputs: Int,
    addend: In? = nil, outStride: Int? = nil, scratch: MatrixScratch,
    finished: (_ firstRow: Int, _ rows: Int) -> Void = { _, _ in }
) {
    matrixProduct(
        out, x, weight, m: rows, n: outputs, k: inputs, transposeB: true, bias: bias, addend: addend,
        ldb: inputs, ldc: outStride, scratch: scratch, finished: finished)
}

/// The gradients of `linearForward`.
///
/// `dx[rows,inputs]` is overwritten, or accumulated into when `accumulateInput`; nil skips it (frozen inputs).
/// `dWeight[outputs,inputs]` and `dBias[outputs]` always accumulate; a nil bias is skipped. `dOutStride` is a row stride in
/// floats (`outputs` when nil). `finished` is called for rows of `dx` as they become complete; the weight's gradient
/// is computed after all of them.
public func linearBackward(
    dx: Out?, dWeight: Out, dBias: Out?, x: In, weight: In, dOut: In,
    rows: Int, inputs: Int, outputs: Int, accumulateInput: Bool,
    dOutStride: Int? = nil, scratch: MatrixScratch,
    finished: (_ firstRow: Int, _ rows: Int) -> Void = { _, _ in }
) {
    let outStride = dOutStride ?? outputs
    if let dx {
        matrixProduct(
            dx, dOut, weight, m: rows, n: inputs, k: outputs, addend: accumulateInput ? UnsafePointer(dx) : nil,
            lda: outStride, ldb: inputs, scratch: scratch, finished: finished)
    }
    matrixProduct(
        dWeight, dOut, x, m: outputs, n: inputs, k: rows, transposeA: true, addend: UnsafePointer(dWeight), lda: outStride,
        scratch: scratch)
    if let dBias { sumRows(dBias, dOut, rows: rows, width: outputs, xStride: outStride) }
}
