import RegisterTiles

// Many integers at once, the same as `uniformInteger` gives one at a time.

private typealias Wide = SIMD8<UInt64>

/// Overwrites `out[count]` with the first values of the stream, uniform in `0..<bound`: those that ``uniformInteger(below:_:_:)`` gives.
/// - Precondition: `1 <= bound < 2^32`.
public func fillUniformIntegers(_ out: UnsafeMutablePointer<UInt32>, count: Int, below bound: Int, key: RandomKey) {
    precondition(bound >= 1 && bound <= Int(UInt32.max), "fillUniformIntegers: no such integers in 0..<\(bound)")
    let stream = PhiloxStream(key), factor = Wide(repeating: UInt64(bound))
    for first in stride(from: 0, to: count, by: 8) {
        let (low, high, _, _) = stream.blocks8(first)
        // The upper half of a 64 x 32 bit product, from products of 32 bits: neither sum overflows.
        let carried = (Wide(truncatingIfNeeded: low) &* factor) &>> 32
        let values = Words8(truncatingIfNeeded: (Wide(truncatingIfNeeded: high) &* factor &+ carried) &>> 32)
        if first + 8 <= count {
            UnsafeMutableRawPointer(out + first).storeBytes(of: values, as: Words8.self)
        } else {
            for lane in 0..<count - first { out[first + lane] = values[lane] }
        }
    }
}

/// Random signs, eight to a byte: `out[table * stride + draw]` is byte `table % 8` of
/// `uniformInteger(below: 1 << 62, key of sample draw, table / 8)`, whose last byte has six.
///
/// - Parameter key: of the first draw; the others' samples follow.
/// - Precondition: `draws` is a multiple of 8 and `stride >= draws`.
public func fillSigns(_ out: UnsafeMutablePointer<UInt8>, draws: Int, tables: Int, stride: Int, key: RandomKey) {
    precondition(draws % 8 == 0 && stride >= draws, "fillSigns: \(draws) draws in rows of \(stride)")
    for first in Swift.stride(from: 0, to: draws, by: 8) {
        var key = key
        key.sample &+= UInt64(first)
        let streams = PhiloxStreams8(key)
        for word in 0..<(tables + 7) / 8 {
            let (low, high) = streams.block(word)
            let bits = (high &<< 30) | (low &>> 2)
            for table in 0..<min(8, tables - 8 * word) {
                let bytes = SIMD8<UInt8>(truncatingIfNeeded: bits &>> Wide(repeating: UInt64(8 * table)))
                UnsafeMutableRawPointer(out + (8 * word + table) * stride + first).storeBytes(of: bytes, as: SIMD8<UInt8>.self)
            }
        }
    }
}

/// The streams of eight keys whose samples follow each other: lane `i` is that of sample `key.sample + i`.
private struct PhiloxStreams8 {
    private var counter2, counter3, key0, key1: Wide
    private let purposeWord: UInt32

    @inline(__always)
    init(_ key: RandomKey) {
        let samples = Wide(0, 1, 2, 3, 4, 5, 6, 7) &+ key.sample
        func low(_ value: UInt64) -> Wide { Wide(repeating: value & 0xffff_ffff) }
        let bits = philox8(
            low(key.step), low(key.step >> 32), samples & 0xffff_ffff, samples &>> 32, low(key.seed), low(key.seed >> 32))
        (key0, key1, counter2, counter3) = bits
        purposeWord = key.purpose.rawValue << 24
    }

    /// The first two words of a block below 2^24, in lanes of 64 bits.
    @inline(__always)
    func block(_ index: Int) -> (low: Wide, high: Wide) {
        let bits = philox8(
            Wide(repeating: UInt64(index)), Wide(repeating: UInt64(purposeWord)), counter2, counter3, key0, key1)
        return (bits.0, bits.1)
    }
}

/// Eight blocks of ``philox4x32(counter:key:)``: words live in 64-bit lanes whose upper halves are zero.
@inline(__always)
private func philox8(_ c0: Wide, _ c1: Wide, _ c2: Wide, _ c3: Wide, _ k0: Wide, _ k1: Wide) -> (Wide, Wide, Wide, Wide) {
    let mask = Wide(repeating: 0xffff_ffff)
    let multiplier0 = Wide(repeating: UInt64(PhiloxConstants.multiplier0))
    let multiplier1 = Wide(repeating: UInt64(PhiloxConstants.multiplier1))
    let weyl0 = Wide(repeating: UInt64(PhiloxConstants.weyl0)), weyl1 = Wide(repeating: UInt64(PhiloxConstants.weyl1))
    var (c0, c1, c2, c3, k0, k1) = (c0, c1, c2, c3, k0, k1)
    for _ in 0..<10 {
        let p0 = (c0 & mask) &* multiplier0, p1 = (c2 & mask) &* multiplier1
        (c0, c1, c2, c3) = ((p1 &>> 32) ^ c1 ^ k0, p1 & mask, (p0 &>> 32) ^ c3 ^ k1, p0 & mask)
        k0 = (k0 &+ weyl0) & mask
        k1 = (k1 &+ weyl1) & mask
    }
    return (c0, c1, c2, c3)
}
