/// The IEEE half-precision bits nearest to `value`, ties to even; beyond 65,519 they are infinity, NaN stays NaN.
public func floatToHalfBits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: (bits >> 16) & 0x8000)
    let magnitude = bits & 0x7fff_ffff
    if magnitude >= 0x7f80_0000 {
        // Infinity, or NaN: keep the top of the payload and make it quiet.
        return magnitude == 0x7f80_0000 ? sign | 0x7c00 : sign | 0x7e00 | UInt16((magnitude >> 13) & 0x3ff)
    }
    if magnitude >= 0x477f_f000 { return sign | 0x7c00 }
    if magnitude < 0x3880_0000 {
        // Subnormal half: adding 0.5 aligns the last half bit with the last float bit, so the hardware rounds.
        let aligned = Float(bitPattern: magnitude) + 0.5
        return sign | UInt16(truncatingIfNeeded: aligned.bitPattern &- 0x3f00_0000)
    }
    let rounded = magnitude &+ 0xfff &+ ((magnitude >> 13) & 1) &- 0x3800_0000
    return sign | UInt16(truncatingIfNeeded: rounded >> 13)
}

/// The float with exactly the value of the half-precision `bits`.
public func halfBitsToFloat(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1f
    let fraction = UInt32(bits) & 0x3ff
    switch exponent {
    case 0: return Float(bitPattern: sign | (Float(fraction) * 0x1p-24).bitPattern)
    case 31: return Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
}

/// `floatToHalfBits` of every element.
public func floatToHalfBits(_ values: [Float]) -> [UInt16] { values.map { floatToHalfBits($0) } }

/// `halfBitsToFloat` of every element.
public func halfBitsToFloat(_ bits: [UInt16]) -> [Float] { bits.map { halfBitsToFloat($0) } }

/// `floatToHalfBits` of `count` elements. Overwrites `out`.
public func floatToHalfBits(_ out: UnsafeMutablePointer<UInt16>, _ x: In, count: Int) {
    for i in 0..<count { out[i] = floatToHalfBits(x[i]) }
}

/// `halfBitsToFloat` of `count` elements. Overwrites `out`.
public func halfBitsToFloat(_ out: Out, _ bits: UnsafePointer<UInt16>, count: Int) {
    for i in 0..<count { out[i] = halfBitsToFloat(bits[i]) }
}
