import Platform
import Testing

@testable import Kernels

@Suite struct LaneTests {
    @Test("lanes cut a batch into contiguous slices that differ by at most one sample")
    func slices() {
        #expect(laneSlices(batch: 7, lanes: 3) == [0..<2, 2..<4, 4..<7])
        #expect(laneSlices(batch: 4, lanes: 4) == [0..<1, 1..<2, 2..<3, 3..<4])
    }

    @Test("the reduction's bits do not depend on the number of threads", arguments: [1, 2, 3, 4, 5, 8])
    func reduction(lanes: Int) {
        let count = 40_003
        func reduced(_ threads: Int) -> [UInt32] {
            let buffers = (0..<lanes).map { noise(count, UInt64($0 + 1)) }
            reduceLanes(buffers, count: count, pool: ThreadPool(threads: threads))
            return bits(buffers[0])
        }
        let one = reduced(1)
        for threads in 2...4 { #expect(reduced(threads) == one) }
        let buffers = (0..<lanes).map { noise(count, UInt64($0 + 1)) }
        for i in stride(from: 0, to: count, by: 997) {
            let exact = buffers.reduce(0.0) { $0 + Double($1[i]) }
            #expect(abs(Double(Float(bitPattern: one[i])) - exact) < 1e-5)
        }
    }

    @Test("the reduction climbs a fixed binary tree")
    func tree() {
        let values: [Float] = [1, 1e8, -1e8, 3, 0.25]
        let buffers = values.map { FloatBuffer([$0]) }
        reduceLanes(buffers, count: 1, pool: ThreadPool(threads: 2))
        let expected = ((values[0] + values[1]) + (values[2] + values[3])) + values[4]
        #expect(buffers[0][0] == expected)
    }

    @Test("a lane-parallel computation gives the same bits for any number of threads")
    func determinism() {
        let c = AttentionCase(samples: 1, heads: 4, headSize: 32, queries: 81, segments: [65 + 16])
        func run(_ threads: Int) -> [[UInt32]] {
            let lanes = 4
            let results = (0..<lanes).map { _ in FloatBuffer(count: 81 * 128 * 3) }
            ThreadPool(threads: threads).forEach(lanes) { lane in
                let x = noise(81 * 128 * 3, UInt64(lane))
                let (weight, hidden) = (noise(128 * 128, 99), FloatBuffer(count: 81 * 128))
                c.backward(x, dOut: noise(81 * 128, 7), into: results[lane], scratch: c.scratch)
                matrixProduct(
                    hidden.pointer, x.pointer, weight.pointer, m: 81, n: 128, k: 128, transposeB: true,
                    scratch: MatrixScratch(weights: [(128, 128)]))
                geluForward(results[lane].pointer, slope: nil, hidden.pointer, count: hidden.count)
            }
            reduceLanes(results, count: results[0].count, pool: ThreadPool(threads: threads))
            return results.map(bits)
        }
        let one = run(1)
        #expect(run(1) == one)
        for threads in 2...4 { #expect(run(threads) == one) }
    }
}
