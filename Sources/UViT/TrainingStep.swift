import Kernels
import Platform
import Transformer

/// Loss and gradients of one batch: forward and backward through the whole model.
///
/// The batch is cut into lanes; each has its own gradient buffer and works through its samples in chunks that share one set of
/// activations, all allocated here. The result does not depend on the number of threads. Not reentrant.
public final class TrainingStep {
    public let configuration: ModelConfiguration
    public let batchSize: Int
    /// The batch's gradients after `run`, laid out like `Parameters.storage`; zero after `update`.
    public var gradients: FloatBuffer {
        if state == .inLanes {
            reduceLanes(laneGradients, count: network.layout.storageCount, pool: pool)
            state = .reduced
        }
        return laneGradients[0]
    }
    private let network: Network
    private let pool: ThreadPool
    private let lanes: [Lane]
    /// Each lane's samples, in chunks that it works through one after the other.
    private let chunks: [[Range<Int>]]
    private let laneGradients: [FloatBuffer]
    private let packed: PackedWeights
    private var state = GradientState.zero

    private enum GradientState { case zero, inLanes, reduced }

    /// - Parameters:
    ///   - lanes: how many slices the batch is cut into (at most one per sample); part of the result's identity, unlike `threads`.
    /// - Precondition: the configuration is valid; `batchSize`, `lanes` and `threads` are 1 or more.
    public init(configuration: ModelConfiguration, batchSize: Int, lanes: Int, threads: Int) {
        precondition(batchSize >= 1 && lanes >= 1, "batch \(batchSize) in \(lanes) lanes")
        let network = Network(configuration)
        self.configuration = configuration
        self.batchSize = batchSize
        self.network = network
        pool = ThreadPool(threads: threads)
        let slices = laneSlices(batch: batchSize, lanes: min(lanes, batchSize))
        self.lanes = slices.map { Lane(network, samples: network.configuration.chunkSamples(of: $0.count), .training) }
        chunks = zip(self.lanes, slices).map { $0.chunks(of: $1) }
        packed = network.packedWeights(.training)
        laneGradients = slices.map { _ in FloatBuffer(count: network.layout.storageCount) }
    }

    /// Computes the gradients of `mean over the batch of weights[b] * losses[b]`, replacing those of the step before.
    ///
    /// - Parameters:
    ///   - noisy: [batch, C, H, W].
    ///   - timesteps: [batch], in 1...1000, fractions allowed.
    ///   - context: [batch, T, textWidth].
    ///   - target: [batch, C, H, W].
    ///   - weights: [batch]; nil means 1.
    ///   - losses: [batch]; overwritten with each sample's unweighted mean squared error.
    public func run(
        parameters: Parameters, noisy: In, timesteps: In, context: In, target: In, weights: In?, losses: Out
    ) {
        precondition(parameters.configuration == configuration, "parameters of another configuration")
        let batch = Batch(noisy: noisy, timesteps: timesteps, context: context, target: target, weights: weights, losses: losses)
        let isZero = state == .zero
        let weights = packed.pack(parameters.storage.readPointer, pool: pool)
        pool.forEach(lanes.count) { [lanes, chunks, laneGradients, batchSize] index in
            if !isZero { laneGradients[index].fill(0) }
            for samples in chunks[index] {
                lanes[index].run(
                    batch, samples, batchSize: batchSize, weights, gradients: laneGradients[index].pointer)
            }
        }
        state = .inLanes
    }

    /// One optimizer step with the gradients of the last `run`, which become zero: sum over the lanes, AdamW, moving average and
    /// clearing in one pass over the memory. The bits are those of `optimizer.step` with `gradients`.
    public func update(_ parameters: Parameters, optimizer: AdamWOptimizer, learningRate: Double, settings: AdamWSettings) {
        func step(_ gradients: [FloatBuffer]) {
            optimizer.step(parameters: parameters, laneGradients: gradients, learningRate: learningRate, settings: settings)
        }
        switch state {
        case .zero: preconditionFailure("update before run")
        case .inLanes: step(laneGradients)
        case .reduced:
            step([laneGradients[0]])
            for buffer in laneGradients.dropFirst() { buffer.fill(0) }
        }
        state = .zero
    }

    /// Bytes of all buffers that this step owns.
    public var allocatedBytes: Int {
        4 * (lanes.reduce(0) { $0 + $1.pool.allocatedFloats } + laneGradients.reduce(0) { $0 + $1.count }) + packed.allocatedBytes
    }
}

/// The caller's arrays for one step.
///
/// `@unchecked Sendable`: the caller keeps them alive and untouched during `run`; lanes write disjoint parts of `losses`.
private struct Batch: @unchecked Sendable {
    let noisy: In
    let timesteps: In
    let context: In
    let target: In
    let weights: In?
    let losses: Out
}

extension Lane {
    /// The chunks of a slice of the batch: equal but for one sample, none larger than the lane.
    fileprivate func chunks(of slice: Range<Int>) -> [Range<Int>] {
        let count = (slice.count + capacity - 1) / capacity
        return laneSlices(batch: slice.count, lanes: count).map { slice.lowerBound + $0.lowerBound..<slice.lowerBound + $0.upperBound }
    }

    fileprivate func run(_ batch: Batch, _ chunk: Range<Int>, batchSize: Int, _ weights: NetworkWeights, gradients: Out) {
        let c = network.configuration
        let first = chunk.lowerBound
        stack.bind(samples: chunk.count)
        let context = batch.context + first * c.contextElements
        forwardContext(context, weights) { _ in }
        forwardImage(
            memory.head.prediction, noisy: batch.noisy + first * c.imageElements, timesteps: batch.timesteps + first, weights
        ) { _ in }
        squaredErrorLoss(
            losses: batch.losses + first, dPrediction: memory.head.dPrediction, prediction: memory.head.prediction,
            target: batch.target + first * c.imageElements, weights: batch.weights.map { $0 + first }, samples: samples,
            elements: c.imageElements, batch: batchSize)
        backward(context: context, weights, gradients)
    }
}
