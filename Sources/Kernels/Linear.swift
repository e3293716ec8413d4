import RegisterTiles

/// `out[rows,outputs] = x[rows,inputs] · weight[outputs,inputs]^T + bias[outputs] + addend[rows,outputs]`; overwrites.
///
/// `outStride` is the row stride of `out` in floats (`outputs` when nil), and of the addend; `out` itself is allowed as the addend
/// and makes the call accumulate.
/// - Precondition: `out` does not overlap the other inputs; the weight is packed.
public func linearForward(
    _ out: Out, _ x: In, _ weight: LinearWeight, bias: In?, rows: Int, addend: In? = nil, outStride: Int? = nil,
    scratch: MatrixScratch, kernel: MatrixKernel = .current
) {
    let target = ProductTarget(
        out: out, stride: outStride ?? weight.outputs, bias: bias, addend: addend, addendStride: outStride ?? weight.outputs)
    guard kernel != .openBLAS else {
        multiplyWithBLAS(
            target, x, weight.values, rows: rows, columns: weight.outputs, depth: weight.inputs, transposeB: true, lda: weight.inputs,
            ldb: weight.stride)
        return
    }
    multiply(kernel.tiles, target, x, lda: weight.inputs, rows: rows, weight.forwardPanels, scratch: scratch)
}

/// The gradient of `linearForward` with respect to `x`: `dx[rows,inputs] = dOut[rows,outputs] · weight`; overwrites, or accumulates.
///
/// `dOutStride` is the row stride of `dOut` in floats (`outputs` when nil).
/// - Precondition: `dx` does not overlap the other inputs; the weight is packed for gradients.
public func linearInputGradient(
    _ dx: Out, dOut: In, _ weight: LinearWeight, rows: Int, accumulate: Bool = false, dOutStride: Int? = nil, scratch: MatrixScratch,
    kernel: MatrixKernel = .current
) {
    let (stride, width) = (dOutStride ?? weight.outputs, weight.inputs)
    let target = ProductTarget(out: dx, stride: width, addend: accumulate ? In(dx) : nil, addendStride: width)
    guard kernel != .openBLAS else {
        multiplyWithBLAS(
            target, dOut, weight.values, rows: rows, columns: width, depth: weight.outputs, transposeB: false, lda: stride,
            ldb: weight.stride)
        return
    }
    multiply(kernel.tiles, target, dOut, lda: stride, rows: rows, weight.backwardPanels, scratch: scratch)
}

/// The gradients of `linearForward` with respect to its parameters: `dWeight[outputs,inputs] += dOut[rows,outputs]^T · x[rows,inputs]`,
/// `dBias[outputs] += sum over rows of dOut` (nil: no bias). Both accumulate.
///
/// `dOutStride` and `dWeightStride` are row strides in floats (`outputs` and `inputs` when nil).
public func linearWeightGradient(
    _ dWeight: Out, dBias: Out?, x: In, dOut: In, rows: Int, inputs: Int, outputs: Int, dOutStride: Int? = nil,
    dWeightStride: Int? = nil, scratch: MatrixScratch, kernel: MatrixKernel = .current
) {
    matrixProduct(
        dWeight, dOut, x, m: outputs, n: inputs, k: rows, transposeA: true, addend: UnsafePointer(dWeight), lda: dOutStride ?? outputs,
        ldc: dWeightStride ?? inputs, scratch: scratch, kernel: kernel)
    if let dBias { sumRows(dBias, dOut, rows: rows, width: outputs, xStride: dOutStride ?? outputs) }
}
