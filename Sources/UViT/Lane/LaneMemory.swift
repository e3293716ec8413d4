import Kernels

/// What a workspace is for: with a backward pass every block keeps its activations, without one they share them.
enum WorkspacePurpose: Sendable { case training, prediction }

/// The buffers of one lane, allocated once for its largest number of samples.
struct LaneMemory {
    let stem: StemMemory
    let blocks: [BlockMemory]
    let head: HeadMemory
    let gradients: GradientMemory?

    init(_ network: Network, _ lane: LaneShape, _ purpose: WorkspacePurpose, from pool: BufferPool) {
        stem = StemMemory(network.stem, lane, training: purpose == .training, from: pool)
        blocks =
            purpose == .training
            ? Self.own(network, lane, from: pool)
            : Self.shared(network, lane, from: pool)
        head = HeadMemory(network.head, samples: lane.samples, training: purpose == .training, from: pool)
        gradients = purpose == .training ? GradientMemory(network, lane, from: pool) : nil
    }

    /// Buffers of its own for every block, but for the activated hidden rows, which the backward pass computes anew.
    private static func own(_ network: Network, _ lane: LaneShape, from pool: BufferPool) -> [BlockMemory] {
        let sizes = network.blocks.map { BlockSizes($0, lane) }
        let activated = pool.take(sizes.map(\.activated).max() ?? 0)
        return sizes.map { size in
            var size = size
            size.activated = 0
            var memory = BlockMemory(size, keepsLogSumExp: true, from: pool)
            memory.activated = activated
            return memory
        }
    }

    /// One set of buffers for all blocks, except what outlives the next block: outputs that wait on a skip connection, the text that
    /// leaves the caption branch, and the text keys and values that cross-attention computes once per caption.
    private static func shared(_ network: Network, _ lane: LaneShape, from pool: BufferPool) -> [BlockMemory] {
        let sizes = network.blocks.map { BlockSizes($0, lane) }
        let transient = zip(network.blocks, sizes).map { block, size in
            var size = size
            if block.description.feedsSkip || block.description.kind == .caption { size.output = 0 }
            if block.description.textRole == .constant { size.textKeys = 0 }
            return size
        }
        let common = BlockMemory(transient.reduce(BlockSizes()) { $0.union($1) }, keepsLogSumExp: false, from: pool)
        // A caption block has read its input before it writes its output, so one buffer serves them all.
        let caption = pool.take(network.configuration.textDepth > 0 ? lane.textRows * network.configuration.width : 0)
        return zip(network.blocks, sizes).map { block, size in
            var memory = common
            if block.description.feedsSkip { memory.output = pool.take(size.output) }
            if block.description.kind == .caption { memory.output = caption }
            if block.description.textRole == .constant { memory.textKeys = pool.take(size.textKeys) }
            return memory
        }
    }
}
