import Experiments
import Training

/// What is to run of a sweep, job by job, in the order in which `run` takes it.
public struct SweepWork: Sendable {
    public struct Item: Sendable {
        public var job: Job
        /// Of one worker on a machine that does nothing else; from its checkpoint on.
        public var seconds: Double
        /// Jobs of one number share their training: one of them trains it. nil for those that wait for nobody.
        public var group: Int?
        /// Whether it takes over what another job trained, or a done job of the store.
        public var follows: Bool
        /// The done job of the store whose training it takes over.
        public var donor: String?
        /// Mini-clips that it needs and that nobody has trained.
        public var encoders: [EncoderTraining]
    }

    public var jobs: [Item]
    /// With all workers' threads.
    public var encoderSeconds: [EncoderTraining: Double]
}
