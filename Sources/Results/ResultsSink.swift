/// Where a job's results go. Every call upserts, so a resumed job may record the same rows again.
///
/// Calls come from the one thread that runs the job.
public protocol ResultsSink: AnyObject {
    func record(metrics: [MetricValue]) throws
    /// What has no value, and why.
    func record(missing: [MissingMetric]) throws
    /// All heads of a job's probes.
    func record(attention: [AttentionRecord]) throws
    func record(localisation: [LocalisationRow]) throws
    func record(samples: [SampleRecord]) throws
    /// Machine-dependent values (rates, memory): kept apart from metrics, which are functions of the job alone.
    func record(measurements: [String: Double]) throws
    /// Content identities of what the job shared, by role: data set, text encoder, evaluator.
    func record(identities: [String: String]) throws
    /// Returns when what was recorded would survive a power failure: a checkpoint must not be ahead of it.
    func sync() throws
}
