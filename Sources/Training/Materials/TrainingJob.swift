import Experiments

/// What one job trains and evaluates: its content, and the key its files and results are kept under.
public struct TrainingJob: Sendable {
    public let key: String
    public let seed: Int
    public let configuration: JobConfiguration

    public init(key: String, seed: Int, configuration: JobConfiguration) {
        self.key = key
        self.seed = seed
        self.configuration = configuration
    }

    public init(_ job: Job) {
        self.init(key: job.key, seed: job.seed, configuration: job.configuration)
    }
}
