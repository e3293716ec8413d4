import Testing

@testable import Kernels

/// A weight [outputs, inputs] inside a wider matrix, and its packed forms.
private struct PackedCase {
    let values, forward, backward: FloatBuffer
    let weight: LinearWeight

    init(outputs: Int, inputs: Int, stride: Int) {
        values = noise(outputs * stride, 2)
        forward = FloatBuffer(count: LinearWeight.forwardCount(outputs: outputs, inputs: inputs))
        backward = FloatBuffer(count: LinearWeight.backwardCount(outputs: outputs, inputs: inputs))
        weight = LinearWeight(
            values.readPointer, stride: stride, outputs: outputs, inputs: inputs, forward: forward.readPointer,
            backward: backward.readPointer)
        weight.pack()
    }
}

@Suite struct LinearTests {
    private static let sizes = [(11, 20, 12), (1, 1, 1), (97, 300, 33), (200, 17, 520)]

    @Test("a linear layer equals the naive one, with strides, bias and accumulation", arguments: sizes, MatrixKernel.available)
    func forward(size: (Int, Int, Int), kernel: MatrixKernel) {
        let (rows, inputs, outputs) = size
        let (stride, outStride) = (inputs + 5, outputs + 3)
        let packed = PackedCase(outputs: outputs, inputs: inputs, stride: stride)
        let (x, bias, scratch) = (noise(rows * inputs, 1), noise(outputs, 3), MatrixScratch(gradientInputs: 0))
        for accumulate in [false, true] {
            let fast = noise(rows * outStride, 4)
            let slow = copy(fast)
            linearForward(
                fast.pointer, x.pointer, packed.weight, bias: bias.pointer, rows: rows, addend: accumulate ? fast.readPointer : nil,
                outStride: outStride, scratch: scratch, kernel: kernel)
            NaiveKernels.matmul(
                slow.pointer, x.pointer, packed.values.pointer, m: rows, n: outputs, k: inputs, transposeB: true,
                accumulate: accumulate, ldb: stride, ldc: outStride)
            for row in 0..<rows {
                for i in 0..<outputs { slow[row * outStride + i] += bias[i] }
            }
            #expect(relativeError(fast, slow) < 5e-7)
        }
    }

    @Test("its gradients equal the naive ones, with strides and accumulation", arguments: sizes, MatrixKernel.available)
    func gradients(size: (Int, Int, Int), kernel: MatrixKernel) {
        let (rows, inputs, outputs) = size
        let (stride, outStride) = (inputs + 5, outputs + 3)
        let packed = PackedCase(outputs: outputs, inputs: inputs, stride: stride)
        let (x, dOut, scratch) = (noise(rows * inputs, 1), noise(rows * outStride, 5), MatrixScratch(gradientInputs: inputs))
        for accumulate in [false, true] {
            let dx = noise(rows * inputs, 6)
            let slow = copy(dx)
            linearInputGradient(
                dx.pointer, dOut: dOut.pointer, packed.weight, rows: rows, accumulate: accumulate, dOutStride: outStride, scratch: scratch,
                kernel: kernel)
            NaiveKernels.matmul(
                slow.pointer, dOut.pointer, packed.values.pointer, m: rows, n: inputs, k: outputs, accumulate: accumulate,
                lda: outStride, ldb: stride)
            #expect(relativeError(dx, slow) < 5e-7)
        }
        let (dWeight, dBias) = (noise(outputs * stride, 7), noise(outputs, 8))
        let (slowWeight, slowBias) = (copy(dWeight), copy(dBias))
        linearWeightGradient(
            dWeight.pointer, dBias: dBias.pointer, x: x.pointer, dOut: dOut.pointer, rows: rows, inputs: inputs, outputs: outputs,
            dOutStride: outStride, dWeightStride: stride, scratch: scratch, kernel: kernel)
        NaiveKernels.matmul(
            slowWeight.pointer, dOut.pointer, x.pointer, m: outputs, n: inputs, k: rows, transposeA: true, accumulate: true,
            lda: outStride, ldc: stride)
        NaiveKernels.sumRows(slowBias.pointer, dOut.pointer, rows: rows, width: outputs, xStride: outStride)
        #expect(relativeError(dWeight, slowWeight) < 5e-7)
        #expect(relativeError(dBias, slowBias) < 5e-7)
    }

    @Test("a packed weight gives the bits of a product that packs at every call")
    func packedBits() {
        let (rows, inputs, outputs) = (101, 300, 72)
        let packed = PackedCase(outputs: outputs, inputs: inputs, stride: inputs)
        let (x, out, product) = (noise(rows * inputs, 1), FloatBuffer(count: rows * outputs), FloatBuffer(count: rows * outputs))
        linearForward(out.pointer, x.pointer, packed.weight, bias: nil, rows: rows, scratch: MatrixScratch(gradientInputs: 0))
        matrixProduct(
            product.pointer, x.pointer, packed.values.pointer, m: rows, n: outputs, k: inputs, transposeB: true,
            scratch: MatrixScratch(weights: [(outputs, inputs)]))
        #expect(bits(out) == bits(product))
    }
}
