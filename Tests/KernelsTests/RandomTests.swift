import Foundation
import Testing

@testable import Kernels

@Suite struct RandomTests {
    static let key = RandomKey(seed: 7, purpose: .noise, step: 3, sample: 11)

    @Test("Philox gives Random123's known answers")
    func knownAnswers() {
        let ones = UInt32.max
        let zero = philox4x32(counter: (0, 0, 0, 0), key: (0, 0))
        #expect(zero == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let full = philox4x32(counter: (ones, ones, ones, ones), key: (ones, ones))
        #expect(full == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        let pi = philox4x32(
            counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: (0xa409_3822, 0x299f_31d0))
        #expect(pi == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test("the eight-block form gives the scalar blocks", arguments: [0, 8, 4096, 1 << 33])
    func vectors(first: Int) {
        let stream = PhiloxStream(Self.key)
        let words = stream.blocks8(first)
        for lane in 0..<8 {
            let block = stream.block(first + lane)
            #expect((words.0[lane], words.1[lane], words.2[lane], words.3[lane]) == block)
        }
    }

    @Test("value i is the same alone, in a short fill and in a long one")
    func positions() {
        let long = FloatBuffer(count: 300)
        fillNormal(long.pointer, count: 300, key: Self.key)
        let uniforms = FloatBuffer(count: 300)
        fillUniform(uniforms.pointer, count: 300, key: Self.key)
        for count in [1, 7, 8, 31, 33, 77, 299] {
            let short = FloatBuffer(count: count)
            fillNormal(short.pointer, count: count, key: Self.key)
            #expect(bits(short) == Array(bits(long)[0..<count]))
        }
        for index in 0..<300 {
            #expect(normal(Self.key, index) == long[index])
            let value: Float = uniform(Self.key, index)
            #expect(value == uniforms[index])
        }
    }

    @Test("the known values of one stream, so that no change of the generator goes unseen")
    func pinned() {
        let words = PhiloxStream(Self.key).block(0)
        #expect(words == Self.pinnedBlock)
    }
    static let pinnedBlock: (UInt32, UInt32, UInt32, UInt32) = (2_736_580_234, 1_076_061_830, 3_806_248_336, 1_519_777_861)

    @Test("seed, purpose, step and sample each make another stream")
    func streams() {
        var keys = [Self.key]
        keys.append(RandomKey(seed: 8, purpose: .noise, step: 3, sample: 11))
        keys.append(RandomKey(seed: 7, purpose: .timesteps, step: 3, sample: 11))
        keys.append(RandomKey(seed: 7, purpose: .noise, step: 4, sample: 11))
        keys.append(RandomKey(seed: 7, purpose: .noise, step: 3, sample: 12))
        keys.append(RandomKey(seed: 7 + 1 << 40, purpose: .noise, step: 3, sample: 11))
        keys.append(RandomKey(seed: 7, purpose: .noise, step: 3 + 1 << 40, sample: 11))
        keys.append(RandomKey(seed: 7, purpose: .noise, step: 11, sample: 3))
        let firsts = keys.map { key -> Double in uniform(key, 0) }
        #expect(Set(firsts).count == keys.count)
        let n = 4096
        let reference = FloatBuffer(count: n)
        fillNormal(reference.pointer, count: n, key: keys[0])
        for other in keys.dropFirst() {
            let values = FloatBuffer(count: n)
            fillNormal(values.pointer, count: n, key: other)
            #expect(abs(dotProduct(values, reference)) / Double(n) < 5 / Double(n).squareRoot())
        }
    }

