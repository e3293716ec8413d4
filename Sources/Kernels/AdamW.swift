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
    let correction1 = 1 - pow(rates.beta1, Double(rates.step))
    let correction2 = 1 - pow(rates.beta2, Double(rates.step))
    let factors = AdamWFactors(
        decay: Float(1 - rates.learningRate * rates.weightDecay),
        beta1: Float(rates.beta1), rest1: Float(1 - rates.beta1),
        beta2: Float(rates.beta2), rest2: Float(1 - rates.beta2),
        size: Float(rates.learningRate / correction1), rootScale: Float(1 / correction2.squareRoot()),
        epsilon: Float(rates.epsilon), averageRest: Float(1 - rates.emaDecay))
    forEachVector(count) { i, lanes in
        let new = factors.update(
            parameters.load(i, lanes), firstMoment.load(i, lanes), secondMoment.load(i, lanes),
            gradients.load(i, lanes))
        parameters.store(new.parameter, i, lanes)
        firstMoment.store(new.first, i, lanes)
        secondMoment.store(new.second, i, lanes)
        if let average {
            average.store(factors.averaged(average.load(i, lanes), new.parameter), i, lanes)
        }
    }
}

/// What a step multiplies with, rounded to float once.
private struct AdamWFactors {
    let decay, beta1, rest1, beta2, rest2, size, rootScale, epsilon, averageRest: Float

    @inline(__always)
    func update(
        _ p: Float8, _ m: Float8, _ v: Float8, _ g: Float8
    ) -> (parameter: Float8, first: Float8, second: Float8) {
        let first = (m * beta1).addingProduct(g, Float8(repeating: rest1))
        let second = (v * beta2).addingProduct(g * g, Float8(repeating: rest2))
        let root = Float8(repeating: epsilon).addingProduct(squareRoot(second), Float8(repeating: rootScale))
        return ((p * decay).addingProduct(first / root, Float8(repeating: -size)), first, second)
    }

    /// d average + (1 - d) p, as a step towards p: with d near 1 this rounds the small part only.
    @inline(__always)
    func averaged(_ old: Float8, _ p: Float8) -> Float8 { old.addingProduct(p - old, Float8(repeating: averageRest)) }
}
