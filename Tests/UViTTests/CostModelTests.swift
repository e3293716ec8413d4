import Choices
import Kernels
import Platform
import Testing
import Transformer
@testable import UViT

private func paper(_ conditioning: Conditioning, c: Int, v: Int) -> ModelConfiguration {
    ModelConfiguration(
        imageSize: 32, channels: 4, patchSize: 2, width: 512, depth: 12, heads: 8, textTokens: 77, textWidth: 768,
        conditioning: conditioning, imageDepth: v, textDepth: c)
}

@Suite("Costs")
struct CostModelTests {
    @Test(
        "paper-scale parameters and reference FLOPs are exact",
        arguments: [
            (Conditioning.concat, 0, 0, 44_692_644, 32_458_170_368), (.concat, 0, 3, 44_692_644, 28_750_106_624),
            (.concat, 3, 3, 54_145_188, 30_239_860_736), (.concat, 3, 4, 54_145_188, 29_003_839_488),
            (.concat, 4, 5, 57_296_036, 28_264_402_944), (.concat, 0, 6, 44_692_644, 25_042_042_880),
            (.crossAttention, 0, 0, 44_692_644, 26_040_889_344), (.crossAttention, 3, 3, 54_145_188, 26_803_034_112),
        ] as [(Conditioning, Int, Int, Int, Int)])
    func paperScale(conditioning: Conditioning, c: Int, v: Int, parameters: Int, flops: Int) {
        let cost = CostModel(paper(conditioning, c: c, v: v))
        #expect(cost.parameters == parameters)
        #expect(cost.referenceForwardFLOPs == flops)
        #expect(cost.referenceTrainingFLOPs == 3 * flops)
    }

    @Test("the published U-ViT also projects its text tokens through the last linear layer")
    func original() {
        let configuration = paper(.concat, c: 0, v: 0)
        let projected = 2 * configuration.textTokens * configuration.width * configuration.patchElements
        #expect(CostModel(configuration).referenceForwardFLOPs + projected == 32_459_431_936)
    }

    /// Counted by hand for N = 4, T = 3, D = 12, hidden 24, one joint, one mid, one skip block.
    @Test("executed work leaves out what is dropped")
    func executed() {
        let cost = CostModel(tinyConfiguration(.concat, depth: 2))
        // joint and mid: 8 rows; the last block: 5 querying rows, 8 attended to, skip over 8 rows.
        let full = 8 * 12 * 36 + 2 * 64 * 12 + 8 * 144 + 2 * 8 * 12 * 24
        let last = 8 * 24 * 12 + 5 * 144 + 8 * 288 + 2 * 40 * 12 + 5 * 144 + 2 * 5 * 12 * 24
        let ends = 4 * 8 * 12 + 3 * 5 * 12
        let head = 4 * 12 * 8 + 16 * 4 * 9
        #expect(cost.executedForwardFLOPs == 2 * (2 * full + last + ends + head))
        // Backward: twice each linear layer, five attention products instead of two, nothing for the inputs.
        let attention = (2 * 64 + 40) * 12
        let linear = 2 * full + last - 2 * attention + head
        #expect(cost.executedTrainingFLOPs == 2 * (2 * full + last + ends + head + 2 * linear + 5 * attention + ends))
        #expect(cost.executedContextFLOPs == 2 * 3 * 5 * 12)
        #expect(cost.executedEvaluationFLOPs == cost.executedForwardFLOPs - 2 * 3 * 5 * 12)
    }

    @Test("cross-attention computes text keys and values once per caption")
    func context() {
        let cost = CostModel(tinyConfiguration(.crossAttention, textDepth: 1, depth: 2))
        let caption = 3 * 12 * 36 + 2 * 9 * 12 + 3 * 144 + 2 * 3 * 12 * 24
        #expect(cost.executedContextFLOPs == 2 * (3 * 5 * 12 + caption + 3 * 3 * 12 * 24))
        // Only the time token's projection is left out of the reference.
        #expect(cost.referenceForwardFLOPs - cost.executedForwardFLOPs == 2 * 12 * 8)
    }

    @Test("the halves of a guided pair share the image's way in and the blocks before the first with text")
    func shared() {
        #expect(CostModel(tinyConfiguration(.concat)).executedSharedFLOPs == 0)
        let block = 5 * 12 * 36 + 2 * 25 * 12 + 5 * 144 + 2 * 5 * 12 * 24
        let one = CostModel(tinyConfiguration(.concat, imageDepth: 1)), two = CostModel(tinyConfiguration(.crossAttention, imageDepth: 2))
        #expect(one.executedSharedFLOPs == 2 * (4 * 8 * 12 + block))
        #expect(two.executedSharedFLOPs == 2 * (4 * 8 * 12 + 2 * block))
        #expect(one.executedPairFLOPs == 2 * one.executedEvaluationFLOPs - one.executedSharedFLOPs)
    }

    @Test("executed work never exceeds the reference, and saves most where text is dropped", arguments: [0, 3, 6])
    func savings(v: Int) {
        let cost = CostModel(paper(.concat, c: 0, v: v))
        #expect(cost.executedForwardFLOPs < cost.referenceForwardFLOPs)
        // The last joint block: queries, output projection, MLP and attention rows of 77 text tokens; and the time token's projection.
        let saved = 77 * 512 * 512 * 2 + 2 * 77 * 334 * 512 + 77 * 8 * 512 * 512 + 512 * 16
        #expect(cost.referenceForwardFLOPs - cost.executedForwardFLOPs == 2 * saved)
    }

    @Test("estimated bytes are the bytes of the buffers that exist", arguments: allFusions)
    func bytes(configuration: ModelConfiguration) {
        let cost = CostModel(configuration)
        let parameters = Parameters(configuration)
        #expect(4 * parameters.storage.count == cost.parameterBytes)
        #expect(parameters.count == cost.parameters)
        #expect(AdamWOptimizer(parameters: parameters, pool: ThreadPool(threads: 1)).allocatedBytes == cost.optimizerBytes)
        for (batch, lanes) in [(1, 1), (5, 2), (7, 3), (2, 4)] {
            let step = TrainingStep(configuration: configuration, batchSize: batch, lanes: lanes, threads: 1)
            #expect(step.allocatedBytes == cost.trainingStepBytes(batch: batch, lanes: lanes))
            #expect(
                cost.trainingBytes(batch: batch, lanes: lanes)
                    == cost.parameterBytes + cost.optimizerBytes + step.allocatedBytes)
            let predictor = Predictor(configuration: configuration, parameters: parameters, maximumBatch: batch, lanes: lanes, threads: 1)
            #expect(predictor.allocatedBytes == cost.predictionBytes(batch: batch, lanes: lanes))
        }
    }

    @Test("prediction needs a fraction of the memory of training")
    func predictionMemory() {
        let cost = CostModel(paper(.concat, c: 3, v: 3))
        // Both have the weights packed beside their activations.
        let activations = cost.predictionBytes(batch: 4, lanes: 2) - cost.packedBytes(.prediction)
        #expect(activations * 4 < cost.activationBytes(batch: 4, lanes: 2))
        #expect(cost.predictionBytes(batch: 4, lanes: 2) * 4 < cost.trainingStepBytes(batch: 4, lanes: 2))
    }
}
