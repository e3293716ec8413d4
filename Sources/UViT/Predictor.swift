import Kernels

/// The network without gradients: the context is set once, then evaluated at as many noisy images and times as wanted.
///
/// Not reentrant. The result does not depend on the number of threads.
public final class Predictor {
    public let configuration: ModelConfiguration
    public let maximumBatch: Int
    /// Read at every call; when they change, set the context again.
    public let parameters: Parameters
    private let pool: LanePool
    private let lanes: [Lane]
    private let context: FloatBuffer
    private var slices: [Range<Int>] = []

    /// - Parameters:
    ///   - parameters: held, not copied; may be a view of a moving average.
    ///   - lanes: how many slices a batch is cut into (at most one per sample).
    /// - Precondition: the parameters belong to the configuration; `maximumBatch`, `lanes` and `threads` are 1 or more.
    public init(configuration: ModelConfiguration, parameters: Parameters, maximumBatch: Int, lanes: Int, threads: Int) {
        precondition(maximumBatch >= 1 && lanes >= 1, "batch \(maximumBatch) in \(lanes) lanes")
        precondition(parameters.configuration == configuration, "parameters of another configuration")
        self.configuration = configuration
        let network = Network(configuration)
        self.parameters = parameters
        self.maximumBatch = maximumBatch
        pool = LanePool(threads: threads)
        let laneCount = min(lanes, maximumBatch)
        let capacity = (maximumBatch + laneCount - 1) / laneCount
        self.lanes = (0..<laneCount).map { _ in Lane(network, samples: capacity, .prediction) }
        context = FloatBuffer(count: maximumBatch * configuration.contextElements)
    }

    /// The batch size of the context set last; 0 before that.
    public var batch: Int { slices.last?.upperBound ?? 0 }

    /// Runs everything that depends on the captions alone. `context` is [batch, T, textWidth] and may go away afterwards.
    /// - Precondition: `1 <= batch <= maximumBatch`.
    public func setContext(_ context: In, batch: Int) {
        precondition(batch >= 1 && batch <= maximumBatch, "batch \(batch) of at most \(maximumBatch)")
        self.context.pointer.update(from: context, count: batch * configuration.contextElements)
        slices = laneSlices(batch: batch, lanes: min(lanes.count, batch))
        pool.run(lanes: slices.count) { [lanes, slices, parameters, copy = self.context, configuration] index in
            lanes[index].bind(samples: slices[index].count)
            lanes[index].forwardContext(
                copy.readPointer + slices[index].lowerBound * configuration.contextElements, parameters.storage.readPointer)
        }
    }

    /// Overwrites `out[batch, C, H, W]` with the network's output for `noisy[batch, C, H, W]` at `timesteps[batch]` (1...1000,
    /// fractions allowed).
    /// - Precondition: the context has been set.
    public func predict(_ out: Out, noisy: In, timesteps: In) {
        precondition(batch > 0, "predict before setContext")
        let images = Images(out: out, noisy: noisy, timesteps: timesteps)
        pool.run(lanes: slices.count) { [lanes, slices, parameters, configuration] index in
            let first = slices[index].lowerBound
            let place = first * configuration.imageElements
            lanes[index].forwardImage(
                images.out + place, noisy: images.noisy + place, timesteps: images.timesteps + first,
                parameters.storage.readPointer)
        }
    }

    /// As `predict`, and hands out every block's attention in execution order, caption blocks included.
    ///
    /// `capture` receives the softmax probabilities `[batch, heads, queryTokens, keyTokens]`, tokens ordered image, time, text; the
    /// memory is valid during the call only. Runs on the calling thread and allocates.
    public func predictCapturing(
        _ out: Out, noisy: In, timesteps: In,
        capture: (_ block: BlockDescription, _ probabilities: UnsafeBufferPointer<Float>) throws -> Void
    ) rethrows {
        precondition(batch > 0, "predictCapturing before setContext")
        let weights = parameters.storage.readPointer
        for (lane, slice) in zip(lanes, slices) {
            lane.network.stem.forwardText(
                lane.memory.stem, features: context.readPointer + slice.lowerBound * configuration.contextElements, weights,
                samples: slice.count, scratch: lane.scratch.matrix)
            lane.network.stem.forwardImage(
                lane.memory.stem, noisy: noisy + slice.lowerBound * configuration.imageElements,
                timesteps: timesteps + slice.lowerBound, weights, samples: slice.count,
                scratch: lane.scratch.matrix)
        }
        for (index, block) in lanes[0].network.blocks.enumerated() {
            let perSample = configuration.heads * block.description.queryTokens * block.description.keyTokens
            let maps = FloatBuffer(count: batch * perSample)
            for (lane, slice) in zip(lanes, slices) {
                if block.description.textRole == .constant {
                    block.forwardTextKeys(lane.activations[index], weights, scratch: lane.scratch)
                }
                lane.forwardBlock(index, weights)
                block.probabilities(
                    maps.pointer + slice.lowerBound * perSample, lane.activations[index], weights, scratch: lane.scratch)
            }
            try capture(block.description, UnsafeBufferPointer(start: maps.pointer, count: maps.count))
        }
        for (lane, slice) in zip(lanes, slices) {
            lane.network.head.forward(
                out + slice.lowerBound * configuration.imageElements, lane.memory.head, stream: lane.finalStream, weights,
                samples: slice.count, scratch: lane.scratch.matrix)
        }
    }

    /// Bytes of all buffers that this predictor owns, parameters not included.
    public var allocatedBytes: Int { 4 * (context.count + lanes.reduce(0) { $0 + $1.pool.allocatedFloats }) }
}

/// The caller's arrays for one evaluation.
///
/// `@unchecked Sendable`: the caller keeps them alive during the call; lanes write disjoint parts of `out`.
private struct Images: @unchecked Sendable {
    let out: Out
    let noisy: In
    let timesteps: In
}
