import Kernels

/// One lane's memory of a stack and the order in which its blocks run; everything in it runs on one thread.
///
/// `@unchecked Sendable`: one thread at a time.
package final class StackWorkspace: @unchecked Sendable {
    package let memory: StackMemory
    package let scratch: LaneScratch
    package private(set) var samples = 0
    private let stack: BlockStack
    /// The most samples at a time.
    private let capacity: Int
    private var known: [Int: StackViews] = [:]
    private var views: StackViews

    /// - Parameter layers: the linear layers around the stack that use `scratch`, too.
    package init(_ stack: BlockStack, _ memory: StackMemory, samples: Int, layers: [LinearLayer]) {
        self.stack = stack
        self.memory = memory
        capacity = samples
        scratch = LaneScratch(
            attention: AttentionScratch(
                maximumQueries: max(stack.mainTokens, stack.textTokens), maximumKeys: stack.mainTokens + stack.textTokens,
                headSize: stack.blocks[0].headSize),
            matrix: MatrixScratch(
                gradientInputs: memory.gradients == nil ? 0 : (stack.linearLayers + layers).reduce(0) { max($0, $1.inputs) }))
        views = StackViews(stack, samples: samples, memory)
        (self.samples, known[samples]) = (samples, views)
    }

    /// Arranges the buffers for so many samples. Allocates small arrays of views, the first time for each number.
    /// - Precondition: `1 <= samples`, and no more than the memory was made for.
    package func bind(samples: Int) {
        precondition(samples >= 1 && samples <= capacity, "\(samples) samples in a lane of \(capacity)")
        guard samples != self.samples else { return }
        (self.samples, views) = (samples, views(of: samples))
    }

    private func views(of samples: Int) -> StackViews {
        if let known = known[samples] { return known }
        let views = StackViews(stack, samples: samples, memory)
        known[samples] = views
        return views
    }

    /// [main rows, width]: the stream that leaves the last block.
    package var output: Out { views.output }

    /// Everything that depends on the text alone, from `memory.text`: the text blocks, then cross-attention's text keys and values.
    /// - Parameter observe: is called with every block right after it has run.
    package func forwardText(_ weights: NetworkWeights, observe: (BlockRun) throws -> Void) rethrows {
        try run(stack.blocks.indices, weights, nil, observe) { $0 == .alone }
        for (block, activations) in zip(stack.blocks, views.activations) where block.textRole == .constant {
            block.forwardTextKeys(activations, ForwardPass(weights, scratch))
        }
    }

    /// All other blocks, from `memory.main` to `output`; `forwardText` came before where there is text.
    package func forwardMain(_ weights: NetworkWeights, hidden: HiddenText? = nil, observe: (BlockRun) throws -> Void) rethrows {
        try run(stack.blocks.indices, weights, hidden, observe) { $0 != .alone }
    }

    /// The same for samples of which the second half has the main rows of the first, in `memory.main`, beside other text: the blocks
    /// before the first one with text run once for both. The result has the bits that `forwardMain` gives it.
    /// - Precondition: an even number of samples.
    package func forwardMain(sharedByHalves weights: NetworkWeights, hidden: HiddenText? = nil) {
        precondition(samples % 2 == 0, "\(samples) samples in two halves")
        let half = views(of: samples / 2), pass = ForwardPass(weights, scratch)
        let count = stack.lane(samples: samples / 2).mainRows * stack.width
        func repeatRows(_ rows: Out) { (rows + count).update(from: rows, count: count) }
        let leading = stack.leadingBlocks
        repeatRows(memory.main)
        for index in leading where stack.blocks[index].textRole != .alone {
            stack.blocks[index].forward(half.activations[index], pass)
            // What the next block reads, or waits on a skip connection.
            repeatRows(half.activations[index][.output])
        }
        run(leading.upperBound..<stack.blocks.count, weights, hidden, { _ in }) { $0 != .alone }
    }

    private func run(
        _ indices: Range<Int>, _ weights: NetworkWeights, _ hidden: HiddenText?, _ observe: (BlockRun) throws -> Void,
        where belongs: (TextRole) -> Bool
    ) rethrows {
        let pass = ForwardPass(weights, scratch)
        for index in indices where belongs(stack.blocks[index].textRole) {
            let block = stack.blocks[index]
            let hidden = hidden?.samples(inBlock: index) ?? 0..<0
            block.forward(views.activations[index], pass, hidingTextFrom: hidden)
            try observe(BlockRun(index: index, block: block, activations: views.activations[index], pass: pass, hidden: hidden))
        }
    }

    /// Mirrors the whole forward pass: turns the gradient of `output`, in `memory.gradients.stream`, into those of `memory.main` and,
    /// behind it, `memory.text`. Accumulates the parameters' gradients.
    /// - Precondition: a workspace for training.
    package func backward(_ weights: NetworkWeights, _ gradients: Out) {
        guard let shared = memory.gradients else { preconditionFailure("a lane without gradient buffers") }
        let pass = BackwardPass(weights, gradients, scratch)
        for index in stack.blocks.indices.reversed() {
            let block = stack.blocks[index]
            if block.skipRole == .feeds, let partner = stack.skipPartner[index], let waiting = shared.skips[partner] {
                let count = BlockBuffer.merged.count(stack.blocks[partner], stack.lane(samples: samples))
                addInPlace(shared.stream, waiting, count: count)
            }
            block.backward(views.activations[index], views.gradients[index], pass)
        }
    }
}

