import Datasets
import Diffusion
import Evaluation
import Experiments
import Foundation
import Kernels
import MiniCLIP
import Platform
import TextEncoding
import Transformer
import UViT

/// How far a job is, for progress lines.
public struct JobProgress: Sendable {
    public enum Phase: String, Sendable { case preparing = "training mini-clip", training, sampling, attention }
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

/// Runs one job from wherever its checkpoint stands to its recorded results.
///
/// The recorded metrics, maps and samples are a pure function of the job: thread count, interruptions and other jobs
/// change nothing, bit for bit. Not thread-safe: one trainer, one thread (which itself drives `threads` lanes).
public final class JobTrainer {
    let job: TrainingJob
    let configuration: JobConfiguration
    let model: ModelConfiguration
    let threads: Int
    let files: JobFiles
    let sink: any ResultsSink
    let stop: StopSignal
    let report: (JobProgress) -> Void
    let note: (String) -> Void

    let schedule = NoiseSchedule()
    let dataset: any CaptionedDataset
    let encoder: any FrozenTextEncoder
    private let judge: ImageJudge?
    private let judgeProblem: String?
    private let oracle: (any ImageOracle)?
    private let dataMetrics: [MetricValue]
    private let validation: Validation
    private(set) var progress: JobProgress
    private(set) var trainingSeconds = 0.0
    private(set) var trainedImages = 0
    private var evaluationSeconds = 0.0

    /// - Parameters:
    ///   - report: called after every step and phase, on the calling thread.
    ///   - note: called with what a reader of the job's log should know, such as a damaged checkpoint.
    /// - Throws: when the data cannot be read or the model configuration is invalid.
    public init(
        job: TrainingJob, assets: JobAssets, files: JobFiles, threads: Int, sink: any ResultsSink, stop: StopSignal,
        report: @escaping (JobProgress) -> Void = { _ in }, note: @escaping (String) -> Void = { _ in }
    ) throws {
        self.job = job
        configuration = job.configuration
        model = configuration.modelConfiguration
        try model.validate()
        self.threads = threads
        self.files = files
        self.sink = sink
        self.stop = stop
        self.report = report
        self.note = note
        dataset = try assets.dataset(configuration.data)
        progress = JobProgress(phase: .preparing, step: 0, totalSteps: configuration.train.steps)
        (encoder, judge, judgeProblem) = try Self.prepare(
            configuration, dataset, assets: assets, stop: stop,
            report: { [progress] encoder in
                var progress = progress
                progress.encoder = encoder.step > 0 ? encoder : nil
                report(progress)
            })
        oracle = assets.oracle(for: dataset)
        dataMetrics = assets.dataMetrics(configuration.text, for: dataset)
        validation = Validation(dataset: dataset, encoder: encoder, schedule: schedule, configuration: configuration)
        guard configuration.train.batchSize <= dataset.count(.train) else {
            throw TrainingError.batchLargerThanData(
                batch: configuration.train.batchSize, items: dataset.count(.train))
        }
        if encoder is PrecomputedTextEncoder,
            let name = configuration.evaluate.probes.first(where: { !encoder.unknownWords(in: $0).isEmpty })
        {
            throw DatasetError.badSetting(
                name: "evaluate.probes", found: "\"\(name)\"",
                allowed: "names of contexts, such as \(dataset.caption(.test, 0, wording: 0))")
        }
        progress.phase = .training
    }

    /// The frozen text encoder and the judge, trained first where nobody has yet.
    private static func prepare(
        _ configuration: JobConfiguration, _ dataset: any CaptionedDataset, assets: JobAssets, stop: StopSignal,
        report: @escaping (EncoderProgress) -> Void
    ) throws -> (encoder: any FrozenTextEncoder, judge: ImageJudge?, problem: String?) {
        let preparation = Preparation(report: report, shouldStop: { [stop] in stop.isRequested })
        do {
            let encoder = try assets.encoder(configuration.text, for: dataset, preparation: preparation)
            let (judge, problem) = try assets.judge(
                configuration, for: dataset, textEncoder: encoder.identity, preparation: preparation)
            return (encoder, judge, problem)
        } catch MiniCLIPError.stopped {
            throw TrainingError.stoppedPreparing
        }
    }

