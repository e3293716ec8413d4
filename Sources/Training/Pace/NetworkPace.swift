import Experiments
import Kernels
import Platform
import Transformer
import UViT

/// What decides how long a network's training steps and samples take.
public struct NetworkShape: Sendable, Hashable {
    public let model: ModelConfiguration
    /// Of a training step.
    public let batch: Int
    public let lanes: Int
    /// Whether a sampled image takes two rows.
    let isGuided: Bool

    public init(_ configuration: JobConfiguration) {
        model = configuration.modelConfiguration
        batch = configuration.train.batchSize
        lanes = configuration.train.lanes
        isGuided = configuration.sample.guidance != 0
    }
}

/// How long a network takes on one core, in seconds.
struct NetworkPace: Sendable {
    /// A whole training step: forward, backward, optimiser.
    var step: Double
    /// What depends on one caption alone.
    var context: Double
    /// One row of a batch once through the network.
    var evaluation: Double

    /// As if everything took so many seconds a floating-point operation.
    init(_ shape: NetworkShape, secondsPerFLOP: (step: Double, context: Double, evaluation: Double)) {
        let cost = CostModel(shape.model)
        step = Double(cost.executedTrainingFLOPs) * Double(shape.batch) * secondsPerFLOP.step
        context = Double(cost.executedContextFLOPs) * secondsPerFLOP.context
        evaluation = Double(cost.executedEvaluationFLOPs) * secondsPerFLOP.evaluation
    }

    /// Times the engine on made-up numbers, on the calling thread. Of large networks a few samples stand for the batch, and a few blocks
    /// for all, so that it takes some hundredths of a second.
    static func measured(_ shape: NetworkShape) -> NetworkPace {
        let timed = shape.slim
        let cost = CostModel(timed.model)
        let parameters = Parameters(timed.model)
        parameters.initialise(seed: 1, scheme: .reference)
        let perSample = Double(cost.executedTrainingFLOPs), lanes = min(timed.lanes, timed.batch)
        let isWhole = perSample * Double(timed.batch) <= mostFLOPs
        // Of large batches a part of one lane, in which samples share what is in the caches.
        let samples = isWhole ? timed.batch : max(1, min(timed.batch / lanes, Int(mostFLOPs / perSample)))
        let step = secondsOfStep(timed, samples: samples, lanes: isWhole ? lanes : 1, parameters)
        let batch = ImageGenerator.networkBatch(guidance: timed.isGuided ? 1 : 0)
        let rows = max(1, min(batch, Int(mostFLOPs / Double(cost.executedForwardFLOPs))))
        let predictor = Predictor(
            configuration: timed.model, parameters: parameters, maximumBatch: rows, lanes: min(timed.lanes, rows), threads: 1)
        let data = SyntheticBatch(timed.model, rows: rows)
        let context = threadSeconds(atLeast: shortest / 4) { predictor.setContext(data.context.readPointer, batch: rows) }
        let evaluation = threadSeconds(atLeast: shortest) {
            predictor.predict(data.output.pointer, noisy: data.noisy.readPointer, timesteps: data.times.readPointer)
        }
        let pace = NetworkPace(step: step, context: context / Double(rows), evaluation: evaluation / Double(rows))
        return timed == shape ? pace : NetworkPace(shape, secondsPerFLOP: pace.secondsPerFLOP(of: timed))
    }

    private static func secondsOfStep(_ shape: NetworkShape, samples: Int, lanes: Int, _ parameters: Parameters) -> Double {
        let training = SyntheticStep(shape.model, batch: samples, lanes: lanes, parameters)
        let whole = threadSeconds(atLeast: shortest) { training.runAndUpdate() }
        guard samples < shape.batch else { return whole }
        // The optimiser works once a step, whatever the batch.
        let passes = threadSeconds(atLeast: shortest) { training.run() }
        return passes * Double(shape.batch) / Double(samples) + max(0, whole - passes)
    }

    /// Of two measurements of one network, each part from the one that was disturbed less.
    func quicker(_ other: NetworkPace) -> NetworkPace {
        NetworkPace(step: min(step, other.step), context: min(context, other.context), evaluation: min(evaluation, other.evaluation))
    }

    private init(step: Double, context: Double, evaluation: Double) {
        (self.step, self.context, self.evaluation) = (step, context, evaluation)
    }

    /// Seconds of CPU that a number rests on, and operations of what is timed at once.
    private static let shortest = 0.005
    private static let mostFLOPs = 5e9

    func secondsPerFLOP(of shape: NetworkShape) -> (step: Double, context: Double, evaluation: Double) {
        let cost = CostModel(shape.model)
        func rate(_ seconds: Double, _ flops: Int) -> Double { flops > 0 ? seconds / Double(flops) : 0 }
        return (
            rate(step, cost.executedTrainingFLOPs * shape.batch), rate(context, cost.executedContextFLOPs),
            rate(evaluation, cost.executedEvaluationFLOPs)
        )
    }
}

extension NetworkShape {
    /// The same or, of a network whose weights would take long to make, one with fewer blocks of the same kinds.
    fileprivate var slim: NetworkShape {
        guard CostModel(model).parameters > 4_000_000 else { return self }
        var slim = model
        slim.depth = min(model.depth, 4)
        slim.imageDepth = min(model.imageDepth, model.imageDepth == model.depth / 2 ? slim.depth / 2 : 1)
        slim.textDepth = min(model.textDepth, 1)
        return NetworkShape(model: slim, batch: batch, lanes: lanes, isGuided: isGuided)
    }

    private init(model: ModelConfiguration, batch: Int, lanes: Int, isGuided: Bool) {
        (self.model, self.batch, self.lanes, self.isGuided) = (model, batch, lanes, isGuided)
    }
}

/// Noise in place of a batch.
private struct SyntheticBatch {
    let noisy, target, context, times, output, losses: FloatBuffer

    init(_ model: ModelConfiguration, rows: Int) {
        func noise(_ count: Int, _ sample: UInt64) -> FloatBuffer {
            let buffer = FloatBuffer(count: count)
            fillNormal(buffer.pointer, count: count, key: RandomKey(seed: 1, purpose: .noise, step: 0, sample: sample))
            return buffer
        }
        noisy = noise(rows * model.imageElements, 1)
        target = noise(rows * model.imageElements, 2)
        context = noise(rows * model.contextElements, 3)
        times = FloatBuffer((0..<rows).map { Float(1 + ($0 * 997) % 1000) })
        output = FloatBuffer(count: rows * model.imageElements)
        losses = FloatBuffer(count: rows)
    }
}

private final class SyntheticStep {
    private let parameters: Parameters
    private let batch: SyntheticBatch
    private let training: TrainingStep
    private let optimizer: AdamWOptimizer
    private let settings = AdamWSettings(beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01, emaDecay: 0.99)

    init(_ model: ModelConfiguration, batch rows: Int, lanes: Int, _ parameters: Parameters) {
        self.parameters = parameters
        batch = SyntheticBatch(model, rows: rows)
        training = TrainingStep(configuration: model, batchSize: rows, lanes: lanes, threads: 1)
        optimizer = AdamWOptimizer(parameters: parameters, pool: ThreadPool(threads: 1))
    }

    func run() {
        training.run(
            parameters: parameters, noisy: batch.noisy.readPointer, timesteps: batch.times.readPointer,
            context: batch.context.readPointer, target: batch.target.readPointer, weights: nil, losses: batch.losses.pointer)
    }

    func runAndUpdate() {
        run()
        training.update(parameters, optimizer: optimizer, learningRate: 1e-6, settings: settings)
    }
}
