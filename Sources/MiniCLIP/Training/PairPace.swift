import Kernels
import Platform
import Transformer

/// How long training a mini-clip takes on one core.
public enum PairPace {
    /// Pairs that are timed: a lane of the standard recipe.
    private static let pairs = 16

    /// Seconds of one training step of `batch` pairs, drawing them left out: some hundredths of a second on the calling thread.
    public static func secondsOfStep(_ configuration: DualEncoderConfiguration, batch: Int) -> Double {
        let parameters = DualEncoderParameters(configuration)
        parameters.initialise(seed: 1)
        let pool = ThreadPool(threads: 1)
        let step = ContrastiveStep(configuration: configuration, batchSize: pairs, lanes: 1, threads: 1)
        let optimizer = AdamWOptimizer(parameters: parameters, pool: pool)
        let made = PairBatch(configuration, size: pairs)
        fillNormal(made.images.pointer, count: pairs * configuration.imageElements, key: RandomKey(seed: 1, purpose: .noise, step: 0))
        for pair in 0..<pairs {
            made.counts[pair] = Int32(configuration.textTokens)
            made.groups[pair] = Int32(pair)
            for token in 0..<configuration.textTokens { made.numbers[pair * configuration.textTokens + token] = 0 }
        }
        let passes = threadSeconds(atLeast: 0.012) { _ = step.run(parameters: parameters, batch: made) }
        let update = threadSeconds(atLeast: 0.001) {
            optimizer.step(
                parameters: parameters, gradients: step.gradients, learningRate: 1e-6,
                settings: AdamWSettings(beta1: 0.9, beta2: 0.98, weightDecay: 0.05, emaDecay: 0.98))
        }
        return passes * Double(batch) / Double(pairs) + update
    }
}
