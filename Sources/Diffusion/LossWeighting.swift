import Kernels

/// How the timesteps' losses count against each other.
public enum LossWeighting: String, Sendable, Codable, CaseIterable {
    /// Every timestep's mean squared error counts the same, in the units of the network's output.
    case uniform
    /// Min-SNR: in units of `x0` error the weight is `min(SNR, 5)`, so nearly clean timesteps no longer dominate.
    /// Source: Hang et al., arXiv 2303.09556, with gamma = 5.
    case minSNR = "min-snr"

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

    /// Overwrites `out` [samples] with the weight of each sample's timestep.
    /// - Parameter timesteps: [samples], whole numbers in `1...schedule.timesteps`.
    public func fillWeights(
        _ out: Out, timesteps: In, samples: Int, prediction: Prediction, schedule: NoiseSchedule
    ) {
        for sample in 0..<samples {
            out[sample] = Float(
                weight(
                    timestep: Int(timesteps[sample]), prediction: prediction, schedule: schedule))
        }
    }
}
