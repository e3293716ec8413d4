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

    @Test(
        "a matrix product equals the naive one at every edge of its tiles and blocks",
        arguments: [(1, 1, 1), (5, 15, 3), (6, 16, 8), (7, 17, 9), (97, 33, 257), (101, 40, 513), (12, 100, 641)],
        MatrixKernel.available)
    func products(size: (Int, Int, Int), kernel: MatrixKernel) {
        let (m, n, k) = size
        let scratch = MatrixScratch(weights: [(n, k), (k, n)])
        for (transposeA, transposeB) in [(false, false), (false, true), (true, false)] {
            let (lda, ldb, ldc) = ((transposeA ? m : k) + 3, (transposeB ? k : n) + 2, n + 5)
            let (a, b) = (noise((transposeA ? k : m) * lda, 1), noise((transposeB ? n : k) * ldb, 2))
            let (bias, addend) = (noise(n, 3), noise(m * ldc, 4))
            for (hasBias, hasAddend) in [(false, false), (true, false), (false, true), (true, true)] {
                let fast = noise(m * ldc, 5)
                let slow = copy(fast)
                matrixProduct(
                    fast.pointer, a.pointer, b.pointer, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB,
                    bias: hasBias ? bias.readPointer : nil, addend: hasAddend ? addend.readPointer : nil, lda: lda, ldb: ldb,
                    ldc: ldc, scratch: scratch, kernel: kernel)
                NaiveKernels.matmul(
                    slow.pointer, a.pointer, b.pointer, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB,
                    lda: lda, ldb: ldb, ldc: ldc)
                for row in 0..<m {
                    for i in 0..<n { slow[row * ldc + i] += (hasBias ? bias[i] : 0) + (hasAddend ? addend[row * ldc + i] : 0) }
                }
                #expect(relativeError(fast, slow) < 5e-7)
            }
        }
    }

    @Test("a product may add to what its target holds", arguments: MatrixKernel.available)
    func accumulation(kernel: MatrixKernel) {
        let (a, b, start) = (noise(7 * 300, 1), noise(300 * 20, 2), noise(7 * 20, 3))
        let (fast, slow) = (copy(start), copy(start))
        matrixProduct(
            fast.pointer, a.pointer, b.pointer, m: 7, n: 20, k: 300, addend: fast.readPointer,
            scratch: MatrixScratch(weights: [(20, 300)]), kernel: kernel)
        NaiveKernels.matmul(slow.pointer, a.pointer, b.pointer, m: 7, n: 20, k: 300, accumulate: true)
        #expect(relativeError(fast, slow) < 5e-7)
    }

    @Test(
        "tiles of every width give the same bits",
        arguments: [(1, 1, 1), (7, 17, 9), (12, 32, 64), (97, 33, 257), (101, 72, 513), (334, 56, 96)])
    func sameBits(size: (Int, Int, Int)) {
        let (m, n, k) = size
        let scratch = MatrixScratch(weights: [(n, k), (k, n)])
        for (transposeA, transposeB) in [(false, false), (false, true), (true, false)] {
            let (a, b, bias, addend) = (noise(m * k, 1), noise(k * n, 2), noise(n, 3), noise(m * n, 4))
            let results = MatrixKernel.available.filter { $0 != .openBLAS }.map { kernel in
                let out = FloatBuffer(count: m * n)
                matrixProduct(
                    out.pointer, a.pointer, b.pointer, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB,
                    bias: bias.readPointer, addend: addend.readPointer, scratch: scratch, kernel: kernel)
                return out.array.map(\.bitPattern)
            }
            #expect(results.allSatisfy { $0 == results[0] })
        }
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