    private var identities: [String: String] {
        var identities = ["dataset": dataset.fingerprint, "text_encoder": encoder.identity]
        identities["evaluator"] = judge?.encoder.identity
        return identities
    }

    /// How well the encoders that were trained for this job find the captions of real test images.
    private var encoderMetrics: [MetricValue] {
        let conditioner = (encoder as? MiniCLIPTextEncoder)?.encoder.retrieval ?? []
        return (judge?.accuracy ?? [])
            + conditioner.map { MetricValue("text_encoder_retrieval", split: $0.split, step: 0, value: $0.first) }
    }

    /// Trains, saves the averaged weights, samples, captures attention. Safe to call again after any interruption.
    ///
    /// - Parameter trained: averaged weights of a job with the same training key and trajectory; nil trains them here. What that job
    ///   recorded before its final evaluation is the caller's to copy.
    ///
    /// The checkpoints stay: whoever records that the job is done removes them then (`JobFiles.removeCheckpoints`), so
    /// that nothing is trained twice when the process dies between the two.
    public func run(trained: Parameters? = nil) throws -> JobOutcome {
        try files.create()
        try sink.record(identities: identities)
        try sink.record(metrics: dataMetrics + encoderMetrics + oracleMetrics)
        let averaged = trained ?? Parameters(model)
        if trained == nil {
            let outcome = try train(averaged: averaged)
            guard outcome == .done else { return outcome }
        } else {
            progress.step = configuration.train.steps
            try validate(averaged, step: configuration.train.steps)
        }
        try TrainedWeights.save(averaged, of: job, to: files)
        guard try evaluate(averaged) else { return .interrupted(step: configuration.train.steps) }
        try recordCosts()
        return .done
    }

    /// How well an oracle that had to learn knows its kinds.
    private var oracleMetrics: [MetricValue] {
        guard let (right, of) = (oracle as? SceneOracle)?.cropAccuracy, of > 0 else { return [] }
        return [MetricValue("oracle_crop_accuracy", split: "test", step: 0, value: Double(right) / Double(of))]
    }

    // MARK: Training

    private func train(averaged: Parameters) throws -> JobOutcome {
        let options = configuration.train
        let parameters = Parameters(model)
        let pool = ThreadPool(threads: threads)
        let seed = UInt64(bitPattern: Int64(job.seed))
        parameters.initialise(seed: seed, scheme: configuration.model.initialisation)
        let optimizer = AdamWOptimizer(parameters: parameters, pool: pool)
        var state =
            try Checkpoint.load(
                from: files, key: job.key, engine: EngineVersion.current, parameters: parameters, optimizer: optimizer,
                note: note)
            ?? Checkpoint(step: 0, windowLossSum: 0)
        defer { averaged.storage.copy(from: optimizer.average) }
        // A checkpoint is taken before the work due at its step, so a resumed job does that work (again).
        progress.step = state.step
        if state.step > 0, try !evaluateIfDue(state.step, averaged: averaged, optimizer: optimizer) {
            return .interrupted(step: state.step)
        }
        guard state.step < options.steps else { return .done }

        let trainingStep = TrainingStep(
            configuration: model, batchSize: options.batchSize, lanes: options.lanes, threads: threads)
        let batch = TrainingBatch(
            size: options.batchSize, elements: model.imageElements,
            contextElements: model.textTokens * model.textWidth)
        var stream = BatchStream(
            dataset: dataset, encoder: encoder, schedule: schedule, configuration: configuration, seed: job.seed)

        while state.step < options.steps {
            if stop.isRequested { return try interrupt(state, parameters, optimizer) }
            let start = ContinuousClock.now
            stream.fill(batch, step: state.step, pool: pool)
            try dataset.checkReads()
            trainingStep.run(
                parameters: parameters, noisy: batch.noisy.pointer, timesteps: batch.timesteps.pointer,
                context: batch.context.pointer, target: batch.target.pointer, weights: batch.weights.pointer,
                losses: batch.losses.pointer)
            let rate = configuration.train.schedule.learningRate(
                base: options.learningRate, step: state.step, warmupSteps: options.warmupSteps,
                totalSteps: options.steps)
            let loss = batchLoss(batch)
            guard loss.isFinite else {
                throw TrainingError.diverged(step: state.step, loss: loss, learningRate: rate)
            }
            trainingStep.update(
                parameters, optimizer: optimizer, learningRate: rate, settings: configuration.optimiserSettings)
            state.step += 1
            state.windowLossSum += loss
            measure(since: start)
            try logIfDue(&state)
            if state.step % options.checkpointEvery == 0 || state.step == options.steps {
                try save(state, parameters, optimizer)
            }
            report(progress)
            if try !evaluateIfDue(state.step, averaged: averaged, optimizer: optimizer) {
                return try interrupt(state, parameters, optimizer)
            }
        }
        try recordMeasurements()
        return .done
    }

