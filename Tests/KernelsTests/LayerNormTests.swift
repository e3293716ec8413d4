import Testing

@testable import Kernels

@Suite struct LayerNormTests {
    struct Case {
        let x, gamma, beta, out, mean, inverse: FloatBuffer
        let rows, width: Int

        init(rows: Int, width: Int, offset: Float = 0.5) {
            (self.rows, self.width) = (rows, width)
            x = noise(rows * width, 1)
            for i in 0..<rows * width { x[i] = x[i] * 1.7 + offset }
            (gamma, beta) = (noise(width, 2), noise(width, 3))
            (out, mean, inverse) = (
                FloatBuffer(count: rows * width), FloatBuffer(count: rows), FloatBuffer(count: rows)
            )
        }

        func forward() {
            layerNormForward(
                out.pointer, mean: mean.pointer, inverseDeviation: inverse.pointer, x: x.pointer,
                gamma: gamma.pointer, beta: beta.pointer, rows: rows, width: width)
        }
    }

    @Test(
        "layer norm equals its naive reference",
        arguments: [(1, 4), (3, 24), (5, 32), (7, 100), (81, 128), (40, 512), (2, 7)])
    func forward(rows: Int, width: Int) {
        let c = Case(rows: rows, width: width)
        c.forward()
        let (out, mean, inverse) = (
            FloatBuffer(count: rows * width), FloatBuffer(count: rows), FloatBuffer(count: rows)
        )
        NaiveKernels.layerNormForward(
            out.pointer, mean: mean.pointer, inverseDeviation: inverse.pointer, x: c.x.pointer,
            gamma: c.gamma.pointer, beta: c.beta.pointer, rows: rows, width: width)
        #expect(relativeError(c.out, out) < 2e-7)
        #expect(relativeError(c.mean, mean) < 2e-7)
        #expect(relativeError(c.inverse, inverse) < 2e-7)
    }

    @Test(
        "layer norm's gradients equal the naive ones and accumulate",
        arguments: [(1, 4), (3, 24), (33, 32), (50, 100), (81, 128), (20, 512)])
    func backward(rows: Int, width: Int) {
        let c = Case(rows: rows, width: width)
        c.forward()
        let dOut = noise(rows * width, 4)
        let fast = (dx: noise(rows * width, 5), dGamma: noise(width, 6), dBeta: noise(width, 7))
        let slow = (dx: copy(fast.dx), dGamma: copy(fast.dGamma), dBeta: copy(fast.dBeta))
        layerNormBackward(
            dx: fast.dx.pointer, dGamma: fast.dGamma.pointer, dBeta: fast.dBeta.pointer, dOut: dOut.pointer,
            x: c.x.pointer, mean: c.mean.pointer, inverseDeviation: c.inverse.pointer, gamma: c.gamma.pointer,
            rows: rows, width: width)
        NaiveKernels.layerNormBackward(
            dx: slow.dx.pointer, dGamma: slow.dGamma.pointer, dBeta: slow.dBeta.pointer, dOut: dOut.pointer,
            x: c.x.pointer, mean: c.mean.pointer, inverseDeviation: c.inverse.pointer, gamma: c.gamma.pointer,
            rows: rows, width: width)
        #expect(relativeError(fast.dx, slow.dx) < 2e-7)
        #expect(relativeError(fast.dGamma, slow.dGamma) < 3e-7)
        #expect(relativeError(fast.dBeta, slow.dBeta) < 3e-7)
    }

    @Test("layer norm's gradients agree with finite differences")
    func finiteDifferences() {
        let (rows, width) = (6, 20)
        let c = Case(rows: rows, width: width)
        let dOut = noise(rows * width, 4)
        c.forward()
        let (dx, dGamma, dBeta) = (
            FloatBuffer(count: rows * width), FloatBuffer(count: width), FloatBuffer(count: width)
        )
        layerNormBackward(
            dx: dx.pointer, dGamma: dGamma.pointer, dBeta: dBeta.pointer, dOut: dOut.pointer, x: c.x.pointer,
            mean: c.mean.pointer, inverseDeviation: c.inverse.pointer, gamma: c.gamma.pointer, rows: rows,
            width: width)
        let loss = {
            c.forward()
            return dotProduct(c.out, dOut)
        }
        #expect(directionalError(c.x, gradient: dx, seed: 11, loss: loss) < 1e-4)
        #expect(directionalError(c.gamma, gradient: dGamma, seed: 12, loss: loss) < 1e-4)
        #expect(directionalError(c.beta, gradient: dBeta, seed: 13, loss: loss) < 1e-4)
    }

    @Test("a constant row gives beta and a finite gradient")
    func constantRow() {
        let c = Case(rows: 2, width: 24)
        c.x.fill(3)
        c.forward()
        for i in 0..<48 { #expect(c.out[i] == c.beta[i % 24]) }
        #expect(abs(c.inverse[0] - 1 / Float(1e-5).squareRoot()) < 1e-3)
    }
}
