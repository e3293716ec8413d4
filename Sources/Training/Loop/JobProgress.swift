import MiniCLIP

/// How far a job is, for progress lines.
public struct JobProgress: Sendable {
    public enum Phase: Sendable {
        /// Waits for a mini-clip that is being trained.
        case preparing
        case training, sampling, attention
    }
    public var phase: Phase
    public var step: Int
    public var totalSteps: Int
    /// Mean batch loss of the last logging window, nil before the first.
    public var loss: Double?
    /// Training images per second in this attempt, validation excluded; nil before the first step.
    public var imagesPerSecond: Double?
    /// How far the mini-clip is that the job waits for; nil at its start and in other phases.
    public var encoder: EncoderProgress?
}

public enum JobOutcome: Sendable, Equatable {
    case done
    /// Checkpointed after `step` steps because a stop was requested.
    case interrupted(step: Int)
}
