import RegisterTiles

/// A linear layer for inference: weight and bias packed once for the register tiles, nothing else kept.
///
/// `@unchecked Sendable`: never written after `init`.
public final class PackedLinear: @unchecked Sendable {
    public let outputs: Int
    public let inputs: Int
    private let packed: FloatBuffer
    private let bias: FloatBuffer?
    private let blockDepth: Int

    /// - Parameters:
    ///   - weight: [outputs, inputs], row-major.
    ///   - bias: [outputs]; nil for none.
    /// - Precondition: sizes as said, at least 1.
    public init(_ weight: [Float], bias: [Float]?, outputs: Int, inputs: Int) {
        precondition(
            outputs > 0 && inputs > 0 && weight.count == outputs * inputs && bias.map { $0.count == outputs } ?? true,
            "a layer of \(outputs) x \(inputs) from \(weight.count) weights and \(bias?.count ?? 0) biases")
        (self.outputs, self.inputs) = (outputs, inputs)
        packed = FloatBuffer(count: LinearWeight.forwardCount(outputs: outputs, inputs: inputs))
        self.bias = bias.map { FloatBuffer($0) }
        blockDepth = PackedPanels.blockDepth(inputs, limit: MatrixScratch.forwardDepth)
        weight.withUnsafeBufferPointer {
            _ = packColumns(packed.pointer, $0.baseAddress!, ldb: inputs, depth: inputs, columns: outputs, blockDepth: blockDepth)
        }
    }

    /// Equal blocks of whole tiles, not a large one and a rest: all weights pass from the third-level cache for every block.
    private static func blockRows(_ rows: Int) -> Int {
        let blocks = max(1, (rows + mostBlockRows - 1) / mostBlockRows)
        return roundUp(max(1, (rows + blocks - 1) / blocks), TileSet.mostRows)
    }

    /// 192 KB of the left side, for second-level caches from 256 KB on.
    private static let mostBlockRows = 192

    /// `out[rows,outputs] = x[rows,inputs] · weight^T + bias + addend[rows,outputs]`; overwrites.
    ///
    /// A row's bits do not depend on the rows beside it. Strides are from row to row, in floats (tight when nil); the addend has that of
    /// `out`, which is itself allowed as the addend.
    /// - Precondition: `out` does not overlap `x`.
    public func forward(
        _ out: Out, _ x: In, rows: Int, addend: In? = nil, outStride: Int? = nil, xStride: Int? = nil, scratch: MatrixScratch,
        kernel: MatrixKernel = .current
    ) {
        let stride = outStride ?? outputs
        let target = ProductTarget(out: out, stride: stride, bias: bias?.readPointer, addend: addend, addendStride: stride)
        let panels = PackedPanels(pointer: packed.readPointer, depth: inputs, columns: outputs, blockDepth: blockDepth)
        multiply(
            kernel.tiles, target, x, lda: xStride ?? inputs, rows: rows, panels, blockRows: Self.blockRows(rows), scratch: scratch)
    }
}
