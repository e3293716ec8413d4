/// What the network's output means, given `x_t = alpha x0 + sigma eps`.
public enum Prediction: String, Sendable, Codable, CaseIterable {
    /// The noise `eps`.
    case epsilon
    /// The velocity `v = alpha eps - sigma x0` (Salimans & Ho, arXiv 2202.00512): bounded at both ends of time.
    case v
    /// The clean image `x0`. Noise fills all dimensions of a patch, images few of them, so a network narrower than the
    /// noise can still answer it (Li & He, arXiv 2511.13720).
    case x0

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