    @Test("normal values have the moments and tails of the normal distribution")
    func moments() {
        let n = 1 << 20
        let x = FloatBuffer(count: n)
        fillNormal(x.pointer, count: n, key: Self.key)
        var (m1, m2, m3, m4, beyondTwo, beyondFour) = (0.0, 0.0, 0.0, 0.0, 0, 0)
        for value in x.array.map(Double.init) {
            m1 += value
            m2 += value * value
            m3 += value * value * value
            m4 += value * value * value * value
            if abs(value) > 2 { beyondTwo += 1 }
            if abs(value) > 4 { beyondFour += 1 }
        }
        let count = Double(n)
        // Five standard errors each.
        #expect(abs(m1 / count) < 5 / count.squareRoot())
        #expect(abs(m2 / count - 1) < 5 * (2 / count).squareRoot())
        #expect(abs(m3 / count) < 5 * (15 / count).squareRoot())
        #expect(abs(m4 / count - 3) < 5 * (96 / count).squareRoot())
        #expect(abs(Double(beyondTwo) / count - 0.045_500_26) < 5 * (0.0455 * 0.9545 / count).squareRoot())
        #expect((25...120).contains(beyondFour))
        let neighbours = (0..<n - 1).reduce(0.0) { $0 + Double(x[$1]) * Double(x[$1 + 1]) }
        #expect(abs(neighbours / count) < 5 / count.squareRoot())
    }

    @Test("Box-Muller's vector arithmetic is that of the exact formula")
    func boxMullerAccuracy() {
        for i in 0..<20_000 {
            let words = philox4x32(counter: (UInt32(i), 0, 0, 0), key: (1, 2))
            let (c, s) = boxMuller(Words8(repeating: words.0), Words8(repeating: words.1))
            let radius = (-2 * log((Double(words.0 >> 1) + 0.5) * 0x1p-31)).squareRoot()
            let angle = 2 * Double.pi * Double(words.1) * 0x1p-32
            // Where the radius is small, the rounding of a uniform near 1 shows; it is a tenth of a millionth of it.
            let tolerance = 2e-6 + 1.2e-7 / radius
            #expect(abs(Double(c[0]) - radius * cos(angle)) < tolerance)
            #expect(abs(Double(s[0]) - radius * sin(angle)) < tolerance)
        }
        // The ends of both ranges.
        let far = boxMuller(Words8(repeating: 0), Words8(repeating: 0))
        #expect(abs(far.0[0] - 6.660_36) < 1e-4 && far.1[0] == 0)
        let near = boxMuller(Words8(repeating: .max), Words8(repeating: .max))
        #expect(near.0[0].isFinite && near.1[0].isFinite)
    }

    @Test("uniform values fill [0, 1) evenly")
    func uniforms() {
        let n = 1 << 18
        let x = FloatBuffer(count: n)
        fillUniform(x.pointer, count: n, key: Self.key)
        #expect(x.array.allSatisfy { $0 >= 0 && $0 < 1 })
        var bins = [Int](repeating: 0, count: 64)
        for value in x.array { bins[Int(value * 64)] += 1 }
        let expected = Double(n) / 64
        let chiSquare = bins.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        // 63 degrees of freedom: mean 63, deviation 11.2.
        #expect(chiSquare < 63 + 5 * 11.2)
        fillUniform(x.pointer, count: n, key: Self.key, low: -3, high: -1)
        #expect(x.array.allSatisfy { $0 >= -3 && $0 <= -1 })
    }

    @Test("integers below a bound are in range and even", arguments: [1, 2, 7, 1000])
    func integers(bound: Int) {
        var counts = [Int](repeating: 0, count: bound)
        for index in 0..<20_000 { counts[uniformInteger(below: bound, Self.key, index)] += 1 }
        let expected = 20_000 / Double(bound)
        let chiSquare = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        #expect(chiSquare <= Double(bound - 1) + 5 * (2 * Double(bound)).squareRoot())
    }

    @Test("a permutation holds every index once, and differs by key", arguments: [0, 1, 2, 1000])
    func permutations(count: Int) {
        let order = permutation(count: count, key: Self.key)
        #expect(order.sorted() == Array(0..<Int32(count)))
        #expect(order == permutation(count: count, key: Self.key))
        if count == 1000 {
            var other = Self.key
            other.step += 1
            #expect(order != permutation(count: count, key: other))
            #expect(order.enumerated().filter { $0.offset == Int($0.element) }.count < 10)
        }
    }
}
