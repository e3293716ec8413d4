/// A 3 x 3 convolution of stride 1 as sixteen matrix products: blocks of 2 x 2 outputs take 16 products a pair of channels instead of 36.
///
/// Source: Lavin & Gray, Fast Algorithms for Convolutional Neural Networks (2016), F(2 x 2, 3 x 3). Its factors are 1 and 1/2, so it
/// rounds about as the direct sum does.
final class WinogradWeights: Sendable {
    private let packed: FloatBuffer
    private let inputs: Int
    private let outputs: Int

    /// Whether a convolution is worth the transformations, and its channels are whole vectors.
    static func suits(_ window: Window, inputs: Int, outputs: Int) -> Bool {
        window == Window(3, 3) && inputs % 8 == 0 && outputs % 8 == 0 && inputs >= 32 && outputs >= 32
    }

    /// - Parameter weight: `[outputs, inputs, 3, 3]`.
    init(_ weight: [Float], inputs: Int, outputs: Int) {
        (self.inputs, self.outputs) = (inputs, outputs)
        let size = roundUp(outputs, panelColumns) * inputs
        packed = FloatBuffer(count: 16 * size)
        let transformed = FloatBuffer(count: 16 * outputs * inputs)
        for filter in 0..<outputs * inputs {
            let rows = (0..<3).map { row in Self.spread((0..<3).map { Double(weight[filter * 9 + row * 3 + $0]) }) }
            for column in 0..<4 {
                for (row, value) in Self.spread(rows.map { $0[column] }).enumerated() {
                    transformed.pointer[(row * 4 + column) * outputs * inputs + filter] = Float(value)
                }
            }
        }
        for product in 0..<16 {
            _ = packColumns(
                packed.pointer + product * size, transformed.readPointer + product * outputs * inputs, ldb: inputs, depth: inputs,
                columns: outputs, blockDepth: blockDepth)
        }
        withExtendedLifetime(transformed) {}
    }

    /// Three taps along one direction as the four factors of the transformed inputs.
    private static func spread(_ taps: [Double]) -> [Double] {
        [taps[0], (taps[0] + taps[1] + taps[2]) / 2, (taps[0] - taps[1] + taps[2]) / 2, taps[2]]
    }

    private var blockDepth: Int { PackedPanels.blockDepth(inputs, limit: MatrixScratch.forwardDepth) }

    /// The weights `[inputs, outputs]` of one of the sixteen products.
    func panels(_ product: Int) -> PackedPanels {
        PackedPanels(
            pointer: packed.readPointer + product * roundUp(outputs, panelColumns) * inputs, depth: inputs, columns: outputs,
            blockDepth: blockDepth)
    }
}