/// Text that the main tokens of some blocks do not see, for some samples of a lane.
package struct HiddenText: Sendable, Equatable {
    /// Places in the stack.
    package let blocks: Set<Int>
    package let samples: Range<Int>

    package init(blocks: Set<Int>, samples: Range<Int>) { (self.blocks, self.samples) = (blocks, samples) }

    func samples(inBlock index: Int) -> Range<Int> { blocks.contains(index) ? samples : 0..<0 }
}

/// A block that has just run, for whoever looks at what it did. Its buffers are those of the pass: the next block may overwrite them.
package struct BlockRun {
    /// The block's place in the stack.
    package let index: Int
    let block: Block
    let activations: BlockActivations
    let pass: ForwardPass
    /// Samples whose main rows did not see the text.
    let hidden: Range<Int>

    /// [main rows, width] as they leave the block; nil where only text runs.
    package var main: In? { activations.mainOutput.map { UnsafePointer($0) } }
    /// [text rows, width] as they leave the block, or as it reads them where it does not update them; nil where there are none.
    package var text: In? { activations.text.map { UnsafePointer($0) } }

    /// Overwrites `out[samples, heads, queryTokens, keyTokens]` with the softmax probabilities of the block's attention. Allocates.
    package func probabilities(_ out: Out) { block.probabilities(out, activations, pass, hidingTextFrom: hidden) }
}

/// The buffers of a lane as its blocks see them, for one number of samples.
private struct StackViews {
    let activations: [BlockActivations]
    /// Empty without a backward pass.
    let gradients: [BlockGradients]
    let output: Out

    init(_ stack: BlockStack, samples: Int, _ memory: StackMemory) {
        let lane = stack.lane(samples: samples)
        var streams = Streams(main: memory.main, text: memory.text)
        activations = stack.blocks.enumerated().map { index, block in
            let skipped = block.skip == nil ? nil : stack.skipPartner[index].map { memory.blocks[$0][.output] }
            return BlockActivations(
                block, lane, memory.blocks[index], streams: &streams, skip: skipped, training: memory.gradients != nil)
        }
        gradients =
            memory.gradients.map { shared in
                stack.blocks.enumerated().map { BlockGradients($1, index: $0, lane, shared) }
            } ?? []
        output = streams.main
    }
}
