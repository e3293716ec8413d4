import Kernels
import Platform

/// The constants of AdamW and of the moving average.
public struct AdamWSettings: Sendable, Equatable, Codable {
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double
    /// Applied to every parameter.
    public var weightDecay: Double
    /// Decay of the moving average per step.
    public var emaDecay: Double

    /// The defaults are the paper's.
    public init(
        beta1: Double = 0.9, beta2: Double = 0.9, epsilon: Double = 1e-8, weightDecay: Double = 0.03, emaDecay: Double = 0.9999
    ) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.emaDecay = emaDecay
    }
}

/// AdamW with PyTorch's semantics and an exponential moving average of the parameters.
///
/// `@unchecked Sendable`: one user at a time.
public final class AdamWOptimizer: @unchecked Sendable {
    /// All three have the layout of `Parameters.storage`.
    public let firstMoment: FloatBuffer
    public let secondMoment: FloatBuffer
    /// The moving average; begins as a copy of the parameters.
    public let average: FloatBuffer
    /// Steps so far; set it when resuming, together with the buffers.
    public var stepsTaken = 0
    private let pool: ThreadPool

    public init<Configuration>(parameters: NetworkParameters<Configuration>, pool: ThreadPool) {
        let count = parameters.storage.count
        firstMoment = FloatBuffer(count: count)
        secondMoment = FloatBuffer(count: count)
        average = FloatBuffer(count: count)
        average.copy(from: parameters.storage)
        self.pool = pool
    }

    /// One step: updates the parameters, both moments and the average in one pass. Bit-identical for any thread count.
    public func step<Configuration>(
        parameters: NetworkParameters<Configuration>, gradients: FloatBuffer, learningRate: Double, settings: AdamWSettings
    ) {
        step(storage: parameters.storage, learningRate: learningRate, settings: settings, chunk: 65_536) { first, _ in
            UnsafePointer(gradients.pointer + first)
        }
    }

    /// The same from the gradients of several lanes, which are summed along `reduceLanes`'s tree and left zero.
    package func step<Configuration>(
        parameters: NetworkParameters<Configuration>, laneGradients: [FloatBuffer], learningRate: Double, settings: AdamWSettings
    ) {
        step(
            storage: parameters.storage, learningRate: learningRate, settings: settings, chunk: laneReductionChunk,
            gradients: { first, count in
                reduceLaneChunk(laneGradients, first: first, count: count)
                return UnsafePointer(laneGradients[0].pointer + first)
            },
            finished: { first, count in
                for buffer in laneGradients { (buffer.pointer + first).update(repeating: 0, count: count) }
            })
    }

    private func step(
        storage: FloatBuffer, learningRate: Double, settings: AdamWSettings, chunk: Int,
        gradients: @Sendable (_ first: Int, _ count: Int) -> In, finished: @Sendable (_ first: Int, _ count: Int) -> Void = { _, _ in }
    ) {
        let total = storage.count
        precondition(total == firstMoment.count, "buffers of another configuration")
        stepsTaken += 1
        let rates = AdamWRates(
            learningRate: learningRate, beta1: settings.beta1, beta2: settings.beta2, epsilon: settings.epsilon,
            weightDecay: settings.weightDecay, step: stepsTaken, emaDecay: settings.emaDecay)
        // Elements are independent, so how the range is cut decides nothing but the schedule.
        pool.forEach((total + chunk - 1) / chunk) { [self] index in
            let first = index * chunk
            let count = min(chunk, total - first)
            adamWStep(
                parameters: storage.pointer + first, firstMoment: firstMoment.pointer + first,
                secondMoment: secondMoment.pointer + first, average: average.pointer + first,
                gradients: gradients(first, count), count: count, rates: rates)
            finished(first, count)
        }
    }

    /// Bytes of the three buffers.
    public var allocatedBytes: Int { 4 * (firstMoment.count + secondMoment.count + average.count) }
}
