import Testing

@testable import Kernels

/// One attention problem in packed matrices, as the model lays them out: image rows and text rows in one
/// `[rows, 3D]` matrix, all samples' image rows first.
struct AttentionCase {
    var samples = 2
    var heads = 2
    var headSize = 8
    var queries = 5
    /// Tokens of the one or two key segments; queries are rows of the first.
    var segments = [5]

    var width: Int { heads * headSize }
    var keys: Int { segments.reduce(0, +) }
    var rows: Int { samples * keys }
    var packed: FloatBuffer { noise(rows * 3 * width, 1) }

    func queryRows(_ x: FloatBuffer) -> QueryRows {
        QueryRows(
            pointer: x.pointer, count: queries, rowStride: 3 * width, sampleStride: segments[0] * 3 * width)
    }

    func keySegments(_ x: FloatBuffer) -> [KeySegment] {
        var first = 0
        return segments.map { count in
            defer { first += samples * count * 3 * width }
            return KeySegment(
                key: x.pointer + first + width, value: x.pointer + first + 2 * width, count: count,
                rowStride: 3 * width, sampleStride: count * 3 * width)
        }
    }

    func gradients(_ x: FloatBuffer) -> (MutableQueryRows, [KeyGradientSegment]) {
        var first = 0
        let keys = segments.map { count in
            defer { first += samples * count * 3 * width }
            return KeyGradientSegment(
                dKey: x.pointer + first + width, dValue: x.pointer + first + 2 * width, count: count,
                rowStride: 3 * width, sampleStride: count * 3 * width)
        }
        return (
            MutableQueryRows(
                pointer: x.pointer, count: queries, rowStride: 3 * width, sampleStride: segments[0] * 3 * width),
            keys
        )
    }

    func results(_ x: FloatBuffer) -> MutableQueryRows {
        MutableQueryRows(
            pointer: x.pointer, count: queries, rowStride: width, sampleStride: queries * width)
    }

    var scratch: AttentionScratch { scratch(.current) }

    func scratch(_ kernel: MatrixKernel) -> AttentionScratch {
        AttentionScratch(maximumQueries: queries, maximumKeys: keys, headSize: headSize, kernel: kernel)
    }

    func forward(_ x: FloatBuffer, scratch: AttentionScratch) -> (out: FloatBuffer, logSumExp: FloatBuffer) {
        let (out, logs) = (FloatBuffer(count: samples * queries * width), FloatBuffer(count: samples * heads * queries))
        attentionForward(
            results(out), logSumExp: logs.pointer, queries: queryRows(x), keys: keySegments(x), samples: samples,
            heads: heads, headSize: headSize, scratch: scratch)
        return (out, logs)
    }

    func backward(
        _ x: FloatBuffer, dOut: FloatBuffer, into gradient: FloatBuffer, scratch: AttentionScratch,
        accumulateKeys: Bool = true
    ) {
        let (out, logs) = forward(x, scratch: scratch)
        let (dQueries, dKeys) = gradients(gradient)
        attentionBackward(
            dQueries: dQueries, dKeys: dKeys, dOut: results(dOut).rows, out: results(out).rows,
            logSumExp: logs.pointer, queries: queryRows(x), keys: keySegments(x), samples: samples, heads: heads,
            headSize: headSize, scratch: scratch, accumulateKeys: accumulateKeys)
    }

    static let all: [AttentionCase] = [
        AttentionCase(samples: 2, heads: 2, headSize: 4, queries: 5, segments: [5]),
        AttentionCase(samples: 1, heads: 3, headSize: 5, queries: 7, segments: [7]),
        AttentionCase(samples: 3, heads: 1, headSize: 8, queries: 1, segments: [1]),
        AttentionCase(samples: 2, heads: 2, headSize: 20, queries: 17, segments: [17, 16]),
        AttentionCase(samples: 2, heads: 4, headSize: 32, queries: 81, segments: [81]),
        AttentionCase(samples: 1, heads: 2, headSize: 32, queries: 65, segments: [65, 16]),
        AttentionCase(samples: 1, heads: 2, headSize: 64, queries: 77, segments: [77]),
        AttentionCase(samples: 1, heads: 2, headSize: 64, queries: 257, segments: [257, 77]),
        AttentionCase(samples: 2, heads: 2, headSize: 16, queries: 49, segments: [49, 1]),
        // Queries fewer than keys: the first rows only.
        AttentionCase(samples: 2, heads: 2, headSize: 24, queries: 10, segments: [20, 13]),
        AttentionCase(samples: 1, heads: 1, headSize: 40, queries: 100, segments: [128, 128]),
    ]
}

@Suite struct AttentionTests {
    @Test("attention equals its naive reference", arguments: AttentionCase.all)
    func forward(c: AttentionCase) {
        let x = c.packed
        let fast = c.forward(x, scratch: c.scratch)
        let (out, logs) = (FloatBuffer(count: fast.out.count), FloatBuffer(count: fast.logSumExp.count))
        NaiveKernels.attentionForward(
            c.results(out), logSumExp: logs.pointer, queries: c.queryRows(x), keys: c.keySegments(x),
            samples: c.samples, heads: c.heads, headSize: c.headSize)
        #expect(relativeError(fast.out, out) < 5e-7)
        #expect(relativeError(fast.logSumExp, logs) < 2e-7)
    }

