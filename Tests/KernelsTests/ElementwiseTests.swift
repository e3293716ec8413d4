import Testing

@testable import Kernels

@Suite struct ElementwiseTests {
    @Test("sums do what they say")
    func sums() {
        let count = 37
        let (a, b) = (noise(count, 1), noise(count, 2))
        let out = FloatBuffer(count: count)
        addRows(out.pointer, a.pointer, b.pointer, count: count)
        #expect(out.array == zip(a.array, b.array).map { $0 + $1 })
        let sum = copy(a)
        addInPlace(sum.pointer, b.pointer, count: count)
        #expect(sum.array == out.array)
    }

    @Test("the sum of squares is exact to float rounding", arguments: [0, 1, 37, 1024, 5003])
    func squares(count: Int) {
        let x = noise(count, 1)
        let exact = dotProduct(x, x)
        #expect(abs(sumOfSquares(x.pointer, count: count) - exact) <= 2e-7 * exact)
    }

    @Test("copied rows leave the gaps alone")
    func rows() {
        let (x, out) = (noise(3 * 7, 1), FloatBuffer(count: 3 * 9))
        out.fill(5)
        copyRows(out.pointer, x.pointer, rows: 3, width: 4, outStride: 9, xStride: 7)
        for row in 0..<3 {
            for i in 0..<9 {
                let expected = i < 4 ? x[row * 7 + i] : 5
                #expect(out[row * 9 + i] == expected)
            }
        }
    }

    @Test("repeated rows are added and their gradients collected")
    func repeated() {
        let (x, table) = (noise(6 * 5, 1), noise(3 * 5, 2))
        let out = FloatBuffer(count: 30)
        addRepeatedRows(out.pointer, x.pointer, table: table.pointer, rows: 6, width: 5, period: 3)
        for i in 0..<30 { #expect(out[i] == x[i] + table[i % 15]) }
        let gradient = FloatBuffer(count: 15)
        gradient.fill(1)
        sumRepeatedRows(gradient.pointer, x.pointer, rows: 6, width: 5, period: 3)
        for i in 0..<15 { #expect(gradient[i] == 1 + x[i] + x[i + 15]) }
    }

    @Test("column sums equal the naive ones", arguments: [(1, 4), (33, 24), (100, 100), (2592, 128)])
    func columnSums(rows: Int, width: Int) {
        let stride = width + 3
        let (x, fast) = (noise(rows * stride, 1), noise(width, 2))
        let slow = copy(fast)
        sumRows(fast.pointer, x.pointer, rows: rows, width: width, xStride: stride)
        NaiveKernels.sumRows(slow.pointer, x.pointer, rows: rows, width: width, xStride: stride)
        #expect(relativeError(fast, slow) < 3e-7)
    }

    @Test("the squared-error loss is a mean per sample, its gradient that of the whole batch's weighted mean")
    func loss() {
        let (p, t) = (noise(3 * 10, 1), noise(3 * 10, 2))
        let weights = FloatBuffer([0.5, 2, 1])
        let (losses, gradient) = (FloatBuffer(count: 3), FloatBuffer(count: 30))
        squaredErrorLoss(
            losses: losses.pointer, dPrediction: gradient.pointer, prediction: p.pointer, target: t.pointer,
            weights: weights.pointer, samples: 3, elements: 10, batch: 6)
        for sample in 0..<3 {
            var total = 0.0
            for i in sample * 10..<sample * 10 + 10 {
                let error = Double(p[i]) - Double(t[i])
                total += error * error / 10
                let expected = 2 * error * Double(weights[sample]) / 60
                #expect(abs(Double(gradient[i]) - expected) < 1e-7)
            }
            #expect(abs(Double(losses[sample]) - total) < 1e-6)
        }
    }

    @Test("the time embedding is cat(cos, sin) and exact at large, fractional times")
    func timeEmbedding() {
        let times = FloatBuffer([1, 999.5, 1000])
        let out = FloatBuffer(count: 3 * 8)
        timestepEmbedding(out.pointer, timesteps: times.pointer, samples: 3, width: 8)
        // cos(999.5), cos(99.95), sin(999.5), sin(9.995) to float precision.
        #expect(abs(out[8] - 0.889_961_24) < 1e-7)
        #expect(abs(out[8 + 1] - 0.835_933_46) < 1e-7)
        #expect(abs(out[8 + 4] - 0.456_036_17) < 1e-7)
        #expect(abs(out[8 + 6] + 0.539_818_94) < 1e-7)
        #expect(out[3] == 0.999_999_5)
    }

    @Test("patches lie where the reference puts them, and come back")
    func patches() {
        // 2 samples, 3 channels, 4 x 6 pixels, patches of 2: 6 tokens of 12.
        let image = FloatBuffer((0..<2 * 3 * 24).map(Float.init))
        let (tokens, back) = (FloatBuffer(count: image.count), FloatBuffer(count: image.count))
        patchify(tokens.pointer, image: image.pointer, samples: 2, channels: 3, height: 4, width: 6, patchSize: 2)
        // Token 4 is patch row 1, column 1; channel 2, row 1, column 0 within it.
        #expect(tokens[4 * 12 + 2 * 4 + 1 * 2 + 0] == Float(2 * 24 + 3 * 6 + 2))
        #expect(tokens[72 + 1] == Float(72 + 1))
        #expect(tokens.array.sorted() == image.array)
        unpatchifyBackward(tokens.pointer, image: image.pointer, samples: 2, channels: 3, height: 4, width: 6, patchSize: 2)
        #expect(tokens[4 * 12 + (1 * 2 + 0) * 3 + 2] == Float(2 * 24 + 3 * 6 + 2))
        unpatchify(back.pointer, tokens: tokens.pointer, samples: 2, channels: 3, height: 4, width: 6, patchSize: 2)
        #expect(back.array == image.array)
    }
}
