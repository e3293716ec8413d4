import Kernels
import Platform
import Transformer

/// The network without gradients: the context is set once, then evaluated at as many noisy images and times as wanted.
///
/// Not reentrant. The result does not depend on the number of threads.
public final class Predictor {
    public let configuration: ModelConfiguration
    public let maximumBatch: Int
    /// When they change, set the context again.
    public let parameters: Parameters
    /// What `predict` hides from the image; nil hides nothing.
    public var knockout: TextKnockout?
    private let pool: ThreadPool
    /// As many as the largest batch has slices. Small ones, whose activations stay in the caches from block to block.
    private let lanes: [Lane]
    private let fewestSlices: Int
    private let context: FloatBuffer
    private let packed: PackedWeights
    private var weights: NetworkWeights
    private var slices: [Range<Int>] = []

    /// - Parameters:
    ///   - parameters: held, not copied; may be a view of a moving average.
    ///   - lanes: the fewest slices that a batch is cut into (at most one per sample).
    /// - Precondition: the parameters belong to the configuration; `maximumBatch`, `lanes` and `threads` are 1 or more.
    public init(configuration: ModelConfiguration, parameters: Parameters, maximumBatch: Int, lanes: Int, threads: Int) {
        precondition(maximumBatch >= 1 && lanes >= 1, "batch \(maximumBatch) in \(lanes) lanes")
        precondition(parameters.configuration == configuration, "parameters of another configuration")
        self.configuration = configuration
        let network = Network(configuration)
        self.parameters = parameters
        self.maximumBatch = maximumBatch
        pool = ThreadPool(threads: threads)
        fewestSlices = lanes
        let sizes = configuration.predictionLanes(batch: maximumBatch, fewest: lanes)
        self.lanes = sizes.map { Lane(network, samples: $0, .prediction) }
        packed = network.packedWeights(.prediction)
        weights = packed.pack(parameters.storage.readPointer, pool: pool)
        context = FloatBuffer(count: maximumBatch * configuration.contextElements)
    }

    /// The batch size of the context set last; 0 before that.
    public var batch: Int { slices.last?.upperBound ?? 0 }

    /// Runs everything that depends on the captions alone. `context` is [batch, T, textWidth] and may go away afterwards.
    /// - Precondition: `1 <= batch <= maximumBatch`.
    public func setContext(_ context: In, batch: Int) {
        precondition(batch >= 1 && batch <= maximumBatch, "batch \(batch) of at most \(maximumBatch)")
        self.context.pointer.update(from: context, count: batch * configuration.contextElements)
        slices = laneSlices(batch: batch, lanes: min(batch, max(fewestSlices, (batch + lanes[0].capacity - 1) / lanes[0].capacity)))
        weights = packed.pack(parameters.storage.readPointer, pool: pool)
        pool.forEach(slices.count) { [lanes, slices, weights, copy = self.context, configuration] index in
            lanes[index].stack.bind(samples: slices[index].count)
            lanes[index].forwardContext(
                copy.readPointer + slices[index].lowerBound * configuration.contextElements, weights
            ) { _ in }
        }
    }

    /// Overwrites `out[batch, C, H, W]` with the network's output for `noisy[batch, C, H, W]` at `timesteps[batch]` (1...1000,
    /// fractions allowed).
    /// - Precondition: the context has been set.
    public func predict(_ out: Out, noisy: In, timesteps: In) {
        precondition(batch > 0, "predict before setContext")
        let images = Images(out: out, noisy: noisy, timesteps: timesteps)
        pool.forEach(slices.count) { [lanes, slices, weights, knockout] index in
            lanes[index].forwardImage(images, slices[index], weights, knockout) { _ in }
        }
    }

    /// The same forward pass, seen from inside: `observe` is called with every block right after it has run, for one slice of the batch
    /// after the other; in each the text blocks run first.
    ///
    /// Runs on the calling thread.
    public func predict(_ out: Out, noisy: In, timesteps: In, observe: (BlockObservation) throws -> Void) rethrows {
        precondition(batch > 0, "predict before setContext")
        let images = Images(out: out, noisy: noisy, timesteps: timesteps)
        let blocks = configuration.blocks
        for (lane, slice) in zip(lanes, slices) {
            func pass(on run: BlockRun) throws {
                try observe(BlockObservation(block: blocks[run.index], samples: slice, heads: configuration.heads, run: run))
            }
            let context = context.readPointer + slice.lowerBound * configuration.contextElements
            try lane.forwardContext(context, weights, observe: pass)
            try lane.forwardImage(images, slice, weights, knockout, observe: pass)
        }
    }

    /// Bytes of all buffers that this predictor owns, parameters not included.
    public var allocatedBytes: Int { 4 * (context.count + lanes.reduce(0) { $0 + $1.pool.allocatedFloats }) + packed.allocatedBytes }
}

/// One block of the network right after it has run on some samples of the batch. Valid during the call that hands it out.
public struct BlockObservation {
    public let block: BlockDescription
    /// Which samples of the batch.
    public let samples: Range<Int>
    let heads: Int
    let run: BlockRun

    /// The softmax probabilities `[samples, heads, queryTokens, keyTokens]`, tokens ordered image, time, text. Works them out.
    public func attention() -> FloatBuffer {
        let maps = FloatBuffer(count: samples.count * heads * block.queryTokens * block.keyTokens)
        run.probabilities(maps.pointer)
        return maps
    }

    /// [samples, imageTokens + 1, width]: image tokens, then the time token, as they leave the block; nil for a text block.
    public var imageStream: In? { run.main }

    /// [samples, textTokens, width] as they leave the block, or as it reads them where it does not update them (cross-attention and
    /// the last joint block of concat fusion); nil where there are none.
    public var textStream: In? { run.text }
}

/// An intervention: in some blocks the image and time tokens of some samples attend to image and time tokens only, as if there were no
/// text. Text tokens go on as before, and blocks without text beside the image do not change.
public struct TextKnockout: Sendable, Equatable {
    /// Places in `ModelConfiguration.blocks`.
    public var blocks: Set<Int>
    /// Of the batch; those beyond it do not count.
    public var samples: Range<Int>

    public init(blocks: Set<Int>, samples: Range<Int>) { (self.blocks, self.samples) = (blocks, samples) }

    /// The same for a slice of the batch; nil where nothing is hidden.
    fileprivate func hidden(in slice: Range<Int>) -> HiddenText? {
        let both = samples.clamped(to: slice)
        guard !both.isEmpty, !blocks.isEmpty else { return nil }
        return HiddenText(blocks: blocks, samples: both.lowerBound - slice.lowerBound..<both.upperBound - slice.lowerBound)
    }
}

/// The caller's arrays for one evaluation.
///
/// `@unchecked Sendable`: the caller keeps them alive during the call; lanes write disjoint parts of `out`.
private struct Images: @unchecked Sendable {
    let out: Out
    let noisy: In
    let timesteps: In
}

extension Lane {
    fileprivate func forwardImage(
        _ images: Images, _ slice: Range<Int>, _ weights: NetworkWeights, _ knockout: TextKnockout?, observe: (BlockRun) throws -> Void
    ) rethrows {
        let place = slice.lowerBound * network.configuration.imageElements
        try forwardImage(
            images.out + place, noisy: images.noisy + place, timesteps: images.timesteps + slice.lowerBound, weights,
            hidden: knockout?.hidden(in: slice), observe: observe)
    }
}
