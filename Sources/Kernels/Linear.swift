/// `out[rows,outputs] (+)= x[rows,inputs] · weight[outputs,inputs]^T + bias[outputs]`.
///
/// Overwrites `out`, or accumulates when `accumulate` (the bias is added in both cases). `xStride` and `outStride`
/// are row strides in floats (`inputs` and `outputs` when nil).
/// - Precondition: `out` does not overlap the inputs.
public func linearForward(
    _ out: Out, _ x: In, weight: In, bias: In?, rows: Int, inputs: Int, outputs: Int,
    accumulate: Bool = false, xStride: Int? = nil, outStride: Int? = nil
) {
    let stride = outStride ?? outputs
    if let bias {
        // With the bias already there, sgemm adds to it: the bias costs no more than sgemm's own clearing pass.
        for row in 0..<rows {
            if accumulate {
                addInPlace(out + row * stride, bias, count: outputs)
            } else {
                (out + row * stride).update(from: bias, count: outputs)
            }
        }
    }
    matmul(
        out, x, weight, m: rows, n: outputs, k: inputs, transposeB: true,
        accumulate: accumulate || bias != nil, lda: xStride, ldb: inputs, ldc: stride)
}

/// The gradients of `linearForward`.
///
/// `dx[rows,inputs]` is overwritten, or accumulated into when `accumulateInput`; nil skips it (frozen inputs).
/// `dWeight[outputs,inputs]` and `dBias[outputs]` always accumulate; nil skips them. Strides are row strides in
/// floats (the tight width when nil).
public func linearBackward(
    dx: Out?, dWeight: Out?, dBias: Out?, x: In, weight: In, dOut: In,
    rows: Int, inputs: Int, outputs: Int, accumulateInput: Bool,
    xStride: Int? = nil, dOutStride: Int? = nil, dxStride: Int? = nil
) {
    let outStride = dOutStride ?? outputs
    if let dx {
        matmul(
            dx, dOut, weight, m: rows, n: inputs, k: outputs, accumulate: accumulateInput,
            lda: outStride, ldb: inputs, ldc: dxStride)
    }
    if let dWeight {
        matmul(
            dWeight, dOut, x, m: outputs, n: inputs, k: rows, transposeA: true, accumulate: true,
            lda: outStride, ldb: xStride ?? inputs, ldc: inputs)
    }
    if let dBias { sumRows(dBias, dOut, rows: rows, width: outputs, xStride: outStride) }
}
