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
    for i in 0..<count {
        let value: Float = uniform(key, i)
        out[i] = low + (high - low) * value
    }
}

/// Value `index` of the stream, from the standard normal distribution; what `fillNormal` writes there.
public func normal(_ key: RandomKey, _ index: Int) -> Float {
    let (block, word) = streamPlace(index)
    let bits = PhiloxStream(key).block(block)
    let (a, b) = word < 2 ? (bits.0, bits.1) : (bits.2, bits.3)
    let radius = (-2 * log((Double(a) + 1) * 0x1p-32)).squareRoot()
    let angle = 2 * Double.pi * Double(b) * 0x1p-32
    return Float(radius * (word % 2 == 0 ? cos(angle) : sin(angle)))
}

/// Overwrites `out[count]` with the first values of the stream, standard normal (Box-Muller on 32-bit uniforms, so no
/// value lies beyond 6.67), times `deviation`.
public func fillNormal(_ out: Out, count: Int, key: RandomKey, deviation: Float = 1) {
    for i in 0..<count { out[i] = normal(key, i) * deviation }
}
