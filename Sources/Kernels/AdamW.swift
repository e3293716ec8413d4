import Foundation

/// The numbers of one AdamW step.
public struct AdamWRates: Sendable, Equatable {
    public var learningRate: Double
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double
    public var weightDecay: Double
    /// Counted from 1; decides the bias correction.
    public var step: Int
    public var emaDecay: Double

    public init(
        learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, step: Int,
        emaDecay: Double
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.step = step
        self.emaDecay = emaDecay
    }
}

/// One AdamW step over `count` parameters, with PyTorch's semantics, and the moving average after it, in one pass.
///
/// `p *= 1 - lr wd`; `m = b1 m + (1 - b1) g`; `v = b2 v + (1 - b2) g^2`;
/// `p -= lr / (1 - b1^step) * m / (sqrt(v) / sqrt(1 - b2^step) + eps)`; `average = d average + (1 - d) p`.
/// Updates all four arrays in place; `average` nil skips the moving average. Elements are independent, so any split of
/// the range gives the same bits.
/// - Precondition: `rates.step >= 1`.
public func adamWStep(
    parameters: Out, firstMoment: Out, secondMoment: Out, average: Out?, gradients: In, count: Int, rates: AdamWRates
) {
    NaiveKernels.adamWStep(
        parameters: parameters, firstMoment: firstMoment, secondMoment: secondMoment, average: average,
        gradients: gradients, count: count, rates: rates)
}
