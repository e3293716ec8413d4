import Platform
import Testing

@testable import Kernels

/// One convolution to compare.
struct MapConvolution: Sendable, CustomTestStringConvertible {
    let name: String
    let shape: MapShape
    let outputs: Int
    let window: Window
    var padding = Padding.none
    var activation = Activation.identity
    var adds = false

    var testDescription: String { name }
    var result: MapShape { window.output(of: shape, padding: padding, channels: outputs) }

    static func maps(_ batch: Int, _ height: Int, _ width: Int, _ channels: Int) -> MapShape {
        MapShape(batch: batch, height: height, width: width, channels: channels)
    }

    static let all = [
        MapConvolution(name: "1 x 1", shape: maps(2, 7, 9, 24), outputs: 20, window: Window(1, 1), activation: .relu, adds: true),
        MapConvolution(name: "1 x 1, deep", shape: maps(1, 3, 5, 600), outputs: 70, window: Window(1, 1), activation: .silu),
        MapConvolution(name: "1 x 1, padded", shape: maps(1, 3, 4, 5), outputs: 6, window: Window(1, 1), padding: Padding(1)),
        MapConvolution(name: "stem", shape: maps(2, 15, 17, 3), outputs: 32, window: Window(3, 3, stride: 2), activation: .relu6),
        MapConvolution(
            name: "bottom and right", shape: maps(1, 10, 12, 40), outputs: 17, window: Window(3, 3, stride: 2),
            padding: Padding(top: 0, left: 0, bottom: 1, right: 1), adds: true),
        MapConvolution(
            name: "1 x 7", shape: maps(2, 6, 11, 48), outputs: 33, window: Window(1, 7), padding: Padding(0, 3), activation: .relu),
        MapConvolution(name: "7 x 1", shape: maps(2, 6, 5, 48), outputs: 33, window: Window(7, 1), padding: Padding(3, 0)),
        MapConvolution(name: "5 x 5", shape: maps(1, 9, 8, 48), outputs: 64, window: Window(5, 5), padding: Padding(2), activation: .silu),
        MapConvolution(name: "wider than the maps", shape: maps(1, 2, 2, 3), outputs: 5, window: Window(5, 5), padding: Padding(2)),
        MapConvolution(name: "few channels", shape: maps(1, 5, 7, 4), outputs: 4, window: Window(3, 3), padding: Padding(1), adds: true),
        MapConvolution(name: "transformed", shape: maps(2, 8, 10, 32), outputs: 40, window: Window(3, 3), padding: Padding(1), adds: true),
        MapConvolution(
            name: "transformed, odd", shape: maps(3, 7, 5, 40), outputs: 32, window: Window(3, 3), padding: Padding(1), activation: .silu),
        MapConvolution(name: "transformed, inside", shape: maps(1, 21, 18, 32), outputs: 48, window: Window(3, 3), activation: .relu),
        MapConvolution(
            name: "transformed, deep", shape: maps(1, 3, 3, 264), outputs: 32, window: Window(3, 3), padding: Padding(2), activation: .relu6
        ),
        MapConvolution(name: "transformed, one position", shape: maps(1, 1, 1, 32), outputs: 32, window: Window(3, 3), padding: Padding(1)),
    ]

    /// Weights with the deviation that keeps the size of values.
    func values() -> (x: FloatBuffer, weight: [Float], bias: FloatBuffer, addend: FloatBuffer?) {
        let depth = shape.channels * window.height * window.width
        let weight = noise(outputs * depth, 2)
        scaleInPlace(weight.pointer, by: 1 / Float(depth).squareRoot(), count: weight.count)
        return (noise(shape.count, 1), weight.array, noise(outputs, 3), adds ? noise(result.count, 4) : nil)
    }

    func forward(pool: ThreadPool, kernel: MatrixKernel = .current) -> FloatBuffer {
        let (x, weight, bias, addend) = values()
        let packed = PackedConvolution(
            weight: weight, bias: bias.array, inputs: shape.channels, outputs: outputs, window: window, activation: activation)
        let out = FloatBuffer(count: result.count)
        withExtendedLifetime((x, addend)) {
            convolutionForward(
                out.pointer, x.readPointer, packed, shape: shape, padding: padding, addend: addend?.readPointer, pool: pool, kernel: kernel)
        }
        return out
    }
}

