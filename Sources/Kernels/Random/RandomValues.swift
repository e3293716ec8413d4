import Foundation

// A float stream is laid out for SIMD: 32 consecutive values come from 8 consecutive Philox blocks, value
// `8 * word + lane` of the group from word `word` of block `lane`.

/// The block and the word that hold value `index` of a float stream.
@inline(__always)
func streamPlace(_ index: Int) -> (block: Int, word: Int) {
    let (group, place) = (index >> 5, index & 31)
    return (group << 3 | place & 7, place >> 3)
}

/// Value `index` of the stream, uniform in [0, 1), a multiple of 2^-24; what `fillUniform` writes there.
public func uniform(_ key: RandomKey, _ index: Int) -> Float {
    let (block, word) = streamPlace(index)
    let bits = PhiloxStream(key).block(block)
    let chosen = word == 0 ? bits.0 : word == 1 ? bits.1 : word == 2 ? bits.2 : bits.3
    return Float(chosen >> 8) * 0x1p-24
}

/// Value `index` of the stream, uniform in [0, 1), a multiple of 2^-53.
public func uniform(_ key: RandomKey, _ index: Int) -> Double {
    let bits = PhiloxStream(key).block(index)
    return Double((UInt64(bits.1) << 32 | UInt64(bits.0)) >> 11) * 0x1p-53
}

/// Value `index` of the stream, uniform in `0..<bound` (the bias is below `bound / 2^64`).
/// - Precondition: `bound >= 1`.
public func uniformInteger(below bound: Int, _ key: RandomKey, _ index: Int) -> Int {
    precondition(bound >= 1, "uniformInteger: no integer lies in 0..<\(bound)")
    return uniformInteger(below: bound, PhiloxStream(key), index)
}

func uniformInteger(below bound: Int, _ stream: PhiloxStream, _ index: Int) -> Int {
    let bits = stream.block(index)
    return Int((UInt64(bits.1) << 32 | UInt64(bits.0)).multipliedFullWidth(by: UInt64(bound)).high)
}

/// A uniformly random order of `0..<count`.
/// - Precondition: `0 <= count <= Int32.max`.
public func permutation(count: Int, key: RandomKey) -> [Int32] {
    precondition(count >= 0 && count <= Int(Int32.max), "permutation of \(count) items")
    let stream = PhiloxStream(key)
    var order = Array(0..<Int32(count))
    for last in stride(from: count - 1, to: 0, by: -1) {
        order.swapAt(last, uniformInteger(below: last + 1, stream, last))
    }
    return order
}

/// Overwrites `out[count]` with the first values of the stream, uniform in [low, high) up to rounding.
public func fillUniform(_ out: Out, count: Int, key: RandomKey, low: Float = 0, high: Float = 1) {
    let (base, span) = (Float8(repeating: low), Float8(repeating: high - low))
    @inline(__always) func place(_ bits: Words8) -> Float8 { base.addingProduct(unitInterval(bits), span) }
    fillGroups(out, count: count, stream: PhiloxStream(key)) { bits in
        (place(bits.0), place(bits.1), place(bits.2), place(bits.3))
    }
}

/// Overwrites `out[count]` with the first values of the stream, standard normal (Box-Muller, so no value lies beyond
/// 6.67), times `deviation`.
public func fillNormal(_ out: Out, count: Int, key: RandomKey, deviation: Float = 1) {
    fillGroups(out, count: count, stream: PhiloxStream(key)) { bits in
        let (a, b) = boxMuller(bits.0, bits.1)
        let (c, d) = boxMuller(bits.2, bits.3)
        return (a * deviation, b * deviation, c * deviation, d * deviation)
    }
}

/// Value `index` of the stream, from the standard normal distribution; what `fillNormal` writes there.
public func normal(_ key: RandomKey, _ index: Int) -> Float {
    let (block, word) = streamPlace(index)
    let bits = PhiloxStream(key).block(block)
    let pair = word < 2 ? (bits.0, bits.1) : (bits.2, bits.3)
    // On eight equal lanes, so that it is the same arithmetic to the bit.
    let values = boxMuller(Words8(repeating: pair.0), Words8(repeating: pair.1))
    return word % 2 == 0 ? values.0[0] : values.1[0]
}

/// Writes `values(bits)` of one group of eight blocks after the other; the last group is cut off at `count`.
@inline(__always)
private func fillGroups(
    _ out: Out, count: Int, stream: PhiloxStream,
    _ values: ((Words8, Words8, Words8, Words8)) -> (Float8, Float8, Float8, Float8)
) {
    var first = 0
    while first < count {
        let (a, b, c, d) = values(stream.blocks8(first >> 2))
        if first + 32 <= count {
            out.store8(a, first)
            out.store8(b, first + 8)
            out.store8(c, first + 16)
            out.store8(d, first + 24)
        } else {
            storeCut(out + first, a, count: count - first)
            storeCut(out + first + 8, b, count: count - first - 8)
            storeCut(out + first + 16, c, count: count - first - 16)
            storeCut(out + first + 24, d, count: count - first - 24)
        }
        first += 32
    }
}

private func storeCut(_ out: Out, _ vector: Float8, count: Int) {
    if count >= 8 {
        out.store8(vector, 0)
    } else if count > 0 {
        out.store8(vector, 0, count: count)
    }
}
