import Kernels
import Transformer

extension CostModel {
    /// Bytes of one copy of the parameters, as stored (each tensor padded to 64 bytes).
    public var parameterBytes: Int { 4 * ParameterLayout(configuration).storageCount }

    /// Bytes of the optimizer: two moments and the moving average.
    public var optimizerBytes: Int { 3 * parameterBytes }

    /// Bytes of the activations and backward scratch of a training step, all lanes together. Not counted: each lane's
    /// attention scratch (a head's keys and values, under 3 MB at paper scale) and matrix scratch.
    public func activationBytes(batch: Int, lanes: Int) -> Int {
        workspaceBytes(laneSlices(batch: batch, lanes: min(lanes, batch)).map { configuration.chunkSamples(of: $0.count) }, .training)
    }

    /// Bytes of a `TrainingStep`: activations, backward scratch, one gradient buffer per lane, and the packed weights.
    public func trainingStepBytes(batch: Int, lanes: Int) -> Int {
        activationBytes(batch: batch, lanes: lanes) + min(lanes, batch) * parameterBytes + packedBytes(.training)
    }

    /// Bytes of training altogether: parameters, optimizer and training step.
    public func trainingBytes(batch: Int, lanes: Int) -> Int {
        parameterBytes + optimizerBytes + trainingStepBytes(batch: batch, lanes: lanes)
    }

    /// Bytes of a `Predictor`, parameters not included.
    public func predictionBytes(batch: Int, lanes: Int) -> Int {
        workspaceBytes(configuration.predictionLanes(batch: batch, fewest: lanes), .prediction) + 4 * batch * configuration.contextElements
            + packedBytes(.prediction)
    }

    func packedBytes(_ purpose: WorkspacePurpose) -> Int { PackedWeights.bytes(ParameterLayout(configuration), purpose) }

    /// Builds each lane's workspace without allocating it.
    private func workspaceBytes(_ laneSamples: [Int], _ purpose: WorkspacePurpose) -> Int {
        let network = Network(configuration)
        return laneSamples.reduce(0) { total, samples in
            let pool = BufferPool(measuresOnly: true)
            _ = LaneMemory(network, samples: samples, purpose, from: pool)
            return total + 4 * pool.floats
        }
    }
}
