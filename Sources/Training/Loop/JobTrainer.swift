import Experiments
import Platform
import Results
import UViT

/// Runs one job from wherever its checkpoint stands to its recorded results.
///
/// The recorded metrics, maps and samples are a pure function of the job: thread count, interruptions and other jobs
/// change nothing, bit for bit. Not thread-safe: one trainer, one thread (which itself drives `threads` lanes).
public final class JobTrainer {
    private let job: TrainingJob
    private let materials: JobMaterials
    private let looks: [any Look]
    private let files: JobFiles
    private let threads: Int
    private let sink: any ResultsSink
    private let stop: StopSignal
    private let report: (JobProgress) -> Void
    private let note: (String) -> Void

    private var progress: JobProgress
    /// Until the last step is done.
    private var training: TrainingRun?
    private var trainedImages = 0
    private var spent = TimeSpent()

    /// - Parameters:
    ///   - report: called after every step and phase, on the calling thread.
    ///   - note: called with what a reader of the job's log should know, such as a damaged checkpoint.
    /// - Throws: when the data cannot be read or the model configuration is invalid; `Stopped` while a mini-clip was being trained.
    public init(
        job: TrainingJob, assets: JobAssets, files: JobFiles, threads: Int, sink: any ResultsSink, stop: StopSignal,
        report: @escaping (JobProgress) -> Void = { _ in }, note: @escaping (String) -> Void = { _ in }
    ) throws {
        (self.job, self.files, self.threads, self.sink, self.stop) = (job, files, threads, sink, stop)
        (self.report, self.note) = (report, note)
        let start = JobProgress(phase: .preparing, step: 0, totalSteps: job.configuration.train.steps)
        let preparation = Preparation(stop: stop) { encoder in
            var progress = start
            progress.encoder = encoder.step > 0 ? encoder : nil
            report(progress)
        }
        materials = try assets.materials(for: job.configuration, judged: true, preparation: preparation)
        try materials.checkTraining()
        looks = [
            ValidationLoss(materials: materials), DenoisingError(materials: materials), SampleEvaluation(materials: materials),
            AttentionCapture(materials: materials), WordAttention(materials: materials), LocalisationCapture(materials: materials),
            KnockoutEvaluation(materials: materials), BlockProbes(materials: materials),
        ]
        progress = start
        progress.phase = .training
    }

    /// Trains, saves the averaged weights, looks at them. Safe to call again after any interruption.
    ///
    /// - Parameter trained: averaged weights of a job with the same training key and trajectory; nil trains them here. What that job
    ///   recorded before its final evaluation is the caller's to copy.
    ///
    /// The checkpoints stay: whoever records that the job is done removes them then (`JobFiles.removeCheckpoints`), so
    /// that nothing is trained twice when the process dies between the two.
    public func run(trained: Parameters? = nil) throws -> JobOutcome {
        try files.create()
        try sink.record(identities: materials.identities)
        try sink.record(metrics: materials.metrics)
        for remark in materials.dataset.remarks { note(remark) }
        do {
            let weights = try trained ?? train()
            progress.step = materials.lastStep
            try store { try TrainedWeights.save(weights, of: job, to: files) }
            try lookIfDue(at: weights)
            try store { try sink.record(metrics: costs) }
            try sink.record(measurements: spent.seconds)
            return .done
        } catch is Stopped {
            if let training { try save(training) }
            return .interrupted(step: progress.step)
        }
    }

    /// Where the time of this attempt went, in words.
    public var timeSpent: String { spent.summary }

    /// - Returns: The averaged weights after the last step, which nobody has looked at yet.
    private func train() throws -> Parameters {
        let training = try TrainingRun(job, materials, files: files, threads: threads, note: note)
        self.training = training
        progress.step = training.step
        while training.step < materials.lastStep {
            // A checkpoint is taken before the work due at its step, so a resumed job does that work (again).
            try lookIfDue(at: training.averagedWeights)
            try trainOneStep(training)
        }
        if spent[Metric.trainingSeconds] > 0 { try sink.record(measurements: measurements) }
        // The optimiser's memory is free for what looks at the weights.
        self.training = nil
        return training.averagedWeights
    }

    private func trainOneStep(_ training: TrainingRun) throws {
        try stop.check()
        let watch = Stopwatch()
        try training.trainOneStep()
        spent.add(watch.seconds, to: Metric.trainingSeconds)
        trainedImages += job.configuration.train.batchSize
        progress.imagesPerSecond = Double(trainedImages) / spent[Metric.trainingSeconds]
        progress.step = training.step
        if let loss = training.takeWindowLoss() {
            progress.loss = loss
            try store { try sink.record(metrics: [Metric.loss.value(loss, on: .train, step: training.step)]) }
        }
        if training.step % job.configuration.train.checkpointEvery == 0 || training.step == materials.lastStep { try save(training) }
        report(progress)
    }

    private func save(_ training: TrainingRun) throws {
        try store {
            try sink.sync()
            try training.save()
        }
    }

    /// Counts the time of what goes to the disk.
    private func store(_ write: () throws -> Void) rethrows {
        let watch = Stopwatch()
        try write()
        spent.add(watch.seconds, to: Metric.storageSeconds)
    }

    /// Runs what is due after the finished steps and records what it finds.
    private func lookIfDue(at weights: @autoclosure () -> Parameters) throws {
        let step = progress.step
        let due = looks.filter { step > 0 && $0.isDue(after: step) }
        guard !due.isEmpty else { return }
        let network = JobNetwork(materials, weights: weights(), seed: job.seed, step: step, threads: threads, stop: stop)
        for look in due {
            if step == materials.lastStep, look.phase != progress.phase {
                progress.phase = look.phase
                report(progress)
            }
            try stop.check()
            let watch = Stopwatch()
            let findings = try look.look(at: network)
            try materials.dataset.checkReads()
            spent.add(watch.seconds, to: Metric.evaluationSeconds, look.seconds)
            try store { try sink.record(findings) }
        }
    }

    private var costs: [MetricValue] {
        let cost = CostModel(materials.model)
        return [
            (Metric.parameters, cost.parameters), (Metric.referenceForwardFLOPs, cost.referenceForwardFLOPs),
            (Metric.executedForwardFLOPs, cost.executedForwardFLOPs), (Metric.referenceTrainingFLOPs, cost.referenceTrainingFLOPs),
            (Metric.executedTrainingFLOPs, cost.executedTrainingFLOPs),
        ].map { $0.value(Double($1), on: .cost, step: materials.lastStep) }
    }

    private var measurements: [String: Double] {
        let rate = Double(trainedImages) / spent[Metric.trainingSeconds]
        return [
            Metric.imagesPerSecond.name: rate,
            Metric.executedGFLOPS.name: rate * Double(CostModel(materials.model).executedTrainingFLOPs) / 1e9,
            Metric.trainingSeconds.name: spent[Metric.trainingSeconds],
        ]
    }
}
