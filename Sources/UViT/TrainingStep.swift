import Kernels

/// Loss and gradients of one batch: forward and backward through the whole model.
///
/// The batch is cut into lanes; each has its own activations and gradient buffer, all allocated here. The result does not depend on
/// the number of threads. Not reentrant.
public final class TrainingStep {
    public let configuration: ModelConfiguration
    public let batchSize: Int
    /// The batch's gradients after `run`, laid out like `Parameters.storage`.
    public var gradients: FloatBuffer { laneGradients[0] }
    private let network: Network
    private let pool: LanePool
    private let slices: [Range<Int>]
    private let lanes: [Lane]
    private let laneGradients: [FloatBuffer]

    /// - Parameters:
    ///   - lanes: how many slices the batch is cut into (at most one per sample); part of the result's identity, unlike `threads`.
    /// - Precondition: the configuration is valid; `batchSize`, `lanes` and `threads` are 1 or more.
    public init(configuration: ModelConfiguration, batchSize: Int, lanes: Int, threads: Int) {
        precondition(batchSize >= 1 && lanes >= 1, "batch \(batchSize) in \(lanes) lanes")
        let network = Network(configuration)
        self.configuration = configuration
        self.batchSize = batchSize
        self.network = network
        pool = LanePool(threads: threads)
        slices = laneSlices(batch: batchSize, lanes: min(lanes, batchSize))
        self.lanes = slices.map { Lane(network, samples: $0.count, .training) }
        laneGradients = slices.map { _ in FloatBuffer(count: network.layout.storageCount) }
    }

    /// Computes the gradients of `mean over the batch of weights[b] * losses[b]`, overwriting `gradients`.
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
        pool.run(lanes: lanes.count) { [lanes, slices, laneGradients, batchSize] index in
            laneGradients[index].fill(0)
            lanes[index].run(
                batch, first: slices[index].lowerBound, batchSize: batchSize, parameters: parameters.storage.readPointer,
                gradients: laneGradients[index].pointer)
        }
        reduceLanes(laneGradients, count: network.layout.storageCount, pool: pool)
    }

    /// Bytes of all buffers that this step owns.
    public var allocatedBytes: Int {
        4 * (lanes.reduce(0) { $0 + $1.pool.allocatedFloats } + laneGradients.reduce(0) { $0 + $1.count })
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
    fileprivate func run(_ batch: Batch, first: Int, batchSize: Int, parameters: In, gradients: Out) {
        let c = network.configuration
        let context = batch.context + first * c.contextElements
        forwardContext(context, parameters)
        forwardImage(
            memory.head.prediction, noisy: batch.noisy + first * c.imageElements, timesteps: batch.timesteps + first, parameters)
        squaredErrorLoss(
            losses: batch.losses + first, dPrediction: memory.head.dPrediction, prediction: memory.head.prediction,
            target: batch.target + first * c.imageElements, weights: batch.weights.map { $0 + first }, samples: samples,
            elements: c.imageElements, batch: batchSize)
        backward(context: context, parameters, gradients)
    }
}
