import Foundation

/// IEEE 754 half precision, little-endian: what attention blobs hold. Rounds to nearest, ties to even;
/// values beyond 65504 become infinity. (`Float16` does not exist on every platform.)
enum HalfPrecision {
    static func encode(_ values: [Float]) -> Data {
        var data = Data(capacity: 2 * values.count)
        for value in values {
            let bits = halfBits(value)
            data.append(UInt8(truncatingIfNeeded: bits))
            data.append(UInt8(truncatingIfNeeded: bits >> 8))
        }
        return data
    }

    static func decode(_ data: Data) -> [Float] {
        data.withUnsafeBytes { bytes in
            (0..<bytes.count / 2).map { float(UInt16(bytes[2 * $0]) | UInt16(bytes[2 * $0 + 1]) << 8) }
        }
    }

    static func halfBits(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
        if value.isNaN { return sign | 0x7e00 }
        let magnitude = bits & 0x7fff_ffff
        if magnitude >= 0x4780_0000 { return sign | 0x7c00 }  // 65536 and more, infinity
        if magnitude < 0x3880_0000 {  // below 2^-14: a subnormal half is a multiple of 2^-24
            let steps = (Float(bitPattern: magnitude) * 16_777_216).rounded(.toNearestOrEven)
            return sign | UInt16(steps)
        }
        // Re-bias the exponent, round the 13 dropped bits; a carry runs into the exponent as it should.
        let rebiased = magnitude - 0x3800_0000
        let rounded = rebiased + 0xfff + (rebiased >> 13 & 1)
        return sign | UInt16(truncatingIfNeeded: rounded >> 13)
    }

    static func float(_ half: UInt16) -> Float {
        let sign: Float = half & 0x8000 == 0 ? 1 : -1
        let exponent = Int(half >> 10 & 0x1f), fraction = Float(half & 0x3ff)
        switch exponent {
        case 0: return sign * fraction / 16_777_216
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
        }
    }
}
