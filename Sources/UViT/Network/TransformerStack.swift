import Kernels

/// A plain pre-norm transformer over one run of tokens: the text blocks of the U-ViT by themselves, for encoders that are
/// built beside it. It holds no numbers.
package struct TransformerStack: Sendable {
    /// Tokens per sample.
    package let tokens: Int
    package let width: Int
    package let heads: Int
    let blocks: [Block]

    /// (outputs, inputs) of the blocks' linear layers.
    var matrices: [(outputs: Int, inputs: Int)] {
        blocks.prefix(1).flatMap { block in
            [(3 * width, width), (width, width), (block.fc1.outputs, width), (width, block.fc1.outputs)]
        }
    }

    /// Names and shapes of the parameters of `depth` blocks `NAME.0`, `NAME.1`, ...
    package static func shapes(_ name: String, depth: Int, width: Int, mlpRatio: Int = 4) -> [(name: String, shape: [Int])] {
        (0..<depth).flatMap { index -> [(name: String, shape: [Int])] in
            let block = "\(name).\(index)"
            return [
                ("\(block).norm1.weight", [width]), ("\(block).norm1.bias", [width]),
                ("\(block).attn.qkv.weight", [3 * width, width]),
                ("\(block).attn.proj.weight", [width, width]), ("\(block).attn.proj.bias", [width]),
                ("\(block).norm2.weight", [width]), ("\(block).norm2.bias", [width]),
                ("\(block).mlp.fc1.weight", [mlpRatio * width, width]), ("\(block).mlp.fc1.bias", [mlpRatio * width]),
                ("\(block).mlp.fc2.weight", [width, mlpRatio * width]), ("\(block).mlp.fc2.bias", [width]),
            ]
        }
    }

    /// - Precondition: the layout holds the stack's parameters; `heads` divides `width`.
    package init(_ name: String, depth: Int, tokens: Int, width: Int, heads: Int, layout: ParameterLayout) {
        precondition(tokens >= 1 && depth >= 1 && width % heads == 0, "\(heads) heads in a width of \(width)")
        self.tokens = tokens
        self.width = width
        self.heads = heads
        // Blocks take their width, heads and kind of projections from here, and nothing else.
        let shape = ModelConfiguration(
            imageSize: 1, channels: 1, patchSize: 1, width: width, depth: 2, heads: heads, textTokens: tokens, textWidth: width,
            conditioning: .concat, imageDepth: 0, textDepth: depth)
        blocks = (0..<depth).map { index in
            Block(
                BlockDescription(
                    name: "\(name).\(index)", kind: .caption, queryTokens: tokens, keyTokens: tokens, textRole: .alone),
                shape, layout)
        }
    }
}

/// The buffers of a stack for one lane, allocated once for its largest number of samples.
///
/// `@unchecked Sendable`: one thread at a time.
package final class StackWorkspace: @unchecked Sendable {
    private let stack: TransformerStack
    private let capacity: Int
    private let memory: [BlockMemory]
    private let shared: GradientMemory?
    private let scratch: LaneScratch
    private var samples = 0
    private var activations: [BlockActivations] = []
    private var gradients: [BlockGradients] = []
    /// [samples, tokens, width]: write the tokens here before `forward`.
    package let input: Out
    /// [samples, tokens, width]: what `forward` leaves.
    package private(set) var output: Out

    /// - Parameters:
    ///   - training: whether `backward` will be called; without it all blocks share their buffers.
    ///   - matrices: (outputs, inputs) of the linear layers around the stack that use `matrixScratch` too.
    package init(
        _ stack: TransformerStack, samples capacity: Int, training: Bool, matrices: [(outputs: Int, inputs: Int)],
        from pool: BufferPool
    ) {
        self.stack = stack
        self.capacity = capacity
        let lane = LaneShape(samples: capacity, tokens: stack.tokens)
        input = pool.take(lane.textRows * stack.width)
        output = input
        let sizes = stack.blocks.map { BlockSizes($0, lane) }
        if training {
            // The backward pass computes the activated hidden rows anew.
            let activated = pool.take(sizes.map(\.activated).max() ?? 0)
            memory = sizes.map { size in
                var size = size
                size.activated = 0
                var memory = BlockMemory(size, keepsLogSumExp: true, from: pool)
                memory.activated = activated
                return memory
            }
        } else {
            // A block has read its input before it writes its output, so one set of buffers serves them all.
            let common = BlockMemory(sizes.reduce(BlockSizes()) { $0.union($1) }, keepsLogSumExp: false, from: pool)
            memory = sizes.map { _ in common }
        }
        shared = training ? GradientMemory(stack, lane, from: pool) : nil
        scratch = LaneScratch(
            attention: AttentionScratch(
                maximumQueries: stack.tokens, maximumKeys: stack.tokens, headSize: stack.width / stack.heads),
            matrix: MatrixScratch(weights: stack.matrices + matrices))
        bind(samples: capacity)
    }

    /// The working memory of matrix products, for the layers around the stack.
    package var matrixScratch: MatrixScratch { scratch.matrix }

    /// Arranges the buffers for so many samples.
    package func bind(samples: Int) {
        precondition(samples >= 1 && samples <= capacity, "\(samples) samples in a workspace of \(capacity)")
        guard samples != self.samples else { return }
        self.samples = samples
        let lane = LaneShape(samples: samples, tokens: stack.tokens)
        var streams = Streams(image: nil, text: input)
        activations = zip(stack.blocks, memory).map { BlockActivations($0, lane, $1, streams: &streams, skip: nil) }
        if let shared { gradients = stack.blocks.enumerated().map { BlockGradients($1, index: $0, lane, shared) } }
        output = streams.text ?? input
    }

    /// Overwrites `output` from `input`.
    package func forward(_ parameters: In) {
        for (block, activation) in zip(stack.blocks, activations) {
            block.forward(activation, parameters, scratch: scratch)
        }
    }

    /// [samples, tokens, width]: write the gradient of `output` here before `backward`, which turns it into that of `input`.
    package var gradient: Out {
        guard let shared else { preconditionFailure("a workspace without gradient buffers") }
        return shared.stream
    }

    /// Mirrors `forward`; accumulates the parameters' gradients into `accumulated`, laid out like the parameters.
    package func backward(_ parameters: In, _ accumulated: Out) {
        for index in stack.blocks.indices.reversed() {
            stack.blocks[index].backward(activations[index], gradients[index], parameters, accumulated, scratch: scratch)
        }
    }
}

extension LaneShape {
    /// A lane of one run of tokens and no image.
    init(samples: Int, tokens: Int) {
        self.samples = samples
        imageStreamTokens = 0
        textTokens = tokens
    }
}

extension LaneScratch {
    init(attention: AttentionScratch, matrix: MatrixScratch) {
        self.attention = attention
        self.matrix = matrix
    }
}

extension GradientMemory {
    init(_ stack: TransformerStack, _ lane: LaneShape, from pool: BufferPool) {
        let sizes = stack.blocks.map { BlockSizes($0, lane) }.reduce(BlockSizes()) { $0.union($1) }
        stream = pool.take(lane.textRows * stack.width)
        branch = pool.take(lane.textRows * stack.width)
        hidden = pool.take(sizes.hidden)
        qkv = pool.take(sizes.qkv)
        textKeys = pool.take(sizes.textKeys)
        skips = stack.blocks.map { _ in nil }
    }
}
