import Foundation
import Platform
import Testing

@testable import Kernels

@Suite struct MapKernelTests {
    static let shapes = [
        MapShape(batch: 2, height: 7, width: 14, channels: 24), MapShape(batch: 1, height: 5, width: 9, channels: 5),
        MapShape(batch: 1, height: 1, width: 1, channels: 16), MapShape(batch: 3, height: 3, width: 2, channels: 35),
        MapShape(batch: 1, height: 12, width: 31, channels: 48),
    ]

    @Test(
        "a depthwise convolution equals its naive reference", arguments: shapes,
        [Window(3, 3), Window(5, 5), Window(3, 3, stride: 2), Window(5, 5, stride: 2)])
    func depthwise(shape: MapShape, window: Window) {
        let (x, weight, bias) = (noise(shape.count, 1), noise(shape.channels * window.height * window.width, 2), noise(shape.channels, 3))
        let convolution = DepthwiseConvolution(
            weight: weight.array, bias: bias.array, channels: shape.channels, window: window, activation: .relu6)
        for padding in [Padding.same(window, height: shape.height, width: shape.width), Padding(window.height / 2)] {
            let expected = NaiveKernels.convolution(
                x.array, weight: weight.array, bias: bias.array, outputs: shape.channels, window: window, padding: padding, shape: shape,
                isDepthwise: true, activation: .relu6)
            let results = [1, 3].map { threads in
                let out = FloatBuffer(count: expected.count)
                depthwiseForward(
                    out.pointer, x.readPointer, convolution, shape: shape, padding: padding, pool: ThreadPool(threads: threads))
                return out
            }
            #expect(relativeError(results[0], FloatBuffer(expected)) < 5e-7)
            #expect(bits(results[0]) == bits(results[1]))
        }
    }

    @Test(
        "pooling equals its naive reference; padding never is a maximum", arguments: shapes,
        [PoolingKind.maximum, .average, .averageInside])
    func pooling(shape: MapShape, kind: PoolingKind) {
        let x = noise(shape.count, 1)
        for i in 0..<x.count { x[i] -= 5 }
        for window in [Window(3, 3), Window(3, 3, stride: 2)] {
            let result = window.output(of: shape, padding: Padding(1), channels: shape.channels)
            let expected = NaiveKernels.pooling(x.array, kind, window: window, padding: Padding(1), shape: shape)
            let (out, stride) = (FloatBuffer(count: result.positions * (shape.channels + 3)), shape.channels + 3)
            poolingForward(
                out.pointer, x.readPointer, kind, window: window, padding: Padding(1), shape: shape, outStride: stride,
                pool: ThreadPool(threads: 2))
            let found = (0..<result.positions).flatMap { position in (0..<shape.channels).map { out[position * stride + $0] } }
            #expect(relativeError(FloatBuffer(found), FloatBuffer(expected)) < 3e-7)
            #expect((0..<result.positions).allSatisfy { out[$0 * stride + shape.channels] == 0 })
        }
    }

    @Test("the mean of large maps")
    func average() {
        let shape = MapShape(batch: 2, height: 40, width: 33, channels: 19)
        let (x, out) = (noise(shape.count, 1), FloatBuffer(count: 2 * 19))
        globalAverage(out.pointer, x.readPointer, shape: shape, pool: ThreadPool(threads: 2))
        for sample in 0..<2 {
            for channel in 0..<19 {
                let total = (0..<40 * 33).reduce(0.0) { $0 + Double(x[sample * shape.sampleCount + $1 * 19 + channel]) }
                #expect(abs(Double(out[sample * 19 + channel]) - total / (40 * 33)) < 1e-7)
            }
        }
    }

