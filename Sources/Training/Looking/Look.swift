import Results

/// Something that looks at a job's network after some training steps, such as the validation loss.
///
/// A new kind of evaluation is a type of this shape in a file of its own, and a line in ``JobTrainer``'s list. What it finds
/// is a pure function of the job, its weights and the step.
protocol Look {
    /// What a job's progress is called meanwhile, once its training is over.
    var phase: JobProgress.Phase { get }

    /// The measurement that its seconds are added to, beside those of all looks.
    var seconds: Metric { get }

    /// Whether there is something to look at after `step` finished optimiser steps, 1 to the job's last.
    func isDue(after step: Int) -> Bool

    /// - Throws: `Stopped` when the network's stop is requested: the resumed job looks again.
    func look(at network: JobNetwork) throws -> Findings
}

/// What a look at a network found; all of it is recorded.
struct Findings: Sendable {
    var metrics: [MetricValue] = []
    var missing: [MissingMetric] = []
    var samples: [SampleRecord] = []
    var attention: [AttentionRecord] = []
    var localisation: [LocalisationRow] = []
}

extension ResultsSink {
    func record(_ findings: Findings) throws {
        try record(metrics: findings.metrics)
        try record(missing: findings.missing)
        if !findings.samples.isEmpty { try record(samples: findings.samples) }
        if !findings.attention.isEmpty { try record(attention: findings.attention) }
        if !findings.localisation.isEmpty { try record(localisation: findings.localisation) }
    }
}
