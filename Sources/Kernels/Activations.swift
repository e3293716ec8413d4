/// `preActivation[rows,width] += bias[width]` in place, then `out = gelu(preActivation)` with the exact erf form
/// `gelu(x) = x/2 (1 + erf(x / sqrt 2))`. Overwrites `out`, which may not overlap `preActivation`.
public func biasGELUForward(_ out: Out, preActivation: Out, bias: In, rows: Int, width: Int) {
    NaiveKernels.biasGELUForward(out, preActivation: preActivation, bias: bias, rows: rows, width: width)
}

/// `out[i] = gelu(x[i])`, exact erf form. Overwrites `out`, which may be `x` itself.
public func geluForward(_ out: Out, _ x: In, count: Int) {
    NaiveKernels.geluForward(out, x, count: count)
}

/// `dx[i] = dOut[i] * gelu'(preActivation[i])`. Overwrites `dx`, which may be `dOut` itself.
public func geluBackward(_ dx: Out, dOut: In, preActivation: In, count: Int) {
    NaiveKernels.geluBackward(dx, dOut: dOut, preActivation: preActivation, count: count)
}

/// `out[i] = x[i] * sigmoid(x[i])`. Overwrites `out`, which may be `x` itself.
public func siluForward(_ out: Out, _ x: In, count: Int) {
    NaiveKernels.siluForward(out, x, count: count)
}

/// `dx[i] = dOut[i] * silu'(x[i])`. Overwrites `dx`, which may be `dOut` itself.
public func siluBackward(_ dx: Out, dOut: In, x: In, count: Int) {
    NaiveKernels.siluBackward(dx, dOut: dOut, x: x, count: count)
}
