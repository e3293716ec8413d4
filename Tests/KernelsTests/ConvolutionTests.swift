import Testing

@testable import Kernels

@Suite struct ConvolutionTests {
    static let shapes: [(Int, Int, Int, Int)] = [
        (1, 1, 1, 1), (2, 3, 5, 4), (1, 4, 8, 9), (2, 2, 16, 16), (1, 1, 3, 2), (3, 3, 7, 32), (1, 2, 1, 33),
    ]

    @Test("the 3x3 convolution equals its naive reference", arguments: shapes)
    func forward(samples: Int, channels: Int, height: Int, width: Int) {
        let count = samples * channels * height * width
        let (x, weight, bias) = (noise(count, 1), noise(channels * channels * 9, 2), noise(channels, 3))
        let (fast, slow) = (FloatBuffer(count: count), FloatBuffer(count: count))
        conv3x3Forward(
            fast.pointer, x.pointer, weight: weight.pointer, bias: bias.pointer, samples: samples,
            channels: channels, height: height, width: width)
        NaiveKernels.conv3x3Forward(
            slow.pointer, x.pointer, weight: weight.pointer, bias: bias.pointer, samples: samples,
            channels: channels, height: height, width: width)
        #expect(relativeError(fast, slow) < 3e-7)
    }

    @Test("its gradients equal the naive ones; parameters accumulate", arguments: shapes)
    func backward(samples: Int, channels: Int, height: Int, width: Int) {
        let count = samples * channels * height * width
        let (x, weight, dOut) = (noise(count, 1), noise(channels * channels * 9, 2), noise(count, 4))
        let fast = (noise(count, 5), noise(weight.count, 6), noise(channels, 7))
        let slow = (copy(fast.0), copy(fast.1), copy(fast.2))
        conv3x3Backward(
            dx: fast.0.pointer, dWeight: fast.1.pointer, dBias: fast.2.pointer, dOut: dOut.pointer, x: x.pointer,
            weight: weight.pointer, samples: samples, channels: channels, height: height, width: width)
        NaiveKernels.conv3x3Backward(
            dx: slow.0.pointer, dWeight: slow.1.pointer, dBias: slow.2.pointer, dOut: dOut.pointer, x: x.pointer,
            weight: weight.pointer, samples: samples, channels: channels, height: height, width: width)
        #expect(relativeError(fast.0, slow.0) < 3e-7)
        #expect(relativeError(fast.1, slow.1) < 5e-7)
        #expect(relativeError(fast.2, slow.2) < 5e-7)
    }

    @Test("its gradients agree with finite differences")
    func finiteDifferences() {
        let (samples, channels, height, width) = (2, 3, 6, 11)
        let count = samples * channels * height * width
        let (x, weight, bias, dOut) = (
            noise(count, 1), noise(channels * channels * 9, 2), noise(channels, 3), noise(count, 4)
        )
        let (out, dx) = (FloatBuffer(count: count), FloatBuffer(count: count))
        let (dWeight, dBias) = (FloatBuffer(count: weight.count), FloatBuffer(count: channels))
        conv3x3Backward(
            dx: dx.pointer, dWeight: dWeight.pointer, dBias: dBias.pointer, dOut: dOut.pointer, x: x.pointer,
            weight: weight.pointer, samples: samples, channels: channels, height: height, width: width)
        let loss = {
            conv3x3Forward(
                out.pointer, x.pointer, weight: weight.pointer, bias: bias.pointer, samples: samples,
                channels: channels, height: height, width: width)
            return dotProduct(out, dOut)
        }
        #expect(directionalError(x, gradient: dx, seed: 8, loss: loss) < 1e-4)
        #expect(directionalError(weight, gradient: dWeight, seed: 9, loss: loss) < 1e-4)
        #expect(directionalError(bias, gradient: dBias, seed: 10, loss: loss) < 1e-4)
    }
}
