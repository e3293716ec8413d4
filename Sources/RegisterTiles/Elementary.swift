// Elementary functions on vectors of any width: branch-free polynomials in which every lane goes its own way, so that all widths give
// the same bits. Accurate to one or two units in the last place; the coefficients are minimax fits in relative error.

/// 1.5 x 2^23: adding it rounds a small float to an integer that then sits in the low bits.
@_alwaysEmitIntoClient @inline(__always) var roundingMagic: Float { 12_582_912 }

/// 2^x. Zero below -126, no care above 127; NaN in, NaN out.
@_alwaysEmitIntoClient @inline(__always)
public func exp2<V: FloatVector>(_ x: V) -> V {
    let bounded = x.atLeast(-126)
    let shifted = bounded + roundingMagic
    let r = bounded - (shifted - roundingMagic)
    return scaledExponential(r, by: shifted).zero(whereBelow: -126, x)
}

/// e^(-x / 2) for x in [0, 170].
@_alwaysEmitIntoClient @inline(__always)
func expOfMinusHalf<V: FloatVector>(_ x: V) -> V {
    let factor = V(repeating: -0.721_347_52)
    let shifted = V(repeating: roundingMagic).addingProduct(x, factor)
    // The fused product keeps the fraction exact but for the constant's own rounding (1.3e-8 of it).
    let r = (V(repeating: roundingMagic) - shifted).addingProduct(x, factor)
    return scaledExponential(r, by: shifted)
}

/// 2^r times 2^n, for r in [-1/2, 1/2] and n in the low bits of `shifted`.
@_alwaysEmitIntoClient @inline(__always)
public func scaledExponential<V: FloatVector>(_ r: V, by shifted: V) -> V {
    var p = V(repeating: 0.000_153_533_59)
    p = V(repeating: 0.001_339_887_5).addingProduct(p, r)
    p = V(repeating: 0.009_618_437).addingProduct(p, r)
    p = V(repeating: 0.055_503_324).addingProduct(p, r)
    p = V(repeating: 0.240_226_48).addingProduct(p, r)
    p = V(repeating: 0.693_147_2).addingProduct(p, r)
    p = V(repeating: 1).addingProduct(p, r)
    return p.timesPowerOfTwo(shifted)
}

/// The normal distribution behind the exact GELU, gelu(x) = x P(X < x): `below` = P(X < x), `bell` = exp(-x^2 / 2).
///
/// P(X > y) = exp(-y^2/2) t q(t) for y >= 0, with t = 1 / (1 + 0.35 y) and q a minimax polynomial (relative error 3e-8).
@_alwaysEmitIntoClient @inline(__always)
public func normalDistribution<V: FloatVector>(_ x: V) -> (below: V, bell: V) {
    let y = x.magnitudes.atMost(12)
    let t = 1 / V(repeating: 1).addingProduct(y, V(repeating: 0.35))
    var q = V(repeating: -0.029_146_469)
    q = V(repeating: 0.143_974_26).addingProduct(q, t)
    q = V(repeating: -0.255_719_42).addingProduct(q, t)
    q = V(repeating: 0.159_179_9).addingProduct(q, t)
    q = V(repeating: -0.023_113_638).addingProduct(q, t)
    q = V(repeating: 0.105_509_54).addingProduct(q, t)
    q = V(repeating: 0.119_832_5).addingProduct(q, t)
    q = V(repeating: 0.139_861_92).addingProduct(q, t)
    q = V(repeating: 0.139_621_41).addingProduct(q, t)
    let bell = expOfMinusHalf(y * y)
    let above = bell * (t * q)
    return (above.replaced(by: 1 - above, wherePositive: x), bell)
}

/// gelu(x), and its slope.
@_alwaysEmitIntoClient @inline(__always)
public func geluWithSlope<V: FloatVector>(_ x: V) -> (value: V, slope: V) {
    let (below, bell) = normalDistribution(x)
    return (x * below, below.addingProduct(x * V(repeating: 0.398_942_28), bell))
}
