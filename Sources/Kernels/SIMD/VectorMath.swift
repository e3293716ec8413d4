import RegisterTiles

// Elementary functions on eight lanes: branch-free polynomials, accurate to one or two units in the last place where
// nothing else is said. The coefficients are minimax fits in relative error.

/// 1.5 x 2^23: adding it rounds a small float to an integer that then sits in the low bits.
@inline(__always) private var roundingMagic: Float8 { Float8(repeating: 12_582_912) }

/// e^x for x in [-87, 88]; clamped outside, so never zero and never infinite. NaN in, NaN out.
@inline(__always)
func exp(_ x: Float8) -> Float8 {
    var bounded = x.replacing(with: -87, where: x .< -87)
    bounded = bounded.replacing(with: 88, where: bounded .> 88)
    let shifted = roundingMagic.addingProduct(bounded, Float8(repeating: 1.442_695_04))
    let whole = shifted - roundingMagic
    // log2(e) in two parts: the fused product leaves the fraction exact.
    let high = (-whole).addingProduct(bounded, Float8(repeating: 1.442_695_04))
    let r = high.addingProduct(bounded, Float8(repeating: 1.925_963_0e-8))
    return scaledExponential(r, by: shifted)
}

/// The square root of x >= 0 (to one unit in the last place for normal x; 0 for 0).
@inline(__always)
func squareRoot(_ x: Float8) -> Float8 {
    // A bit-trick start, two Newton steps for 1/sqrt(x), and one corrected step for sqrt(x) itself.
    let start = Int8x(repeating: 0x5f1f_fff9) &- (unsafeBitCast(x, to: Int8x.self) &>> 1)
    var y = unsafeBitCast(start, to: Float8.self)
    y = y * 0.703_952_25 * Float8(repeating: 2.389_244_6).addingProduct(-(x * y), y)
    y = y * Float8(repeating: 1.5).addingProduct(-0.5 * x * y, y)
    let root = x * y
    return root.addingProduct(0.5 * y, x.addingProduct(-root, root))
}

/// The natural logarithm of a normal x > 0.
///
/// Source: the single-precision `logf` of the Cephes library.
@inline(__always)
func naturalLogarithm(_ x: Float8) -> Float8 {
    // x = 2^e m with m in [sqrt(1/2), sqrt(2)).
    let bits = unsafeBitCast(x, to: Int8x.self) &- 0x3f35_04f3
    let e = Float8(bits &>> 23)
    let f = unsafeBitCast((bits & 0x007f_ffff) &+ 0x3f35_04f3, to: Float8.self) - 1
    let z = f * f
    var p = Float8(repeating: 7.037_683_629_2e-2)
    p = Float8(repeating: -1.151_461_031_0e-1).addingProduct(p, f)
    p = Float8(repeating: 1.167_699_874_0e-1).addingProduct(p, f)
    p = Float8(repeating: -1.242_014_084_6e-1).addingProduct(p, f)
    p = Float8(repeating: 1.424_932_278_7e-1).addingProduct(p, f)
    p = Float8(repeating: -1.666_805_766_5e-1).addingProduct(p, f)
    p = Float8(repeating: 2.000_071_476_5e-1).addingProduct(p, f)
    p = Float8(repeating: -2.499_999_399_3e-1).addingProduct(p, f)
    p = Float8(repeating: 3.333_333_117_4e-1).addingProduct(p, f)
    var y = p * f * z
    y = y.addingProduct(e, Float8(repeating: -2.121_944_40e-4))
    y = y.addingProduct(z, Float8(repeating: -0.5))
    return (f + y).addingProduct(e, Float8(repeating: 0.693_359_375))
}

/// (cos, sin) of `turns / 2^32` of a full turn: the argument reduction is integer and exact.
@inline(__always)
func cosineAndSine(turns: SIMD8<UInt32>) -> (cosine: Float8, sine: Float8) {
    let quarter = (turns &+ 0x2000_0000) &>> 30
    let rest = SIMD8<Int32>(truncatingIfNeeded: turns &- (quarter &<< 30))
    let y = Float8(rest) * 0x1p-30
    let z = y * y
    var s = Float8(repeating: -0.004_601_658)
    s = Float8(repeating: 0.079_680_03).addingProduct(s, z)
    s = Float8(repeating: -0.645_963_5).addingProduct(s, z)
    s = Float8(repeating: 1.570_796_4).addingProduct(s, z) * y
    var c = Float8(repeating: 0.000_904_021_6)
    c = Float8(repeating: -0.020_860_288).addingProduct(c, z)
    c = Float8(repeating: 0.253_669_23).addingProduct(c, z)
    c = Float8(repeating: -1.233_700_5).addingProduct(c, z)
    c = Float8(repeating: 1).addingProduct(c, z)
    let swapped = (quarter & 1) .== 1
    let cosine = c.replacing(with: s, where: swapped)
    let sine = s.replacing(with: c, where: swapped)
    // Quarters 1 and 2 have a negative cosine, 2 and 3 a negative sine.
    let cosineSign = ((quarter &+ 1) & 2) &<< 30
    let sineSign = (quarter & 2) &<< 30
    return (
        unsafeBitCast(unsafeBitCast(cosine, to: SIMD8<UInt32>.self) ^ cosineSign, to: Float8.self),
        unsafeBitCast(unsafeBitCast(sine, to: SIMD8<UInt32>.self) ^ sineSign, to: Float8.self)
    )
}
