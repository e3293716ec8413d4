import Experiments
import Foundation
import ResultsStore
import Training

/// What `run` would do and what it would cost, without doing it.
public struct SweepPlan: Sendable, Codable, Equatable {
    public struct CellPlan: Sendable, Codable, Equatable {
        public var label: String
        /// Jobs by state: `new`, `done`, `interrupted`, `running`, `diverged`, `error`, ...
        public var jobs: [String: Int]
        public var parameters: Int
        /// Multiply-adds x 2 of one image's forward pass, as the reference counts and as executed.
        public var referenceForwardFLOPs: Int
        public var executedForwardFLOPs: Int
        /// Of one running job: weights, optimiser state, gradients, activations and sampling.
        public var memoryBytes: Int
        /// Remaining work of this cell's unfinished jobs.
        public var remainingFLOPs: Double
        public var remainingSeconds: Double
    }

    public var name: String
    public var cells: [CellPlan]
    public var seeds: [Int]
    /// Options that change with the seed.
    public var varied: [String]
    /// Jobs by state over all cells.
    public var totals: [String: Int]
    public var workers: Int
    public var threads: Int
    /// The rate behind the time estimate, and where it comes from.
    public var assumedGflops: Double
    public var rateSource: String
    /// Mini-clips that are trained before the jobs that need them, unless another sweep left them in the store.
    public var encoders: Int
    /// Wall time for all unfinished jobs with `workers` at once, mini-clips included.
    public var estimatedSeconds: Double
    /// Of all workers together.
    public var peakMemoryBytes: Int
    /// Jobs that are to run but take over what a job with the same training trained: they only sample and evaluate.
    public var sharedJobs: Int
    /// Done jobs whose results come from another engine version.
    public var otherCodeJobs: Int

    /// What is done with them.
    public var codePolicy: String

    /// - Parameters:
    ///   - states: of the sweep's jobs, as far as the store knows them.
    ///   - database: the store, where there is one.
    ///   - rate: GFLOP/s one worker reaches, and how that is known.
    /// - Throws: store errors.
    public init(
        sweep: Sweep, states: [String: JobStatus], database: ResultsDatabase? = nil, store: StoreLocation,
        rate: (gflops: Double, source: String), workers: Int, threads: Int, code: CodePolicy = .reuse
    ) throws {
        let stale = Set(sweep.jobs(ofOtherCode: states).map(\.key))
        otherCodeJobs = stale.count
        codePolicy = code.rawValue
        name = sweep.spec.name
        seeds = sweep.spec.seeds
        varied = sweep.spec.varied
        self.workers = workers
        self.threads = threads
        assumedGflops = rate.gflops
        rateSource = rate.source
        let toRun = sweep.jobsInRunningOrder.filter { Self.isToRun(states[$0.key]?.state) || (code == .rerun && stale.contains($0.key)) }
        let shared = try SharedTraining(jobs: toRun, database: database, store: store).followers
        sharedJobs = shared.count
        let unfinished = Dictionary(grouping: toRun, by: \.cellIndex)
        var byCell: [Int: [Job]] = [:]
        for job in sweep.jobs { byCell[job.cellIndex, default: []].append(job) }
        var costs = JobCosts()
        cells = (0..<sweep.spec.cellCount).map { index in
            let jobs = byCell[index] ?? []
            let counts = Dictionary(grouping: jobs) { Self.word(states[$0.key]?.state) }.mapValues(\.count)
            let cell = sweep.spec.cell(index)
            let cost = costs.cost(of: cell.configuration)
            let flops = (unfinished[index] ?? []).reduce(0) { sum, job in
                sum + cost.finalFLOPs + (shared.contains(job.key) ? 0 : cost.trainingFLOPs)
            }
            return CellPlan(
                label: cell.label, jobs: counts, parameters: cost.model.parameters,
                referenceForwardFLOPs: cost.model.referenceForwardFLOPs,
                executedForwardFLOPs: cost.model.executedForwardFLOPs, memoryBytes: cost.memoryBytes,
                remainingFLOPs: flops, remainingSeconds: flops / (rate.gflops * 1e9))
        }
        totals = cells.reduce(into: [:]) { totals, cell in totals.merge(cell.jobs, uniquingKeysWith: +) }
        let slots = Double(max(1, min(workers, cells.reduce(0) { $0 + $1.jobs.values.reduce(0, +) })))
        let missing = Self.encoders(of: toRun).subtracting(Self.encoders(of: sweep.jobs.filter { states[$0.key]?.state == .done }))
        encoders = missing.count
        // All cores train one together.
        let encoderSeconds = missing.reduce(0) { $0 + $1.flops } / (rate.gflops * 1e9 * Double(max(1, workers)))
        estimatedSeconds = cells.reduce(0) { $0 + $1.remainingSeconds } / slots + encoderSeconds
        peakMemoryBytes = (cells.map(\.memoryBytes).max() ?? 0) * workers
    }

    private static func word(_ state: JobState?) -> String {
        state.map { $0 == .pending ? "new" : $0.rawValue } ?? "new"
    }

    private static func encoders(of jobs: [Job]) -> Set<EncoderTraining> {
        // Few cells differ in what they need, and seeds only where they vary the world.
        struct Place: Hashable {
            var cell, offset: Int
        }
        var known: [Place: [EncoderTraining]] = [:]
        return Set(
            jobs.flatMap { job in
                let place = Place(cell: job.cellIndex, offset: job.seedOffset)
                if let trainings = known[place] { return trainings }
                let trainings = job.configuration.encoderTrainings(dataFingerprint: job.dataFingerprint)
                known[place] = trainings
                return trainings
            })
    }

    private static func isToRun(_ state: JobState?) -> Bool { state?.isClaimable ?? true }
}
