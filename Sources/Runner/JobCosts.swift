import Experiments
import Training
import UViT

/// The costs of jobs; what depends on the model alone is computed once for all cells that share it.
struct JobCosts {
    struct ModelCost {
        var parameters: Int
        var referenceForwardFLOPs: Int
        var executedForwardFLOPs: Int
        var executedTrainingFLOPs: Int
        /// Of one evaluation, by the halves of a guided pair.
        var sharedFLOPs: Int
    }
    struct JobCost {
        var model: ModelCost
        var memoryBytes: Int
        /// All optimiser steps; these with the validations and samples on the way; what follows them.
        var stepFLOPs, trainingFLOPs, finalFLOPs: Double
    }
    private struct MemoryKey: Hashable {
        var model: ModelConfiguration
        var batch: Int
        var lanes: Int
        var isGuided: Bool
    }
    private var models: [ModelConfiguration: ModelCost] = [:]
    private var memory: [MemoryKey: Int] = [:]

    mutating func cost(of configuration: JobConfiguration) -> JobCost {
        let shape = configuration.modelConfiguration
        let model = modelCost(shape)
        let train = configuration.train
        let training = Double(model.executedTrainingFLOPs) * Double(train.steps) * Double(train.batchSize)
        let midSamples =
            configuration.evaluate.sampleEvery > 0
            ? (train.steps - 1) / configuration.evaluate.sampleEvery * configuration.evaluate.sampleImages : 0
        let validation = Double(configuration.validationPasses)
        let validations = Double((train.steps - 1) / configuration.evaluate.every)
        let forward = Double(model.executedForwardFLOPs)
        let evaluation = configuration.sample.guidance == 0 ? forward : 2 * forward - Double(model.sharedFLOPs)
        func sampling(_ images: Int) -> Double { Double(images * configuration.sample.steps) * evaluation }
        return JobCost(
            model: model, memoryBytes: memoryBytes(shape, configuration), stepFLOPs: training,
            trainingFLOPs: training + sampling(midSamples) + validations * validation * forward,
            finalFLOPs: sampling(configuration.sample.images + configuration.knockoutImages)
                + (validation + Double(configuration.blockProbePasses + configuration.wordAttentionPasses)) * forward
                + configuration.blockProbeReaderFLOPs)
    }

    private mutating func modelCost(_ shape: ModelConfiguration) -> ModelCost {
        if let known = models[shape] { return known }
        let model = CostModel(shape)
        let cost = ModelCost(
            parameters: model.parameters, referenceForwardFLOPs: model.referenceForwardFLOPs,
            executedForwardFLOPs: model.executedForwardFLOPs, executedTrainingFLOPs: model.executedTrainingFLOPs,
            sharedFLOPs: model.executedSharedFLOPs)
        models[shape] = cost
        return cost
    }

    private mutating func memoryBytes(_ shape: ModelConfiguration, _ configuration: JobConfiguration) -> Int {
        let key = MemoryKey(
            model: shape, batch: configuration.train.batchSize, lanes: configuration.train.lanes,
            isGuided: configuration.sample.guidance != 0)
        if let known = memory[key] { return known }
        let bytes = configuration.estimatedBytes
        memory[key] = bytes
        return bytes
    }
}