    @Test(
        "group norm equals its naive reference, far from zero, too",
        arguments: shapes + [MapShape(batch: 2, height: 13, width: 21, channels: 64)], [Float(0), 300])
    func groupNorm(shape: MapShape, offset: Float) {
        let groups = [8, 5, 2].first { shape.channels % $0 == 0 }!
        let (x, scale, shift) = (noise(shape.count, 1), noise(shape.channels, 2), noise(shape.channels, 3))
        for i in 0..<x.count { x[i] += offset }
        let expected = NaiveKernels.groupNorm(
            x.array, scale: scale.array, shift: shift.array, groups: groups, epsilon: 1e-6, activation: .silu, shape: shape)
        let results = [1, 2, 5].map { threads in
            let out = FloatBuffer(count: x.count)
            groupNormForward(
                out.pointer, x.readPointer, scale: scale.readPointer, shift: shift.readPointer, groups: groups, epsilon: 1e-6,
                activation: .silu, shape: shape, pool: ThreadPool(threads: threads), buffers: SpareBuffers())
            return out
        }
        // Products of the scale with values of 300 round by 300 times as much.
        #expect(relativeError(results[0], FloatBuffer(expected)) < (offset == 0 ? 5e-7 : 1e-4))
        #expect(results.allSatisfy { bits($0) == bits(results[0]) })
    }

    @Test(
        "attention over positions equals one head of the naive reference", arguments: [(1, 1, 8), (2, 35, 24), (1, 130, 20), (1, 300, 64)])
    func attention(batch: Int, positions: Int, channels: Int) {
        let count = batch * positions * channels
        let (q, k, v) = (noise(count, 1), noise(count, 2), noise(count, 3))
        let slow = FloatBuffer(count: count)
        for sample in 0..<batch {
            for query in 0..<positions {
                let from = (sample * positions + query) * channels
                let scores = (0..<positions).map { key in
                    (0..<channels).reduce(0.0) { $0 + Double(q[from + $1]) * Double(k[(sample * positions + key) * channels + $1]) }
                        / Double(channels).squareRoot()
                }
                let powers = scores.map { exp($0 - scores.max()!) }
                for channel in 0..<channels {
                    let sum = (0..<positions).reduce(0.0) { $0 + powers[$1] * Double(v[(sample * positions + $1) * channels + channel]) }
                    slow[from + channel] = Float(sum / powers.reduce(0, +))
                }
            }
        }
        let results = [1, 4].map { threads in
            let out = FloatBuffer(count: count)
            spatialAttentionForward(
                out.pointer, queries: q.readPointer, keys: k.readPointer, values: v.readPointer, batch: batch, positions: positions,
                channels: channels, pool: ThreadPool(threads: threads), buffers: SpareBuffers())
            return out
        }
        #expect(relativeError(results[0], slow) < 1e-6)
        #expect(bits(results[0]) == bits(results[1]))
    }

    @Test("planes and positions are each other's transposes; samples of a distribution")
    func layout() {
        let x = FloatBuffer((0..<35).map { Float($0) })
        let (maps, back) = (FloatBuffer(count: 35), FloatBuffer(count: 35))
        interleavePlanes(maps.pointer, x.readPointer, positions: 7, channels: 5)
        #expect(maps[3 * 5 + 2] == x[2 * 7 + 3])
        separatePlanes(back.pointer, maps.readPointer, positions: 7, channels: 5)
        #expect(bits(back) == bits(x))
        let (mean, variance, sampled) = (FloatBuffer([1, 2, 3]), FloatBuffer([0, -100, 50]), FloatBuffer(count: 3))
        let noise = FloatBuffer([2, 1, 1])
        withExtendedLifetime((mean, variance, noise)) {
            sampleNormal(sampled.pointer, mean: mean.readPointer, logVariance: variance.readPointer, noise: noise.readPointer, count: 3)
        }
        #expect(sampled[0] == 3)
        #expect(abs(sampled[1] - 2) < 1e-6)
        #expect(abs(sampled[2] - 22029.467) < 0.01)
    }

    @Test("buffers that were handed back are taken again, if they fit")
    func buffers() {
        let pool = SpareBuffers()
        let (small, large) = (FloatBuffer(count: 100), FloatBuffer(count: 1000))
        pool.give(small)
        pool.give(large)
        #expect(pool.take(90) === small)
        #expect(pool.take(90) !== large)
        #expect(pool.take(900) === large)
        #expect(pool.take(900) !== large)
    }
}