    private func logIfDue(_ state: inout Checkpoint) throws {
        progress.step = state.step
        let window = configuration.train.logEvery
        guard state.step % window == 0 else { return }
        let mean = state.windowLossSum / Double(window)
        state.windowLossSum = 0
        progress.loss = mean
        try sink.record(metrics: [MetricValue("loss", split: "train", step: state.step, value: mean)])
    }

    /// Validation and mid-training samples where they are due after `step` steps; false when a stop cut them short.
    private func evaluateIfDue(_ step: Int, averaged: Parameters, optimizer: AdamWOptimizer) throws -> Bool {
        let evaluate = configuration.evaluate
        let last = step == configuration.train.steps
        let validationDue = last || step % evaluate.every == 0
        let samplesDue = !last && evaluate.sampleEvery > 0 && step % evaluate.sampleEvery == 0
        guard validationDue || samplesDue else { return true }
        averaged.storage.copy(from: optimizer.average)
        if validationDue { try validate(averaged, step: step) }
        guard samplesDue else { return true }
        guard
            let outcome = try evaluating({
                try sampleEvaluation.run(
                    generator: makeGenerator(makePredictor(averaged)), count: evaluate.sampleImages, step: step,
                    shouldStop: { [stop] in stop.isRequested })
            })
        else { return false }
        try sink.record(metrics: outcome.metrics)
        try sink.record(missing: outcome.missing)
        try sink.record(samples: outcome.grid)
        return true
    }

    private func validate(_ weights: Parameters, step: Int) throws {
        try sink.record(metrics: try evaluating { validation.metrics(predictor: makePredictor(weights), step: step) })
    }

    private func interrupt(
        _ state: Checkpoint, _ parameters: Parameters, _ optimizer: AdamWOptimizer
    ) throws -> JobOutcome {
        try save(state, parameters, optimizer)
        return .interrupted(step: state.step)
    }

    private func save(_ state: Checkpoint, _ parameters: Parameters, _ optimizer: AdamWOptimizer) throws {
        try sink.sync()
        try state.save(
            to: files, key: job.key, engine: EngineVersion.current, parameters: parameters, optimizer: optimizer)
    }

    /// The weighted objective of the batch.
    private func batchLoss(_ batch: TrainingBatch) -> Double {
        var sum = 0.0
        for row in 0..<batch.size { sum += Double(batch.weights.pointer[row]) * Double(batch.losses.pointer[row]) }
        return sum / Double(batch.size)
    }

    /// Runs `body` on the evaluation's clock: validation, sampling and attention, without recording them.
    private func evaluating<Value>(_ body: () throws -> Value) throws -> Value {
        let start = ContinuousClock.now
        defer { evaluationSeconds += Self.seconds(since: start) }
        let value = try body()
        try dataset.checkReads()
        return value
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let elapsed = ContinuousClock.now - start
        return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    }

