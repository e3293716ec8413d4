/// What is recorded before the final evaluation, beside what the training key tells: jobs that agree in both share their trained
/// weights and all curves on the way there, bit for bit, however differently the end is sampled and looked at.
public struct Trajectory: Sendable, Hashable {
    private let sample: JobConfiguration.Sample
    private let evaluate: JobConfiguration.Evaluate

    init(_ configuration: JobConfiguration) {
        var (sample, evaluate) = (JobConfiguration.Sample(), JobConfiguration.Evaluate())
        if configuration.evaluate.sampleEvery > 0, configuration.evaluate.sampleEvery < configuration.train.steps {
            (sample, evaluate) = (configuration.sample, configuration.evaluate)
        }
        evaluate.every = configuration.evaluate.every
        evaluate.validation = configuration.evaluate.validation
        // Read at the end only.
        sample.images = 0
        evaluate.probes = []
        evaluate.probeCount = 0
        evaluate.probeSelection = .first
        evaluate.timesteps = []
        evaluate.localisation = 0
        evaluate.knockout = 0
        evaluate.blockProbes = 0
        (self.sample, self.evaluate) = (sample, evaluate)
    }

    /// Whether images are sampled on the way.
    public var hasSamples: Bool { evaluate.sampleEvery > 0 }

    /// Whether everything that is recorded on this way is also recorded, with the same bits, on the other: the same, or the other
    /// samples images besides.
    public func isCovered(by other: Trajectory) -> Bool {
        self == other
            || !hasSamples && evaluate.every == other.evaluate.every && evaluate.validation == other.evaluate.validation
    }
}

extension JobConfiguration {
    public var trajectory: Trajectory { Trajectory(self) }
}
