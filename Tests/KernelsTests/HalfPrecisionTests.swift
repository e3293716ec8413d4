import Testing

@testable import Kernels

@Suite struct HalfPrecisionTests {
    @Test("every half-precision value comes back from float unchanged")
    func roundTrip() {
        for pattern in UInt16.min...UInt16.max {
            let value = halfBitsToFloat(pattern)
            let isNaN = pattern & 0x7c00 == 0x7c00 && pattern & 0x3ff != 0
            #expect(value.isNaN == isNaN)
            // A signalling NaN comes back quiet.
            #expect(floatToHalfBits(value) == (isNaN ? pattern | 0x200 : pattern))
        }
    }

    @Test("values are decoded as IEEE 754 says")
    func decoding() {
        let known: [(UInt16, Float)] = [
            (0x0000, 0), (0x3c00, 1), (0xc000, -2), (0x7bff, 65504), (0x0400, 0x1p-14), (0x0001, 0x1p-24),
            (0x03ff, 1023 * 0x1p-24), (0x7c00, .infinity), (0xfc00, -.infinity), (0x3555, 0.333_251_953_125),
        ]
        for (pattern, value) in known { #expect(halfBitsToFloat(pattern) == value) }
    }

    @Test("floats between two halves round to the nearest, ties to even")
    func rounding() {
        // Every neighbouring pair of finite positive halves, normal and subnormal.
        for pattern in UInt16(0)..<0x7bff {
            let (low, high) = (halfBitsToFloat(pattern), halfBitsToFloat(pattern + 1))
            let middle = (low + high) / 2
            let even = pattern % 2 == 0 ? pattern : pattern + 1
            #expect(floatToHalfBits(middle) == even)
            #expect(floatToHalfBits(middle.nextDown) == pattern)
            #expect(floatToHalfBits(middle.nextUp) == pattern + 1)
            #expect(floatToHalfBits(-middle.nextUp) == (pattern + 1) | 0x8000)
        }
        #expect(floatToHalfBits(65519.996) == 0x7bff)
        #expect(floatToHalfBits(65520) == 0x7c00)
        #expect(floatToHalfBits(Float.greatestFiniteMagnitude) == 0x7c00)
        #expect(floatToHalfBits(-Float.infinity) == 0xfc00)
        #expect(floatToHalfBits(Float.leastNonzeroMagnitude) == 0)
    }

    @Test("the array forms do the same")
    func arrays() {
        let values = noise(37, 1)
        let halves = floatToHalfBits(values.array)
        #expect(halves == values.array.map { floatToHalfBits($0) })
        let back = FloatBuffer(count: 37)
        halves.withUnsafeBufferPointer { halfBitsToFloat(back.pointer, $0.baseAddress!, count: 37) }
        #expect(back.array == halfBitsToFloat(halves))
        #expect(relativeError(back, values) < 3e-4)
    }
}
