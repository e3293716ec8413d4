import Testing

@testable import Kernels

@Suite("Kernels of frozen networks") struct InferenceTests {
    /// One call of causal attention on `rows` rows of a packed `[samples, stride rows, 3D]` matrix.
    private func causal(_ c: AttentionCase, _ x: FloatBuffer, kernel: MatrixKernel = .current) -> FloatBuffer {
        let out = FloatBuffer(count: c.samples * c.queries * c.width)
        causalAttentionForward(
            c.results(out), queries: c.queryRows(x), keys: c.keySegments(x)[0], samples: c.samples, heads: c.heads, headSize: c.headSize,
            scratch: c.scratch(kernel))
        return out
    }

    static let causalCases = [(2, 2, 4, 5), (1, 3, 5, 7), (3, 1, 8, 1), (2, 2, 64, 77), (1, 2, 64, 257), (1, 2, 24, 48), (2, 1, 32, 49)]
        .map { AttentionCase(samples: $0, heads: $1, headSize: $2, queries: $3, segments: [$3]) }

    @Test("causal attention equals its naive reference in tiles of every width", arguments: causalCases)
    func causalAttention(c: AttentionCase) {
        let x = c.packed
        let slow = FloatBuffer(count: c.samples * c.queries * c.width)
        NaiveKernels.causalAttentionForward(
            c.results(slow), queries: c.queryRows(x), keys: c.keySegments(x)[0], samples: c.samples, heads: c.heads, headSize: c.headSize)
        let all = MatrixKernel.available.map { causal(c, x, kernel: $0) }
        #expect(relativeError(all[0], slow) < 5e-7)
        #expect(all.allSatisfy { bits($0) == bits(all[0]) })
    }

    @Test("later rows change nothing in earlier ones", arguments: [1, 7, 47, 48, 49, 76])
    func prefix(rows: Int) {
        let whole = AttentionCase(samples: 1, heads: 2, headSize: 20, queries: 77, segments: [77])
        let x = whole.packed
        let part = AttentionCase(samples: 1, heads: 2, headSize: 20, queries: rows, segments: [rows])
        let alone = causal(part, x)
        #expect(Array(bits(causal(whole, x)).prefix(alone.count)) == bits(alone))
        for i in rows * 3 * whole.width..<x.count { x[i] = .nan }
        #expect(bits(causal(part, x)) == bits(alone))
    }

    @Test("CLIP's GELU is within 3e-7 of the exact one, everywhere, and finite")
    func quick() {
        let x = FloatBuffer(ActivationTests.line.array + [-1e30, -100, -60, 60, 100, 1e30])
        let (out, exact) = (FloatBuffer(count: x.count), FloatBuffer(count: x.count))
        quickGELU(out.pointer, x.pointer, count: x.count)
        NaiveKernels.quickGELU(exact.pointer, x.pointer, count: x.count)
        for i in 0..<x.count { #expect(abs(out[i] - exact[i]) <= 3e-7 * max(1, abs(exact[i])), "x = \(x[i])") }
        let inPlace = copy(x)
        quickGELU(inPlace.pointer, inPlace.pointer, count: x.count)
        #expect(bits(inPlace) == bits(out))
    }

    @Test("layer norm with another epsilon equals its naive reference", arguments: [Float(1e-12), 1e-5, 0.1])
    func layerNorms(epsilon: Float) {
        let (rows, width) = (9, 100)
        let (x, gamma, beta) = (noise(rows * width, 1), noise(width, 2), noise(width, 3))
        scaleInPlace(x.pointer, by: 0.1, count: x.count)
        let (fast, slow, statistics) = (FloatBuffer(count: x.count), FloatBuffer(count: x.count), FloatBuffer(count: 2 * rows))
        layerNorm(fast.pointer, x.pointer, gamma: gamma.pointer, beta: beta.pointer, epsilon: epsilon, rows: rows, width: width)
        NaiveKernels.layerNormForward(
            slow.pointer, mean: statistics.pointer, inverseDeviation: statistics.pointer + rows, x: x.pointer, gamma: gamma.pointer,
            beta: beta.pointer, rows: rows, width: width, epsilon: epsilon)
        #expect(relativeError(fast, slow) < 2e-7)
    }

    @Test("a layer packed for inference gives the bits of linearForward, and a row those of its own", arguments: [true, false])
    func packedLinear(hasBias: Bool) {
        for (outputs, inputs, rows) in [(1, 1, 1), (48, 32, 7), (33, 300, 400), (70, 513, 13)] {
            let (weight, x, bias, addend) = (
                noise(outputs * inputs, 1), noise(rows * inputs, 2), noise(outputs, 3), noise(rows * outputs, 4)
            )
            let layer = PackedLinear(weight.array, bias: hasBias ? bias.array : nil, outputs: outputs, inputs: inputs)
            let forward = FloatBuffer(count: LinearWeight.forwardCount(outputs: outputs, inputs: inputs))
            let packed = LinearWeight(
                weight.readPointer, stride: inputs, outputs: outputs, inputs: inputs, forward: forward.readPointer, backward: nil)
            packed.pack()
            let scratch = MatrixScratch(gradientInputs: 0)
            let (whole, single) = (FloatBuffer(count: rows * outputs), copy(addend))
            linearForward(
                whole.pointer, x.pointer, packed, bias: hasBias ? bias.readPointer : nil, rows: rows, addend: addend.readPointer,
                scratch: scratch, kernel: MatrixKernel.available[0])
            for row in 0..<rows {
                let out = single.pointer + row * outputs
                layer.forward(out, x.readPointer + row * inputs, rows: 1, addend: In(out), scratch: scratch)
            }
            #expect(bits(single) == bits(whole))
        }
    }
}
