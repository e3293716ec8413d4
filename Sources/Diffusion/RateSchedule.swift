import Choices
import Foundation

extension RateSchedule {
    /// The rate of one optimiser step.
    ///
    /// During the first `warmupSteps` steps the rate is `base * step / warmupSteps`, so the very first step has rate
    /// 0; afterwards the decay runs over what is left. A step at or beyond `totalSteps` has rate 0 under the
    /// decaying schedules. Without warm-up steps the first step has the base rate.
    /// - Parameter step: counted from 0.
    public func learningRate(base: Double, step: Int, warmupSteps: Int, totalSteps: Int) -> Double {
        if step < warmupSteps { return base * Double(step) / Double(warmupSteps) }
        let decaySteps = totalSteps - warmupSteps
        let progress = decaySteps > 0 ? min(Double(step - warmupSteps) / Double(decaySteps), 1) : 1
        switch self {
        case .constant: return base
        case .linear: return base * (1 - progress)
        case .cosine: return base * 0.5 * (1 + cos(.pi * progress))
        }
    }
}
