import Experiments
import Kernels
import Platform
import Transformer
import UViT

/// A training on its way: weights, optimiser and all that one more step takes.
final class TrainingRun {
    private let configuration: JobConfiguration
    private let materials: JobMaterials
    private let threads: Int
    private let pool: ThreadPool
    private let file: CheckpointFile
    private var checkpoint: Checkpoint
    private var savedStep: Int?
    private var stream: BatchStream
    // Made after a checkpoint has been read, which needs room, and not at all when nothing is left to train.
    private lazy var batch = TrainingBatch(size: configuration.train.batchSize, materials.model)
    private lazy var network = TrainingStep(
        configuration: materials.model, batchSize: configuration.train.batchSize, lanes: configuration.train.lanes, threads: threads)
    private lazy var averaged = Parameters(materials.model)

    /// Stands where the job's newest whole checkpoint does, or at the beginning.
    /// - Throws: `TrainingError.foreignFile`.
    init(_ job: TrainingJob, _ materials: JobMaterials, files: JobFiles, threads: Int, note: (String) -> Void) throws {
        (configuration, self.materials, self.threads) = (job.configuration, materials, threads)
        pool = ThreadPool(threads: threads)
        let parameters = Parameters(materials.model)
        parameters.initialise(seed: job.seed.randomBits, scheme: configuration.model.initialisation)
        let optimizer = AdamWOptimizer(parameters: parameters, pool: pool)
        file = CheckpointFile(files: files, key: job.key, engine: EngineVersion.current, parameters: parameters, optimizer: optimizer)
        let loaded = try file.load(note: note)
        savedStep = loaded?.step
        checkpoint = loaded ?? Checkpoint(step: 0, windowLossSum: 0)
        stream = BatchStream(materials, seed: job.seed)
    }

    /// Finished steps.
    var step: Int { checkpoint.step }

    /// The optimiser's moving average, copied at every call into the same memory.
    var averagedWeights: Parameters {
        averaged.storage.copy(from: file.optimizer.average)
        return averaged
    }

    /// - Throws: `TrainingError.diverged`; errors of data that is read from disk.
    func trainOneStep() throws {
        stream.fill(batch, step: step, pool: pool)
        try materials.dataset.checkReads()
        network.run(
            parameters: file.parameters, noisy: batch.noisy.pointer, timesteps: batch.timesteps.pointer,
            context: batch.context.pointer, target: batch.target.pointer, weights: batch.weights.pointer,
            losses: batch.losses.pointer)
        let options = configuration.train
        let rate = configuration.train.schedule.learningRate(
            base: options.learningRate, step: step, warmupSteps: options.warmupSteps, totalSteps: options.steps)
        let loss = batch.loss
        guard loss.isFinite else { throw TrainingError.diverged(step: step, loss: loss, learningRate: rate) }
        network.update(file.parameters, optimizer: file.optimizer, learningRate: rate, settings: configuration.optimiserSettings)
        checkpoint.step += 1
        checkpoint.windowLossSum += loss
    }

    /// The mean loss of the logging window that ends here, and a new window begins; nil within one.
    func takeWindowLoss() -> Double? {
        let window = configuration.train.logEvery
        guard step % window == 0 else { return nil }
        defer { checkpoint.windowLossSum = 0 }
        return checkpoint.windowLossSum / Double(window)
    }

    /// Writes the checkpoint of this step, unless it is the newest on disk.
    func save() throws {
        guard savedStep != step else { return }
        try file.save(checkpoint)
        savedStep = step
    }
}
