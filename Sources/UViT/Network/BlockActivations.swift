import Kernels

/// Floats that one block needs per buffer.
struct BlockSizes: Equatable {
    var merged = 0
    var normed1 = 0
    var statistics1 = 0
    var qkv = 0
    var textKeys = 0
    var attended = 0
    var logSumExp = 0
    var middle = 0
    var normed2 = 0
    var statistics2 = 0
    var hidden = 0
    var activated = 0
    var output = 0

    init() {}

    init(_ block: Block, _ lane: LaneShape) {
        let rows = BlockRows(block.description, lane)
        let width = block.width
        merged = block.skip == nil ? 0 : lane.skipRows(block.description) * width
        normed1 = (rows.queries + rows.textKeys) * width
        statistics1 = rows.queries + rows.textKeys
        qkv = rows.queries * 3 * width
        textKeys = rows.textKeys * 2 * width
        attended = rows.queries * width
        logSumExp = rows.queries * block.heads
        middle = rows.queries * width
        normed2 = rows.queries * width
        statistics2 = rows.queries
        hidden = rows.queries * block.fc1.outputs
        activated = rows.queries * block.fc1.outputs
        output = rows.queries * width
    }

    /// Buffer by buffer, the larger of the two.
    func union(_ other: BlockSizes) -> BlockSizes {
        var result = self
        for path in Self.all { result[keyPath: path] = max(self[keyPath: path], other[keyPath: path]) }
        return result
    }

    private static var all: [WritableKeyPath<BlockSizes, Int>] {
        [
            \.merged, \.normed1, \.statistics1, \.qkv, \.textKeys, \.attended, \.logSumExp, \.middle, \.normed2,
            \.statistics2, \.hidden, \.activated, \.output,
        ]
    }
}

/// The buffers of one block; several blocks may share some of them when no backward pass follows.
struct BlockMemory {
    var merged: Out
    var normed1: Out
    var statistics1: NormStatistics
    var qkv: Out
    var textKeys: Out
    var attended: Out
    /// Nil when no backward pass follows.
    var logSumExp: Out?
    var middle: Out
    var normed2: Out
    var statistics2: NormStatistics
    var hidden: Out
    var activated: Out
    var output: Out

    init(_ sizes: BlockSizes, keepsLogSumExp: Bool, from pool: BufferPool) {
        merged = pool.take(sizes.merged)
        normed1 = pool.take(sizes.normed1)
        statistics1 = NormStatistics(mean: pool.take(sizes.statistics1), inverseDeviation: pool.take(sizes.statistics1))
        qkv = pool.take(sizes.qkv)
        textKeys = pool.take(sizes.textKeys)
        attended = pool.take(sizes.attended)
        logSumExp = keepsLogSumExp ? pool.take(sizes.logSumExp) : nil
        middle = pool.take(sizes.middle)
        normed2 = pool.take(sizes.normed2)
        statistics2 = NormStatistics(mean: pool.take(sizes.statistics2), inverseDeviation: pool.take(sizes.statistics2))
        hidden = pool.take(sizes.hidden)
        activated = pool.take(sizes.activated)
        output = pool.take(sizes.output)
    }
}
