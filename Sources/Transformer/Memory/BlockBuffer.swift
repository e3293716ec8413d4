import Kernels

/// The buffers of one block's forward pass, in the order in which it fills them.
///
/// Shapes: Q rows query, K text rows are only attended to, S rows pass the skip connection; D is the width, H the number of heads, M
/// the width of the MLP's hidden layer.
package enum BlockBuffer: Int, CaseIterable, Sendable {
    /// [S, D]: what enters the block behind its skip connection.
    case merged
    /// [Q + K, D], and the layer norm's statistics, [Q + K] each.
    case normed1, mean1, inverseDeviation1
    /// [K, 2D]: keys and values of text that the block does not update.
    case textKeys
    /// [Q, 3D]: queries, keys and values side by side.
    case qkv
    /// [Q, D]
    case attended
    /// [Q, H]: what attention keeps for its backward pass.
    case logSumExp
    /// [Q, D]: the stream between attention and MLP.
    case middle
    /// [Q, D], and the layer norm's statistics, [Q] each.
    case normed2, mean2, inverseDeviation2
    /// [Q, M]: behind the GELU, and its slope there (empty without a backward pass).
    case activated, slope
    /// [Q, D]
    case output

    /// Floats that a block needs in a lane.
    func count(_ block: Block, _ lane: LaneShape) -> Int {
        let rows = BlockRows(block.textRole, lane)
        let (q, k, width) = (rows.queries, rows.textKeys, block.width)
        switch self {
        case .merged: return block.skip == nil ? 0 : lane.skipRows(block.textRole) * width
        case .normed1: return (q + k) * width
        case .mean1, .inverseDeviation1: return q + k
        case .textKeys: return k * 2 * width
        case .qkv: return q * 3 * width
        case .logSumExp: return q * block.heads
        case .attended, .middle, .normed2, .output: return q * width
        case .mean2, .inverseDeviation2: return q
        case .activated, .slope: return q * block.fc1.outputs
        }
    }
}

/// Where the buffers of one block lie; several blocks may share some of them.
struct BlockMemory {
    /// In the order of `BlockBuffer`.
    let pointers: [Out]

    subscript(buffer: BlockBuffer) -> Out { pointers[buffer.rawValue] }
}
