import Kernels
import Platform
import Testing
import Transformer
@testable import UViT

@Suite("Results do not depend on the number of threads")
struct DeterminismTests {
    /// Bits of the parameters, the average and the losses after four steps.
    private func train(_ configuration: ModelConfiguration, threads: Int) -> [UInt32] {
        let parameters = randomParameters(configuration)
        let optimizer = AdamWOptimizer(parameters: parameters, pool: ThreadPool(threads: threads))
        let step = TrainingStep(configuration: configuration, batchSize: 7, lanes: 4, threads: threads)
        var losses: [Float] = []
        for index in 0..<4 {
            losses += step.run(parameters, RandomBatch(configuration, size: 7, seed: UInt64(index)), weighted: true)
            optimizer.step(
                parameters: parameters, gradients: step.gradients, learningRate: 1e-3, settings: AdamWSettings(emaDecay: 0.9))
        }
        return (losses + parameters.storage.array + optimizer.average.array).map(\.bitPattern)
    }

    @Test("four training steps are bit-identical for 1, 2 and 3 threads", arguments: allFusions)
    func training(configuration: ModelConfiguration) {
        let one = train(configuration, threads: 1)
        #expect(train(configuration, threads: 2) == one)
        #expect(train(configuration, threads: 3) == one)
    }

    @Test("predictions are bit-identical for 1, 2 and 3 threads", arguments: allFusions)
    func prediction(configuration: ModelConfiguration) {
        let parameters = randomParameters(configuration)
        let batch = RandomBatch(configuration, size: 7)
        let results = [1, 2, 3].map { threads in
            Predictor(configuration: configuration, parameters: parameters, maximumBatch: 8, lanes: 3, threads: threads).run(batch).map(
                \.bitPattern)
        }
        #expect(results[1] == results[0])
        #expect(results[2] == results[0])
    }

    @Test("a larger model trains bit-identically too")
    func larger() {
        let configuration = ModelConfiguration(
            imageSize: 16, channels: 3, patchSize: 2, width: 64, depth: 4, heads: 4, textTokens: 9, textWidth: 32,
            conditioning: .concat, imageDepth: 1, textDepth: 1)
        let one = train(configuration, threads: 1)
        #expect(train(configuration, threads: 2) == one)
        #expect(train(configuration, threads: 3) == one)
    }
}
