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
    private var slices: [Slice] = []

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
    public private(set) var batch = 0

    /// Runs everything that depends on the captions alone. `context` is [batch, T, textWidth] and may go away afterwards.
    /// - Parameter pairs: promises that in every prediction sample `i + batch / 2` has the noisy image and the time of sample `i`, as the
    ///   halves of guidance do. What does not depend on the context is then computed once for both. Bits do not change.
    /// - Precondition: `1 <= batch <= maximumBatch`; pairs make an even batch.
    public func setContext(_ context: In, batch: Int, pairs: Bool = false) {
        precondition(batch >= 1 && batch <= maximumBatch, "batch \(batch) of at most \(maximumBatch)")
        precondition(!pairs || batch % 2 == 0, "batch \(batch) in pairs")
        self.context.pointer.update(from: context, count: batch * configuration.contextElements)
        self.batch = batch
        slices = pairs && sharesPairs(batch / 2) ? pairedSlices(batch / 2) : plainSlices(batch)
        weights = packed.pack(parameters.storage.readPointer, pool: pool)
        pool.forEach(slices.count) { [lanes, slices, weights, copy = self.context, configuration] index in
            let slice = slices[index], elements = configuration.contextElements
            lanes[index].stack.bind(samples: slice.count)
            lanes[index].forwardContext(
                copy.readPointer + slice.samples.lowerBound * elements,
                other: slice.others.map { copy.readPointer + $0.lowerBound * elements }, weights
            ) { _ in }
        }
    }

    private func plainSlices(_ batch: Int) -> [Slice] {
        laneSlices(batch: batch, lanes: min(batch, max(fewestSlices, batch.dividedUp(by: lanes[0].capacity)))).map { Slice(samples: $0) }
    }

    private func pairedSlices(_ pairs: Int) -> [Slice] {
        laneSlices(batch: pairs, lanes: min(pairs, max(fewestSlices, pairs.dividedUp(by: lanes[0].capacity / 2)))).map {
            Slice(samples: $0, others: $0.lowerBound + pairs..<$0.upperBound + pairs)
        }
    }

    /// Whether there is something to share that is worth it: the halves of fewer pairs than threads go quicker side by side.
    private func sharesPairs(_ pairs: Int) -> Bool {
        configuration.imageDepth > 0 && lanes[0].capacity > 1 && pairs >= min(fewestSlices, pool.threads)
    }

    /// Overwrites `out[batch, C, H, W]` with the network's output for `noisy[batch, C, H, W]` at `timesteps[batch]` (1...1000,
    /// fractions allowed).
    /// - Precondition: the context has been set; pairs are pairs.
    public func predict(_ out: Out, noisy: In, timesteps: In) {
        precondition(batch > 0, "predict before setContext")
        let images = Images(out: out, noisy: noisy, timesteps: timesteps)
        pool.forEach(slices.count) { [lanes, slices, weights, knockout] index in
            lanes[index].forwardImage(images, slices[index], weights, knockout)
        }
    }

    /// The same forward pass, seen from inside: `observe` is called with every block right after it has run, for one slice of the batch
    /// after the other; in each the text blocks run first.
    ///
    /// Runs on the calling thread.
    /// - Precondition: the context has been set without pairs.
    public func predict(_ out: Out, noisy: In, timesteps: In, observe: (BlockObservation) throws -> Void) rethrows {
        precondition(batch > 0, "predict before setContext")
        precondition(slices.allSatisfy { $0.others == nil }, "pairs share blocks: nobody can look at them one by one")
        let images = Images(out: out, noisy: noisy, timesteps: timesteps)
        let blocks = configuration.blocks
        for (lane, slice) in zip(lanes, slices.map(\.samples)) {
            func pass(on run: BlockRun) throws {
                try observe(BlockObservation(block: blocks[run.index], samples: slice, heads: configuration.heads, run: run))
            }
            let context = context.readPointer + slice.lowerBound * configuration.contextElements
            try lane.forwardContext(context, weights, observe: pass)
            try lane.forwardImage(images, slice, weights, hidden: knockout?.hidden(in: slice), observe: pass)
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

    /// The same for the samples of both halves of pairs, one half behind the other. They are consecutive there, as they are in the batch.
    fileprivate func hidden(in slice: Slice) -> HiddenText? {
        let first = hidden(in: slice.samples)
        guard let second = slice.others.flatMap({ hidden(in: $0) })?.samples else { return first }
        let (start, end) = (second.lowerBound + slice.samples.count, second.upperBound + slice.samples.count)
        return HiddenText(blocks: blocks, samples: (first?.samples.lowerBound ?? start)..<end)
    }
}

/// What a lane works on.
private struct Slice: Sendable {
    /// Of the batch.
    let samples: Range<Int>
    /// The other halves of these samples' pairs, where the lane has both; they are behind `samples` in it.
    var others: Range<Int>?

    var count: Int { samples.count + (others?.count ?? 0) }
}

extension Int {
    fileprivate func dividedUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
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
    fileprivate func forwardImage(_ images: Images, _ slice: Slice, _ weights: NetworkWeights, _ knockout: TextKnockout?) {
        let hidden = knockout?.hidden(in: slice)
        guard let others = slice.others else {
            return forwardImage(images, slice.samples, weights, hidden: hidden) { _ in }
        }
        let elements = network.configuration.imageElements, first = slice.samples.lowerBound
        forwardPairs(
            images.out + first * elements, other: images.out + others.lowerBound * elements, noisy: images.noisy + first * elements,
            timesteps: images.timesteps + first, weights, hidden: hidden)
    }

    fileprivate func forwardImage(
        _ images: Images, _ samples: Range<Int>, _ weights: NetworkWeights, hidden: HiddenText?, observe: (BlockRun) throws -> Void
    ) rethrows {
        let first = samples.lowerBound, place = first * network.configuration.imageElements
        try forwardImage(
            images.out + place, noisy: images.noisy + place, timesteps: images.timesteps + first, weights, hidden: hidden, observe: observe)
    }
}
