import Kernels
import Platform
import Transformer
import UViT

/// One network and one made-up batch, trained on it step by step: what a training step costs, without any data.
final class SyntheticTraining {
    private let parameters: Parameters
    private let optimizer: AdamWOptimizer
    private let training: TrainingStep
    private let noisy, target, context, times, losses: FloatBuffer
    private let settings = AdamWSettings(
        beta1: 0.9, beta2: 0.9, epsilon: 1e-8, weightDecay: 0.03, emaDecay: 0.9999)

    init(configuration: ModelConfiguration, batch: Int, lanes: Int, threads: Int) {
        parameters = Parameters(configuration)
        parameters.initialise(seed: 1, scheme: .reference)
        optimizer = AdamWOptimizer(parameters: parameters, pool: ThreadPool(threads: threads))
        training = TrainingStep(
            configuration: configuration, batchSize: batch, lanes: lanes, threads: threads)
        noisy = syntheticValues(batch * configuration.imageElements, sample: 1)
        target = syntheticValues(batch * configuration.imageElements, sample: 2)
        context = syntheticValues(batch * configuration.contextElements, sample: 3)
        times = FloatBuffer(count: batch)
        for row in 0..<batch { times.pointer[row] = Float(1 + (row * 997) % 1000) }
        losses = FloatBuffer(count: batch)
    }

    /// Forward, backward and optimiser.
    func step() {
        training.run(
            parameters: parameters, noisy: noisy.pointer, timesteps: times.pointer,
            context: context.pointer, target: target.pointer,
            weights: nil, losses: losses.pointer)
        training.update(parameters, optimizer: optimizer, learningRate: 2e-4, settings: settings)
    }
}

func syntheticValues(_ count: Int, sample: UInt64) -> FloatBuffer {
    let buffer = FloatBuffer(count: count)
    fillNormal(
        buffer.pointer, count: count, key: RandomKey(seed: 1, purpose: .noise, step: 0, sample: sample))
    return buffer
}
