/// One block of Philox4x32 with 10 rounds: 128 random bits as a pure function of a 128-bit counter and a 64-bit key.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011; known answers from
/// Random123.
public func philox4x32(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
        let p0 = UInt64(c0) &* UInt64(PhiloxConstants.multiplier0)
        let p1 = UInt64(c2) &* UInt64(PhiloxConstants.multiplier1)
        (c0, c1, c2, c3) = (
            UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: p1),
            UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: p0)
        )
        k0 = k0 &+ PhiloxConstants.weyl0
        k1 = k1 &+ PhiloxConstants.weyl1
    }
    return (c0, c1, c2, c3)
}

enum PhiloxConstants {
    static var multiplier0: UInt32 { 0xD251_1F53 }
    static var multiplier1: UInt32 { 0xCD9E_8D57 }
    static var weyl0: UInt32 { 0x9E37_79B9 }
    static var weyl1: UInt32 { 0xBB67_AE85 }
}
