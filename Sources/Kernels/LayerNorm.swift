/// The epsilon inside every layer norm of the model.
public let layerNormEpsilon: Float = 1e-5

/// `out[rows,width] = (x - mean) * inverseDeviation * gamma + beta`, row by row. Overwrites `out`, `mean[rows]` and
/// `inverseDeviation[rows]`, where `inverseDeviation = 1 / sqrt(variance + 1e-5)` with the biased variance.
///
/// `out` may be `x` itself. `gamma` and `beta` are `[width]`.
public func layerNormForward(
    _ out: Out, mean: Out, inverseDeviation: Out, x: In, gamma: In, beta: In, rows: Int, width: Int
) {
    NaiveKernels.layerNormForward(
        out, mean: mean, inverseDeviation: inverseDeviation, x: x, gamma: gamma, beta: beta, rows: rows, width: width)
}

/// `sum = x + addend`, `out = layerNorm(sum)`: the residual addition and the norm that follows it in one pass.
/// Overwrites `out`, `sum`, `mean` and `inverseDeviation`; `sum` may be `x` or `addend` itself, `out` may not
/// overlap `sum`.
public func residualLayerNormForward(
    _ out: Out, sum: Out, mean: Out, inverseDeviation: Out, x: In, addend: In, gamma: In, beta: In,
    rows: Int, width: Int
) {
    for index in 0..<rows * width { sum[index] = x[index] + addend[index] }
    layerNormForward(
        out, mean: mean, inverseDeviation: inverseDeviation, x: sum, gamma: gamma, beta: beta, rows: rows, width: width)
}

/// The gradients of `layerNormForward`. `dx[rows,width]`, `dGamma[width]` and `dBeta[width]` all **accumulate**, so
/// `dx` may already hold the gradient that flows through the residual connection. `x` is the input of the norm;
/// `mean` and `inverseDeviation` are what the forward pass stored.
/// - Precondition: `dx` does not overlap `dOut` or `x`.
public func layerNormBackward(
    dx: Out, dGamma: Out, dBeta: Out, dOut: In, x: In, mean: In, inverseDeviation: In, gamma: In,
    rows: Int, width: Int
) {
    NaiveKernels.layerNormBackward(
        dx: dx, dGamma: dGamma, dBeta: dBeta, dOut: dOut, x: x, mean: mean, inverseDeviation: inverseDeviation,
        gamma: gamma, rows: rows, width: width)
}
