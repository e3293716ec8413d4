import Testing

@testable import Kernels

@Suite struct MatmulTests {
    @Test(
        "matmul equals the naive product in every orientation",
        arguments: [(1, 1, 1), (7, 5, 3), (33, 24, 100), (81, 128, 32)], [false, true])
    func orientations(size: (Int, Int, Int), accumulate: Bool) {
        let (m, n, k) = size
        let (a, b) = (noise(m * k, 1), noise(k * n, 2))
        for transposeA in [false, true] {
            for transposeB in [false, true] {
                let fast = noise(m * n, 3)
                let slow = copy(fast)
                matmul(
                    fast.pointer, a.pointer, b.pointer, m: m, n: n, k: k, transposeA: transposeA,
                    transposeB: transposeB, accumulate: accumulate)
                NaiveKernels.matmul(
                    slow.pointer, a.pointer, b.pointer, m: m, n: n, k: k, transposeA: transposeA,
                    transposeB: transposeB, accumulate: accumulate)
                #expect(relativeError(fast, slow) < 5e-7)
            }
        }
    }

    @Test("linear forward and backward honour strides, bias and accumulation", arguments: [false, true])
    func linear(accumulate: Bool) {
        let (rows, inputs, outputs, xStride, outStride) = (11, 20, 12, 27, 15)
        let (x, weight, bias) = (noise(rows * xStride, 1), noise(outputs * inputs, 2), noise(outputs, 3))
        let fast = noise(rows * outStride, 4)
        let slow = copy(fast)
        linearForward(
            fast.pointer, x.pointer, weight: weight.pointer, bias: bias.pointer, rows: rows, inputs: inputs,
            outputs: outputs, accumulate: accumulate, xStride: xStride, outStride: outStride)
        NaiveKernels.matmul(
            slow.pointer, x.pointer, weight.pointer, m: rows, n: outputs, k: inputs, transposeB: true,
            accumulate: accumulate, lda: xStride, ldb: inputs, ldc: outStride)
        for row in 0..<rows {
            for i in 0..<outputs { slow[row * outStride + i] += bias[i] }
        }
        #expect(relativeError(fast, slow) < 5e-7)

        let dOut = noise(rows * outStride, 5)
        let (dx, dWeight, dBias) = (noise(rows * xStride, 6), noise(outputs * inputs, 7), noise(outputs, 8))
        let (dx2, dWeight2, dBias2) = (copy(dx), copy(dWeight), copy(dBias))
        linearBackward(
            dx: dx.pointer, dWeight: dWeight.pointer, dBias: dBias.pointer, x: x.pointer, weight: weight.pointer,
            dOut: dOut.pointer, rows: rows, inputs: inputs, outputs: outputs, accumulateInput: accumulate,
            xStride: xStride, dOutStride: outStride, dxStride: xStride)
        NaiveKernels.matmul(
            dx2.pointer, dOut.pointer, weight.pointer, m: rows, n: inputs, k: outputs, accumulate: accumulate,
            lda: outStride, ldb: inputs, ldc: xStride)
        NaiveKernels.matmul(
            dWeight2.pointer, dOut.pointer, x.pointer, m: outputs, n: inputs, k: rows, transposeA: true,
            accumulate: true, lda: outStride, ldb: xStride, ldc: inputs)
        NaiveKernels.sumRows(dBias2.pointer, dOut.pointer, rows: rows, width: outputs, xStride: outStride)
        #expect(relativeError(dx, dx2) < 5e-7)
        #expect(relativeError(dWeight, dWeight2) < 5e-7)
        #expect(relativeError(dBias, dBias2) < 5e-7)
    }

    @Test("linear without a bias overwrites what was there")
    func noBias() {
        let (x, weight) = (noise(3 * 4, 1), noise(5 * 4, 2))
        let (fast, slow) = (noise(3 * 5, 3), FloatBuffer(count: 15))
        linearForward(
            fast.pointer, x.pointer, weight: weight.pointer, bias: nil, rows: 3, inputs: 4, outputs: 5)
        NaiveKernels.matmul(slow.pointer, x.pointer, weight.pointer, m: 3, n: 5, k: 4, transposeB: true)
        #expect(relativeError(fast, slow) < 5e-7)
    }

    @Test("BLAS names itself")
    func names() {
        BLAS.useOneThread()
        #expect(!BLAS.coreName.isEmpty)
        #expect(BLAS.configuration.contains("OpenBLAS"))
    }

    @Test("a FloatBuffer is aligned, zero at birth, and copies by value")
    func buffers() {
        let buffer = FloatBuffer(count: 19)
        #expect(UInt(bitPattern: buffer.pointer) % 64 == 0)
        #expect(buffer.array == [Float](repeating: 0, count: 19))
        buffer.fill(2)
        let other = FloatBuffer(count: 19)
        other.copy(from: buffer)
        buffer.fill(0)
        #expect(other.array == [Float](repeating: 2, count: 19))
        #expect(FloatBuffer(count: 0).array.isEmpty)
    }
}
