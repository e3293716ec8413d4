import Kernels

/// The backward scratch of a lane: shared by all its blocks, except the gradients that wait on skip connections.
struct GradientMemory {
    /// [imageRows + textRows, width]: the gradient of the residual streams.
    let stream: Out
    /// [imageRows + textRows, width]
    let branch: Out
    /// [queryRows, hidden width]
    let hidden: Out
    /// [queryRows, 3 width]
    let qkv: Out
    /// [textRows, 2 width]
    let textKeys: Out
    /// By block index: [skip rows, width] for skip blocks.
    let skips: [Out?]

    init(_ network: Network, _ lane: LaneShape, from pool: BufferPool) {
        let sizes = network.blocks.map { BlockSizes($0, lane) }.reduce(BlockSizes()) { $0.union($1) }
        let width = network.configuration.width
        stream = pool.take(lane.allRows * width)
        branch = pool.take(lane.allRows * width)
        hidden = pool.take(sizes.hidden)
        qkv = pool.take(sizes.qkv)
        textKeys = pool.take(sizes.textKeys)
        skips = network.blocks.map { block in
            block.skip == nil ? nil : pool.take(lane.skipRows(block.description) * width)
        }
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
        let rows = BlockRows(block.description, lane)
        let width = block.width
        stream = memory.stream
        textStream = memory.stream + lane.imageRows * width
        branch = memory.branch
        hidden = memory.hidden
        qkv = memory.qkv
        textKeys = memory.textKeys
        skip = memory.skips[index] ?? memory.branch
        let packed = PackedRows(base: memory.qkv, width: width, stride: 3 * width)
        var groups: [Group] = []
        var segments: [KeyGradientSegment] = []
        for (first, tokens) in [(0, rows.image / lane.samples), (rows.image, rows.text / lane.samples)] where tokens > 0 {
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
