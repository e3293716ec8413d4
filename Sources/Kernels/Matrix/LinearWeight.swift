import RegisterTiles

/// A linear layer's weight [outputs, inputs], as stored and packed for the register tiles, so that a product with it only multiplies.
///
/// `forward` holds W^T in panels (`out = x W^T`), `backward` W itself (`dx = dOut W`). Both are made by `pack`, once for as many products
/// as the values last.
public struct LinearWeight {
    public let outputs: Int
    public let inputs: Int
    let values: In
    let stride: Int
    let forward: In
    let backward: In?

    /// - Parameters:
    ///   - stride: floats from one row of `values` to the next.
    ///   - forward: `forwardCount` floats.
    ///   - backward: `backwardCount` floats; nil where no gradient is asked for.
    public init(_ values: In, stride: Int, outputs: Int, inputs: Int, forward: In, backward: In?) {
        (self.values, self.stride, self.outputs, self.inputs) = (values, stride, outputs, inputs)
        (self.forward, self.backward) = (forward, backward)
    }

    /// Floats of the two packed forms; whole cache lines.
    public static func forwardCount(outputs: Int, inputs: Int) -> Int { roundUp(outputs, panelColumns) * inputs }
    public static func backwardCount(outputs: Int, inputs: Int) -> Int { roundUp(inputs, panelColumns) * outputs }

    /// Overwrites the packed forms with the values.
    public func pack() {
        _ = packColumns(
            UnsafeMutablePointer(mutating: forward), values, ldb: stride, depth: inputs, columns: outputs, blockDepth: blockDepth(inputs))
        guard let backward else { return }
        _ = packRows(
            UnsafeMutablePointer(mutating: backward), values, ldb: stride, depth: outputs, columns: inputs, blockDepth: blockDepth(outputs))
    }

    var forwardPanels: PackedPanels {
        PackedPanels(pointer: forward, depth: inputs, columns: outputs, blockDepth: blockDepth(inputs))
    }

    var backwardPanels: PackedPanels {
        guard let backward else { preconditionFailure("a gradient through a weight that was packed for predictions") }
        return PackedPanels(pointer: backward, depth: outputs, columns: inputs, blockDepth: blockDepth(outputs))
    }

    private func blockDepth(_ depth: Int) -> Int { PackedPanels.blockDepth(depth, limit: MatrixScratch.forwardDepth) }
}
