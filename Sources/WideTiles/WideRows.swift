import RegisterTiles

// Passes over rows in 512-bit vectors, for the CPUs that `WideTiles` is for. Lane by lane they do what `Kernels` does in 256-bit vectors.

/// `out[i] = gelu(x[i])`, and `slope[i] = gelu'(x[i])` unless nil, for the first `count - count % 16` elements.
/// - Returns: how many that are.
/// - Precondition: the CPU has AVX-512 (F, DQ, BW, VL).
public func wideGELU(_ out: Out, slope: Out?, _ x: In, count: Int) -> Int {
    let whole = count & ~15
    var i = 0
    while i < whole {
        let result = geluWithSlope(x.loadVector(i) as SIMD16<Float>)
        slope?.storeVector(result.slope, i)
        out.storeVector(result.value, i)
        i = i + 16
    }
    return whole
}

/// Overwrites `x[i]` with `2^(x[i] - shift)` for the first `count - count % 16` elements.
/// - Returns: how many that are, and the sum over them by lanes.
/// - Precondition: as `wideGELU`.
public func wideExponentials(_ x: Out, shift: Float, count: Int) -> (count: Int, sum: SIMD16<Float>) {
    let whole = count & ~15
    var sum = SIMD16<Float>()
    let shift = SIMD16<Float>(repeating: shift)
    var i = 0
    while i < whole {
        let p = exp2(In(x).loadVector(i) - shift)
        x.storeVector(p, i)
        sum += p
        i = i + 16
    }
    return (whole, sum)
}

/// `scores[i]` becomes p = `2^(scores[i] - shift)`, `gradients[i]` becomes `p (gradients[i] - expected)`, for the first
/// `count - count % 16` elements.
/// - Returns: how many that are.
/// - Precondition: as `wideGELU`.
public func wideSoftmaxBackward(_ scores: Out, _ gradients: Out, shift: Float, expected: Float, count: Int) -> Int {
    let whole = count & ~15
    let (shift, expected) = (SIMD16<Float>(repeating: shift), SIMD16<Float>(repeating: expected))
    var i = 0
    while i < whole {
        let p = exp2(In(scores).loadVector(i) - shift)
        scores.storeVector(p, i)
        gradients.storeVector(p * (In(gradients).loadVector(i) - expected), i)
        i = i + 16
    }
    return whole
}
