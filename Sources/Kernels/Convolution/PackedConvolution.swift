/// What follows a convolution at every element.
public enum Activation: Sendable, Equatable {
    case identity
    /// max(x, 0)
    case relu
    /// min(max(x, 0), 6)
    case relu6
    /// x sigmoid(x)
    case silu
}

/// A convolution for prediction: its weights are packed once for the register tiles, those of 3 x 3 windows transformed before
/// (``WinogradWeights``) where there are enough channels.
public final class PackedConvolution: Sendable {
    public let inputs: Int
    public let outputs: Int
    public let window: Window
    public let activation: Activation
    let bias: FloatBuffer?
    private let form: Form

    private enum Form: Sendable {
        case gathered(FloatBuffer)
        case winograd(WinogradWeights)
    }

    /// - Parameters:
    ///   - weight: `[outputs, inputs, window.height, window.width]`.
    ///   - bias: `[outputs]`.
    public init(weight: [Float], bias: [Float]?, inputs: Int, outputs: Int, window: Window, activation: Activation = .identity) {
        precondition(weight.count == outputs * inputs * window.height * window.width, "a convolution's weight of \(weight.count) floats")
        precondition(bias.map { $0.count == outputs } ?? true, "a convolution's bias of another length than \(outputs)")
        (self.inputs, self.outputs, self.window, self.activation) = (inputs, outputs, window, activation)
        self.bias = bias.map(FloatBuffer.init)
        guard !WinogradWeights.suits(window, inputs: inputs, outputs: outputs) else {
            form = .winograd(WinogradWeights(weight, inputs: inputs, outputs: outputs))
            return
        }
        let (taps, depth) = (window.height * window.width, window.height * window.width * inputs)
        // The depth runs over rows, columns and channels of the window, as they lie in the maps.
        let rows = FloatBuffer(count: outputs * depth)
        for output in 0..<outputs {
            for input in 0..<inputs {
                for tap in 0..<taps { rows[output * depth + tap * inputs + input] = weight[(output * inputs + input) * taps + tap] }
            }
        }
        let packed = FloatBuffer(count: roundUp(outputs, panelColumns) * depth)
        _ = packColumns(
            packed.pointer, rows.readPointer, ldb: depth, depth: depth, columns: outputs, blockDepth: Self.blockDepth(depth))
        withExtendedLifetime(rows) {}
        form = .gathered(packed)
    }

    /// nil where the window's inputs are gathered.
    var winograd: WinogradWeights? {
        guard case .winograd(let weights) = form else { return nil }
        return weights
    }

    /// The weights as `[window.height * window.width * inputs, outputs]`; they live as long as this convolution.
    var panels: PackedPanels {
        guard case .gathered(let packed) = form else { preconditionFailure("a transformed weight has no panels of its own") }
        let depth = window.height * window.width * inputs
        return PackedPanels(pointer: packed.readPointer, depth: depth, columns: outputs, blockDepth: Self.blockDepth(depth))
    }

    private static func blockDepth(_ depth: Int) -> Int { PackedPanels.blockDepth(depth, limit: MatrixScratch.forwardDepth) }
}

/// A 3 x 3 convolution with padding 1 of maps that are first doubled in height and width by repetition.
///
/// Of the nine taps at most four fall on different inputs, so each of the four kinds of output position has a 2 x 2 convolution of its own
/// over the maps as they are: 4/9 of the products, and the doubled maps are never made.
public final class UpsampledConvolution: Sendable {
    public let inputs: Int
    public let outputs: Int
    /// By row and column of the output modulo 2: (0, 0), (0, 1), (1, 0), (1, 1).
    let phases: [PackedConvolution]

    /// - Parameters:
    ///   - weight: `[outputs, inputs, 3, 3]`.
    ///   - bias: `[outputs]`.
    public init(weight: [Float], bias: [Float]?, inputs: Int, outputs: Int) {
        precondition(weight.count == outputs * inputs * 9, "an upsampled convolution's weight of \(weight.count) floats")
        (self.inputs, self.outputs) = (inputs, outputs)
        // Which taps of three fall on the first and on the second of two inputs.
        let halves: [[ClosedRange<Int>]] = [[0...0, 1...2], [0...1, 2...2]]
        phases = (0..<4).map { phase in
            var merged = [Float](repeating: 0, count: outputs * inputs * 4)
            for filter in 0..<(outputs * inputs) {
                for (i, rows) in halves[phase / 2].enumerated() {
                    for (j, columns) in halves[phase % 2].enumerated() {
                        var sum = 0.0
                        for row in rows {
                            for column in columns { sum += Double(weight[filter * 9 + row * 3 + column]) }
                        }
                        merged[filter * 4 + i * 2 + j] = Float(sum)
                    }
                }
            }
            return PackedConvolution(weight: merged, bias: bias, inputs: inputs, outputs: outputs, window: Window(2, 2))
        }
    }

    /// The padding of a phase: its two inputs are the position itself and the one before (0) or after (1).
    static func padding(phase: Int) -> Padding {
        Padding(top: 1 - phase / 2, left: 1 - phase % 2, bottom: phase / 2, right: phase % 2)
    }
}
