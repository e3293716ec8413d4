typealias Words8 = SIMD8<UInt32>

extension PhiloxStream {
    /// Blocks `first ..< first + 8`: lane `i` of word `w` is word `w` of block `first + i`.
    /// - Precondition: `first` is a multiple of 8, so the eight blocks share their upper counter word.
    @inline(__always)
    func blocks8(_ first: Int) -> (Words8, Words8, Words8, Words8) {
        // Words live in 64-bit lanes whose upper halves are zero: that is the shape of AVX2's widening product.
        typealias Wide = SIMD8<UInt64>
        let mask = Wide(repeating: 0xffff_ffff)
        let multiplier0 = Wide(repeating: UInt64(PhiloxConstants.multiplier0))
        let multiplier1 = Wide(repeating: UInt64(PhiloxConstants.multiplier1))
        var c0 = (Wide(0, 1, 2, 3, 4, 5, 6, 7) &+ UInt64(truncatingIfNeeded: first)) & mask
        var c1 = Wide(repeating: UInt64(purposeWord | UInt32(truncatingIfNeeded: first >> 32)))
        var c2 = Wide(repeating: UInt64(counterTail.0))
        var c3 = Wide(repeating: UInt64(counterTail.1))
        var (k0, k1) = key
        for _ in 0..<10 {
            let p0 = (c0 & mask) &* multiplier0
            let p1 = (c2 & mask) &* multiplier1
            c0 = (p1 &>> 32) ^ c1 ^ Wide(repeating: UInt64(k0))
            c1 = p1 & mask
            c2 = (p0 &>> 32) ^ c3 ^ Wide(repeating: UInt64(k1))
            c3 = p0 & mask
            k0 = k0 &+ PhiloxConstants.weyl0
            k1 = k1 &+ PhiloxConstants.weyl1
        }
        return (
            Words8(truncatingIfNeeded: c0), Words8(truncatingIfNeeded: c1), Words8(truncatingIfNeeded: c2),
            Words8(truncatingIfNeeded: c3)
        )
    }
}

/// 24 random bits as a float in [0, 1).
@inline(__always)
func unitInterval(_ bits: Words8) -> Float8 { Float8(Int8x(truncatingIfNeeded: bits &>> 8)) * 0x1p-24 }

/// Two standard normal vectors from two random words each: Box-Muller with 31 bits of radius and 32 bits of angle.
@inline(__always)
func boxMuller(_ a: Words8, _ b: Words8) -> (Float8, Float8) {
    // In (0, 1]: from half of the last bit upwards, so the radius stays below 6.67.
    let u = (Float8(Int8x(truncatingIfNeeded: a &>> 1)) + 0.5) * 0x1p-31
    let radius = squareRoot((naturalLogarithm(u) * -2).maximum(Float8()))
    let (cosine, sine) = cosineAndSine(turns: b)
    return (radius * cosine, radius * sine)
}
