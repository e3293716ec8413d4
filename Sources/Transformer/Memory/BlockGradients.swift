import Kernels

/// The backward scratch of a lane: shared by all its blocks, except the gradients that wait on skip connections.
package struct GradientMemory {
    /// [mainRows + textRows, width]: the gradient of the residual streams.
    package let stream: Out
    /// [mainRows + textRows, width]
    package let branch: Out
    /// [queryRows, hidden width]
    let hidden: Out
    /// [queryRows, 3 width]
    let qkv: Out
    /// [textRows, 2 width]
    let textKeys: Out
    /// By block index: [skip rows, width] for skip blocks.
    let skips: [Out?]

    init(_ stack: BlockStack, _ lane: LaneShape, from pool: BufferPool) {
        func takeLargest(_ buffer: BlockBuffer) -> Out { pool.take(stack.blocks.map { buffer.count($0, lane) }.max() ?? 0) }
        stream = pool.take(lane.allRows * stack.width)
        branch = pool.take(lane.allRows * stack.width)
        hidden = takeLargest(.activated)
        qkv = takeLargest(.qkv)
        textKeys = takeLargest(.textKeys)
        skips = stack.blocks.map { block in block.skip == nil ? nil : pool.take(BlockBuffer.merged.count(block, lane)) }
    }
}

/// The backward scratch as one block sees it.
struct BlockGradients {
    struct Group {
        let dQueries: MutableQueryRows
        let dOut: QueryRows
    }

    let stream: Out
    /// The text rows of `stream`.
    let textStream: Out
    let branch: Out
    let hidden: Out
    let qkv: Out
    let textKeys: Out
    /// Where a skip block leaves the gradient of what it merged.
    let skip: Out
    let queryGroups: [Group]
    let keys: [KeyGradientSegment]

    init(_ block: Block, index: Int, _ lane: LaneShape, _ memory: GradientMemory) {
        let rows = BlockRows(block.textRole, lane)
        let width = block.width
        stream = memory.stream
        textStream = memory.stream + lane.mainRows * width
        branch = memory.branch
        hidden = memory.hidden
        qkv = memory.qkv
        textKeys = memory.textKeys
        skip = memory.skips[index] ?? memory.branch
        let packed = PackedRows(base: memory.qkv, width: width, stride: 3 * width)
        var groups: [Group] = []
        var segments: [KeyGradientSegment] = []
        for (first, tokens) in [(0, rows.main / lane.samples), (rows.main, rows.text / lane.samples)] where tokens > 0 {
            groups.append(
                Group(
                    dQueries: packed.mutableQueries(first, tokens),
                    dOut: QueryRows(
                        pointer: memory.branch + first * width, count: tokens, rowStride: width, sampleStride: tokens * width)))
            segments.append(packed.keyGradients(first, tokens))
        }
        if rows.textKeys > 0 {
            segments.append(
                PackedRows(base: memory.textKeys - width, width: width, stride: 2 * width).keyGradients(0, lane.textTokens))
        }
        queryGroups = groups
        keys = segments
    }
}
