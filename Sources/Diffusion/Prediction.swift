import Choices

extension Prediction {
    /// `x0 = state * x_t + output * networkOutput`: the two factors at a signal and noise share.
    public func dataFactors(alpha: Double, sigma: Double) -> (state: Double, output: Double) {
        switch self {
        case .epsilon: (1 / alpha, -sigma / alpha)
        case .v: (alpha, -sigma)
        case .x0: (0, 1)
        }
    }

    /// `eps = state * x_t + output * networkOutput`: the two factors at a signal and noise share.
    public func noiseFactors(alpha: Double, sigma: Double) -> (state: Double, output: Double) {
        switch self {
        case .epsilon: (0, 1)
        case .v: (sigma, alpha)
        case .x0: (1 / sigma, -alpha / sigma)
        }
    }
}
