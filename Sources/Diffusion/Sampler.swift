import Choices
import Kernels
import Platform

/// Turns noise into images by integrating the diffusion ODE from time 1 to `1 / 1000` with a trained network.
///
/// The state and every estimate are kept in `Double`; the network sees `Float`. Nothing is allocated while it runs.
/// One instance serves one thread at a time.
public final class Sampler {
    public let kind: SamplerKind
    public let steps: Int
    public let prediction: Prediction
    /// C·H·W of one image.
    public let elements: Int
    /// The most images one run takes.
    public let batch: Int
    let schedule: NoiseSchedule
    let plan: SamplingPlan
    private let model: GuidedModel
    private let state: DoubleRows
    private let stageState: DoubleRows
    private let output: DoubleRows
    private let estimates: [DoubleRows]

    /// - Parameters:
    ///   - steps: network evaluations per image, counting a guided pair as one; 50 in the papers.
    ///   - guidance: the scale `s` of `cond + s (cond - uncond)`; 0 is no guidance and half the work.
    /// - Throws: `DiffusionError` when `steps < 1` or `guidance` is not finite.
    /// - Precondition: `elements` and `batch` are positive.
    public init(
        kind: SamplerKind, schedule: NoiseSchedule, steps: Int, prediction: Prediction, guidance: Double,
        elements: Int, batch: Int, spacing: TimeSpacing = .uniformTime
    ) throws {
        guard steps >= 1 else { throw DiffusionError.samplingSteps(found: steps) }
        guard guidance.isFinite else { throw DiffusionError.guidance(found: guidance) }
        precondition(elements > 0 && batch > 0, "a sampler for \(batch) images of \(elements) elements")
        (self.kind, self.steps, self.prediction, self.schedule) = (kind, steps, prediction, schedule)
        (self.elements, self.batch) = (elements, batch)
        plan = SamplingPlan(kind: kind, evaluations: steps, spacing: spacing, schedule: schedule)
        model = GuidedModel(guidance: guidance, elements: elements, batch: batch)
        let count = elements * batch
        state = DoubleRows(count: count)
        stageState = DoubleRows(count: count)
        output = DoubleRows(count: count)
        let mostStages = plan.steps.map(\.stages.count).max() ?? 1
        estimates = (0..<mostStages).map { _ in DoubleRows(count: count) }
    }

    /// Rows of the network call for `count` images: with guidance the captions' rows, then as many rows of the empty
    /// context; without guidance the captions' rows only.
    public func networkRows(for count: Int) -> Int { model.networkRows(for: count) }

    /// Replaces `x` [count, elements], standard normal noise, by samples.
    ///
    /// - Parameters:
    ///   - count: images in this run, at most `batch`; `batch` when nil.
    ///   - predictor: the raw network, called `steps` times with ``networkRows(for:)`` rows.
    ///   - stop: read before each evaluation.
    /// - Throws: `Stopped`; `x` then still holds its noise.
    public func run(_ x: Out, count: Int? = nil, predictor: NoisePredictor, stop: StopSignal? = nil) throws(Stopped) {
        let count = count ?? batch
        precondition(1...batch ~= count, "\(count) images for a sampler of up to \(batch)")
        let total = count * elements
        for index in 0..<total { state.pointer[index] = Double(x[index]) }
        for step in plan.steps {
            var (time, input) = (step.start, state)
            for (index, stage) in step.stages.enumerated() {
                try stop?.check()
                estimateData(estimates[index], from: input, time: time, count: count, predictor: predictor)
                input = index == step.stages.count - 1 ? state : stageState
                apply(stage, to: input, total: total)
                time = stage.time
            }
        }
        for index in 0..<total { x[index] = Float(state.pointer[index]) }
    }

    /// Overwrites `out` with the clean images that the network sees in `input` at `time`.
    private func estimateData(
        _ out: DoubleRows, from input: DoubleRows, time: Double, count: Int, predictor: NoisePredictor
    ) {
        model.evaluate(
            output.pointer, state: input.pointer, count: count, networkTime: schedule.networkTime(time),
            predictor: predictor)
        let factors = prediction.dataFactors(alpha: schedule.alpha(time), sigma: schedule.sigma(time))
        for index in 0..<count * elements {
            out.pointer[index] = factors.state * input.pointer[index] + factors.output * output.pointer[index]
        }
    }

    /// `target = stage.state * state + sum(stage.data[i] * estimates[i])`; `target` may be `state`.
    private func apply(_ stage: SolverStage, to target: DoubleRows, total: Int) {
        let factor = stage.state
        let (first, firstFactor) = (estimates[0].pointer, stage.data[0])
        for index in 0..<total {
            target.pointer[index] = factor * state.pointer[index] + firstFactor * first[index]
        }
        for (estimate, weight) in zip(estimates, stage.data).dropFirst() where weight != 0 {
            for index in 0..<total { target.pointer[index] += weight * estimate.pointer[index] }
        }
    }
}

/// Owned doubles, zero at birth: a sampler's working state, [batch, elements].
private final class DoubleRows {
    let pointer: UnsafeMutablePointer<Double>

    init(count: Int) {
        pointer = .allocate(capacity: count)
        pointer.initialize(repeating: 0, count: count)
    }

    deinit { pointer.deallocate() }
}