@Suite struct MapConvolutionTests {
    @Test("a convolution equals its naive reference", arguments: MapConvolution.all)
    func forward(_ case: MapConvolution) {
        let (x, weight, bias, addend) = `case`.values()
        let expected = NaiveKernels.convolution(
            x.array, weight: weight, bias: bias.array, addend: addend?.array, outputs: `case`.outputs, window: `case`.window,
            padding: `case`.padding, shape: `case`.shape, activation: `case`.activation)
        #expect(relativeError(`case`.forward(pool: ThreadPool(threads: 2)), FloatBuffer(expected)) < 6e-7)
    }

    @Test("any number of threads and every tile give the same bits", arguments: MapConvolution.all)
    func sameBits(_ case: MapConvolution) {
        let expected = bits(`case`.forward(pool: ThreadPool(threads: 1)))
        for threads in [2, 3, 8] {
            for kernel in MatrixKernel.available {
                #expect(bits(`case`.forward(pool: ThreadPool(threads: threads), kernel: kernel)) == expected)
            }
        }
    }

    @Test("results are written side by side and touch nothing else", arguments: [Window(1, 1), Window(3, 3)])
    func sideBySide(window: Window) {
        let shape = MapShape(batch: 1, height: 5, width: 6, channels: 32)
        let (x, weight) = (noise(shape.count, 1), noise(32 * 32 * window.height * window.width, 2))
        let packed = PackedConvolution(weight: weight.array, bias: nil, inputs: 32, outputs: 32, window: window)
        let padding = Padding(window.height / 2)
        let (alone, wide) = (FloatBuffer(count: 30 * 32), FloatBuffer(count: 30 * 50))
        wide.fill(7)
        let pool = ThreadPool(threads: 2)
        convolutionForward(alone.pointer, x.readPointer, packed, shape: shape, padding: padding, pool: pool)
        convolutionForward(wide.pointer + 11, x.readPointer, packed, shape: shape, padding: padding, outStride: 50, pool: pool)
        for position in 0..<30 {
            for channel in 0..<50 {
                let expected = (11..<43).contains(channel) ? alone[position * 32 + channel - 11] : 7
                #expect(wide[position * 50 + channel] == expected)
            }
        }
    }

    @Test(
        "a convolution of doubled maps equals doubling and convolving",
        arguments: [(1, 1, 1, 3, 5), (2, 3, 5, 40, 33), (1, 11, 13, 64, 96)])
    func upsampled(batch: Int, height: Int, width: Int, inputs: Int, outputs: Int) {
        let shape = MapShape(batch: batch, height: height, width: width, channels: inputs)
        let (x, weight, bias) = (noise(shape.count, 1), noise(outputs * inputs * 9, 2), noise(outputs, 3))
        let convolution = UpsampledConvolution(weight: weight.array, bias: bias.array, inputs: inputs, outputs: outputs)
        let large = MapShape(batch: batch, height: 2 * height, width: 2 * width, channels: inputs)
        let expected = NaiveKernels.convolution(
            NaiveKernels.doubled(x.array, shape: shape), weight: weight.array, bias: bias.array, outputs: outputs, window: Window(3, 3),
            padding: Padding(1), shape: large)
        let results = [1, 2, 5].map { threads in
            let out = FloatBuffer(count: expected.count)
            convolutionForward(out.pointer, x.readPointer, convolution, shape: shape, pool: ThreadPool(threads: threads))
            return out
        }
        #expect(relativeError(results[0], FloatBuffer(expected)) < 6e-7)
        #expect(results.allSatisfy { bits($0) == bits(results[0]) })
    }

    @Test("NaN goes through every activation", arguments: [Activation.identity, .relu, .relu6, .silu])
    func notANumber(activation: Activation) {
        let row = FloatBuffer([Float](repeating: .nan, count: 21))
        activate(row.pointer, activation, rows: 1, width: 21, stride: 21)
        #expect(row.array.allSatisfy { $0.isNaN })
    }

    @Test("TensorFlow's padding")
    func same() {
        #expect(Padding.same(Window(3, 3, stride: 2), height: 224, width: 7) == Padding(top: 0, left: 1, bottom: 1, right: 1))
        #expect(Padding.same(Window(5, 5, stride: 2), height: 14, width: 15) == Padding(top: 1, left: 2, bottom: 2, right: 2))
        #expect(Padding.same(Window(1, 1, stride: 2), height: 5, width: 6) == .none)
    }
}