    private func measure(since start: ContinuousClock.Instant) {
        trainingSeconds += Self.seconds(since: start)
        trainedImages += configuration.train.batchSize
        progress.imagesPerSecond = Double(trainedImages) / trainingSeconds
    }

    // MARK: Evaluation

    private var sampleEvaluation: SampleEvaluation {
        SampleEvaluation(
            dataset: dataset, oracle: oracle, judge: judge, judgeProblem: judgeProblem, threads: threads)
    }

    private func makePredictor(_ weights: Parameters) -> Predictor {
        Predictor(
            configuration: model, parameters: weights,
            maximumBatch: ImageGenerator.networkBatch(guidance: configuration.sample.guidance),
            lanes: configuration.train.lanes, threads: threads)
    }

    private func makeGenerator(_ predictor: Predictor) throws -> ImageGenerator {
        try ImageGenerator(
            predictor: predictor, encoder: encoder, schedule: schedule, configuration: configuration, seed: job.seed)
    }

    /// Samples and attention of the final weights; false when a stop was requested meanwhile.
    private func evaluate(_ weights: Parameters) throws -> Bool {
        let generator = try makeGenerator(makePredictor(weights))
        let shouldStop = { [stop] in stop.isRequested }
        progress.phase = .sampling
        report(progress)
        guard
            let outcome = try evaluating({
                try sampleEvaluation.run(
                    generator: generator, count: configuration.sample.images, step: configuration.train.steps,
                    shouldStop: shouldStop)
            })
        else { return false }
        try sink.record(metrics: outcome.metrics)
        try sink.record(missing: outcome.missing)
        try sink.record(samples: outcome.grid)

        progress.phase = .attention
        report(progress)
        let capture = AttentionCapture(
            configuration: configuration, model: model, encoder: encoder, schedule: schedule,
            seed: UInt64(bitPattern: Int64(job.seed)))
        guard
            let records = try evaluating({
                capture.run(
                    captions: probes, timesteps: configuration.evaluate.timesteps, generator: generator,
                    shouldStop: shouldStop)
            })
        else { return false }
        try sink.record(attention: records, step: configuration.train.steps)
        try sink.record(measurements: ["evaluation_seconds": evaluationSeconds])
        try sink.record(metrics: records.energyMetrics(step: configuration.train.steps))
        return try localise(generator, shouldStop: shouldStop)
    }

    /// Where attention falls, on as many test items as the job asks for; false when a stop was requested meanwhile.
    private func localise(_ generator: ImageGenerator, shouldStop: @escaping () -> Bool) throws -> Bool {
        let items = configuration.evaluate.localisation, timesteps = configuration.evaluate.timesteps
        guard items > 0, let oracle else { return true }
        let capture = LocalisationCapture(
            dataset: dataset, model: model, encoder: encoder, schedule: schedule,
            dataSeed: UInt64(bitPattern: Int64(configuration.data.seed)))
        guard
            let test = capture.onTestImages(
                items: items, timesteps: timesteps, predictor: generator.predictor, shouldStop: shouldStop),
            let generated = capture.onGeneratedImages(
                items: items, timesteps: timesteps, generator: generator, oracle: oracle, shouldStop: shouldStop)
        else { return false }
        let step = configuration.train.steps
        try sink.record(localisation: test + generated, step: step)
        try sink.record(metrics: test.metrics(source: .test, step: step) + generated.metrics(source: .generated, step: step))
        return true
    }

    /// The job's probe captions; by default the first distinct test captions.
    private var probes: [String] {
        guard configuration.evaluate.probes.isEmpty else { return configuration.evaluate.probes }
        var seen: [String] = []
        for item in 0..<dataset.count(.test) where seen.count < configuration.evaluate.probeCount {
            let caption = dataset.caption(.test, item, wording: 0)
            if !seen.contains(caption) { seen.append(caption) }
        }
        return seen
    }
}
