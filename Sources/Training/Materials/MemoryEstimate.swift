import Experiments
import UViT

extension JobConfiguration {
    /// Bytes that one running job needs at its peak, from the cost model: parameters, their average, the optimiser, a
    /// training step and a predictor. Not counted: the pictures of an `images` data set (shared by all jobs) and what
    /// the process needs without any job.
    public var estimatedBytes: Int {
        let cost = CostModel(modelConfiguration)
        let network = ImageGenerator.networkBatch(guidance: sample.guidance)
        let working =
            cost.trainingBytes(batch: train.batchSize, lanes: train.lanes) + cost.parameterBytes
            + cost.predictionBytes(batch: network, lanes: train.lanes)
        // Reading a checkpoint holds its four buffers twice, before the training step is there.
        let resuming = cost.parameterBytes + cost.parameterBytes + cost.optimizerBytes + 8 * cost.parameterBytes
        return max(working, resuming)
    }

    /// Bytes on disk of one of its checkpoints: parameters, two moments and the average.
    public var checkpointBytes: Int { 4 * CostModel(modelConfiguration).parameterBytes }
}
