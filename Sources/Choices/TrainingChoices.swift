/// What the network's output means, given `x_t = alpha x0 + sigma eps`: `train.prediction`.
public enum Prediction: String, Choice {
    /// The noise `eps`.
    case epsilon
    /// The velocity `v = alpha eps - sigma x0` (Salimans & Ho, arXiv 2202.00512): bounded at both ends of time.
    case v
    /// The clean image `x0`. Noise fills all dimensions of a patch, images few of them, so a network narrower than the
    /// noise can still answer it (Li & He, arXiv 2511.13720).
    case x0
}

/// How the timesteps' losses count against each other: `train.weighting`.
public enum LossWeighting: String, Choice {
    /// Every timestep's mean squared error counts the same, in the units of the network's output.
    case uniform
    /// Min-SNR: in units of `x0` error the weight is `min(SNR, 5)`, so nearly clean timesteps no longer dominate.
    /// Source: Hang et al., arXiv 2303.09556, with gamma = 5.
    case minSNR = "min-snr"
}

/// How the learning rate changes after its warm-up: `train.schedule`.
public enum RateSchedule: String, Choice {
    /// The base rate until the end.
    case constant
    /// A straight line to 0 at the last step.
    case linear
    /// Half a cosine to 0 at the last step.
    case cosine
}
