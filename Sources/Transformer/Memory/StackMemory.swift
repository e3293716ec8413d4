import Kernels

/// What a workspace is for: with a backward pass every block keeps its activations, without one they share them.
package enum WorkspacePurpose: Sendable {
    case training, prediction

    package var hasBackward: Bool {
        switch self {
        case .training: true
        case .prediction: false
        }
    }
}

/// The buffers of one lane's blocks, allocated once for its largest number of samples.
package struct StackMemory {
    /// [main rows, width] and [text rows, width]: the two streams that enter the first blocks.
    package let main: Out
    package let text: Out
    /// Nil when no backward pass follows.
    package let gradients: GradientMemory?
    let blocks: [BlockMemory]

    package init(_ stack: BlockStack, _ lane: LaneShape, _ purpose: WorkspacePurpose, from pool: BufferPool) {
        main = pool.take(lane.mainRows * stack.width)
        text = pool.take(lane.textRows * stack.width)
        let places = stack.blocks.enumerated().map { index, block in
            BlockBuffer.allCases.map { Place(buffer: $0, owner: Self.owner($0, of: block, index: index, purpose)) }
        }
        var counts: [Place: Int] = [:]
        for (block, places) in zip(stack.blocks, places) {
            for place in places where place.owner != .nobody {
                counts[place] = max(counts[place] ?? 0, place.buffer.count(block, lane))
            }
        }
        var taken: [Place: Out] = [:]
        blocks = places.map { places in
            BlockMemory(
                pointers: places.map { place in
                    let pointer = taken[place] ?? pool.take(counts[place] ?? 0)
                    taken[place] = pointer
                    return pointer
                })
        }
        gradients = purpose.hasBackward ? GradientMemory(stack, lane, from: pool) : nil
    }

    private enum Owner: Hashable { case nobody, block(Int), textBlocks, allBlocks }

    private struct Place: Hashable {
        let buffer: BlockBuffer
        let owner: Owner
    }

    /// The memory plan. A block has read its input before it writes its output, so blocks in a row may share all but what a later one
    /// still reads.
    private static func owner(_ buffer: BlockBuffer, of block: Block, index: Int, _ purpose: WorkspacePurpose) -> Owner {
        switch (purpose, buffer) {
        case (.training, _): .block(index)
        case (.prediction, .logSumExp), (.prediction, .slope): .nobody
        // It waits on a skip connection.
        case (.prediction, .output) where block.skipRole == .feeds: .block(index)
        // The text that leaves these blocks outlives the main stream's next ones.
        case (.prediction, .output) where block.textRole == .alone: .textBlocks
        // Cross-attention computes them once per caption.
        case (.prediction, .textKeys) where block.textRole == .constant: .block(index)
        case (.prediction, _): .allBlocks
        }
    }
}
