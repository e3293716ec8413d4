import Choices

extension LossWeighting {
    /// The cap of min-SNR, gamma.
    public static let maximumSNR = 5.0

    /// The factor of a timestep's mean squared error of the network's output.
    ///
    /// An error of `eps` is `SNR` times, one of `v` is `SNR + 1` times the same error of `x0` (squared); dividing by
    /// it gives min-SNR one meaning for all predictions.
    /// - Precondition: `timestep` is in `1...schedule.timesteps`.
    public func weight(timestep: Int, prediction: Prediction, schedule: NoiseSchedule) -> Double {
        switch self {
        case .uniform: return 1
        case .minSNR:
            let ratio = schedule.signalToNoise(timestep)
            let capped = min(ratio, Self.maximumSNR)
            switch prediction {
            case .epsilon: return capped / ratio
            case .v: return capped / (ratio + 1)
            case .x0: return capped
            }
        }
    }
}
