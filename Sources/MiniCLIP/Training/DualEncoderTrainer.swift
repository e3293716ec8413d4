import Choices
import Datasets
import Diffusion
import Kernels
import Platform
import TextEncoding
import Transformer

/// How far training a mini-clip is.
public struct EncoderProgress: Sendable {
    public var step: Int
    public var totalSteps: Int
    /// The last batch's loss; nil before the first step.
    public var loss: Double?
}

/// Trains a mini-clip on a data set's training split. The weights are a pure function of shape, recipe, seed and data:
/// the number of threads changes no bit.
struct DualEncoderTrainer {
    let configuration: DualEncoderConfiguration
    let recipe: EncoderRecipe
    let seed: UInt64
    let dataset: any CaptionedDataset
    let tokenizer: WordTokenizer
    let threads: Int

    /// The averaged weights after the last step.
    /// - Throws: `MiniCLIPError`: nothing to tell apart, a loss that is not finite; `Stopped`.
    func run(progress: (EncoderProgress) -> Void, stop: StopSignal) throws -> DualEncoderParameters {
        let pool = ThreadPool(threads: threads)
        let parameters = DualEncoderParameters(configuration)
        parameters.initialise(seed: seed)
        let optimizer = AdamWOptimizer(parameters: parameters, pool: pool)
        let settings = AdamWSettings(
            beta1: recipe.beta1, beta2: recipe.beta2, weightDecay: recipe.weightDecay, emaDecay: recipe.average)
        let step = ContrastiveStep(
            configuration: configuration, batchSize: recipe.batchSize, lanes: recipe.lanes, threads: threads)
        let batch = PairBatch(configuration, size: recipe.batchSize)
        var stream = try PairStream(dataset, tokenizer: tokenizer, configuration: configuration, seed: seed)
        let scale = parameters.layout.offset(DualEncoderConfiguration.scaleName)
        var report = EncoderProgress(step: 0, totalSteps: recipe.steps, loss: nil)
        for number in 0..<recipe.steps {
            try stop.check()
            progress(report)
            stream.fill(batch, step: number, pool: pool)
            let loss = step.run(parameters: parameters, batch: batch)
            guard loss.isFinite else { throw MiniCLIPError.diverged(step: number) }
            optimizer.step(
                parameters: parameters, gradients: step.gradients,
                learningRate: RateSchedule.cosine.learningRate(
                    base: recipe.learningRate, step: number, warmupSteps: recipe.warmupSteps, totalSteps: recipe.steps),
                settings: settings)
            // As in CLIP: a temperature below 1/100 makes training unstable.
            parameters.storage[scale] = min(parameters.storage[scale], DualEncoderConfiguration.largestScale)
            report.step = number + 1
            report.loss = loss
        }
        progress(report)
        parameters.storage.copy(from: optimizer.average)
        return parameters
    }
}