    @Test("captured probabilities equal the naive ones and sum to one", arguments: AttentionCase.all)
    func probabilities(c: AttentionCase) {
        let x = c.packed
        let fast = FloatBuffer(count: c.samples * c.heads * c.queries * c.keys)
        let slow = FloatBuffer(count: fast.count)
        attentionProbabilities(
            fast.pointer, queries: c.queryRows(x), keys: c.keySegments(x), samples: c.samples, heads: c.heads,
            headSize: c.headSize, scratch: c.scratch)
        NaiveKernels.attentionProbabilities(
            slow.pointer, queries: c.queryRows(x), keys: c.keySegments(x), samples: c.samples, heads: c.heads,
            headSize: c.headSize)
        #expect(relativeError(fast, slow) < 5e-7)
        for row in 0..<fast.count / c.keys {
            let total = (0..<c.keys).reduce(0.0) { $0 + Double(fast[row * c.keys + $1]) }
            #expect(abs(total - 1) < 1e-6)
        }
    }

    @Test(
        "attention's gradients equal the naive ones; keys accumulate, queries overwrite", arguments: AttentionCase.all)
    func backward(c: AttentionCase) {
        let x = c.packed
        let dOut = noise(c.samples * c.queries * c.width, 2)
        for accumulate in [true, false] {
            let fast = noise(x.count, 3)
            let slow = copy(fast)
            c.backward(x, dOut: dOut, into: fast, scratch: c.scratch, accumulateKeys: accumulate)
            let (dQueries, dKeys) = c.gradients(slow)
            NaiveKernels.attentionBackward(
                dQueries: dQueries, dKeys: dKeys, dOut: c.results(dOut).rows, queries: c.queryRows(x),
                keys: c.keySegments(x), samples: c.samples, heads: c.heads, headSize: c.headSize,
                accumulateKeys: accumulate)
            #expect(relativeError(fast, slow) < 5e-7)
        }
    }

    @Test(
        "attention's gradients agree with finite differences",
        arguments: [
            AttentionCase(samples: 1, heads: 2, headSize: 8, queries: 6, segments: [6, 5]),
            AttentionCase(samples: 2, heads: 1, headSize: 5, queries: 3, segments: [7]),
        ])
    func finiteDifferences(c: AttentionCase) {
        let x = c.packed
        let dOut = noise(c.samples * c.queries * c.width, 2)
        let gradient = FloatBuffer(count: x.count)
        let scratch = c.scratch
        c.backward(x, dOut: dOut, into: gradient, scratch: scratch)
        for seed in 5...8 {
            let error = directionalError(x, gradient: gradient, seed: UInt64(seed)) {
                dotProduct(c.forward(x, scratch: scratch).out, dOut)
            }
            #expect(error < 3e-4)
        }
    }

    @Test("a used, larger scratch and a fresh one give the same bits")
    func scratchReuse() {
        let large = AttentionCase(samples: 1, heads: 1, headSize: 64, queries: 90, segments: [90, 30])
        let scratch = large.scratch
        let poisoned = large.packed
        poisoned.fill(.nan)
        _ = large.forward(poisoned, scratch: scratch)
        large.backward(
            poisoned, dOut: noise(90 * 64, 1), into: FloatBuffer(count: poisoned.count), scratch: scratch)
        for c in AttentionCase.all where c.queries <= 90 && c.keys <= 120 {
            let x = c.packed
            let dOut = noise(c.samples * c.queries * c.width, 2)
            let (a, b) = (FloatBuffer(count: x.count), FloatBuffer(count: x.count))
            c.backward(x, dOut: dOut, into: a, scratch: scratch)
            c.backward(x, dOut: dOut, into: b, scratch: c.scratch)
            #expect(bits(a) == bits(b))
            #expect(isFinite(a))
        }
    }

    @Test("tiles of every width give the same bits", arguments: AttentionCase.all)
    func sameBits(c: AttentionCase) {
        let x = c.packed
        let dOut = noise(c.samples * c.queries * c.width, 2)
        let results = MatrixKernel.available.map { kernel in
            let gradient = FloatBuffer(count: x.count)
            c.backward(x, dOut: dOut, into: gradient, scratch: c.scratch(kernel))
            return bits(c.forward(x, scratch: c.scratch(kernel)).out) + bits(gradient)
        }
        #expect(results.allSatisfy { $0 == results[0] })
    }

    @Test("large scores neither overflow nor lose the sharpest key")
    func largeScores() {
        let c = AttentionCase(samples: 1, heads: 1, headSize: 8, queries: 9, segments: [9])
        let x = c.packed
        scaleInPlace(x.pointer, by: 40, count: x.count)
        let fast = c.forward(x, scratch: c.scratch)
        let out = FloatBuffer(count: fast.out.count)
        NaiveKernels.attentionForward(
            c.results(out), logSumExp: nil, queries: c.queryRows(x), keys: c.keySegments(x), samples: 1, heads: 1,
            headSize: 8)
        #expect(isFinite(fast.out))
        #expect(relativeError(fast.out, out) < 1e-4)
    }

    @Test("one sample's result does not depend on the samples beside it")
    func sampleIndependence() {
        let both = AttentionCase(samples: 2, heads: 2, headSize: 20, queries: 13, segments: [13])
        let x = both.packed
        let (all, _) = both.forward(x, scratch: both.scratch)
        let one = AttentionCase(samples: 1, heads: 2, headSize: 20, queries: 13, segments: [13])
        let second = FloatBuffer(Array(x.array[(13 * 120)...]))
        let (alone, _) = one.forward(second, scratch: one.scratch)
        #expect(Array(bits(all)[(13 * 40)...]) == bits(alone))
    }
}
