import Experiments
import Foundation
import ResultsStore
import Training

/// What `run` would do and what it would cost, without doing it.
public struct SweepPlan: Sendable, Encodable {
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
        /// Of a cell with new jobs: the done job of the store that is most like them.
        public var relative: NearestRelative?
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
    /// The mean rate behind the time estimate, and where that comes from.
    public var assumedGflops: Double
    public var rateSource: String
    /// Mini-clips that are trained before the jobs that need them, unless another sweep left them in the store.
    public var encoders: Int
    /// Wall time for all unfinished jobs with `workers` at once, mini-clips included, while the machine stays as busy as it is.
    public var estimatedSeconds: Double
    /// The same on a machine that does nothing else.
    public var quietSeconds: Double
    /// The mini-clips' part of `estimatedSeconds`.
    public var encoderSeconds: Double
    /// Of all workers together.
    public var peakMemoryBytes: Int
    /// Jobs that are to run but take over what a job with the same training trained: they only sample and evaluate.
    public var sharedJobs: Int
    /// Done jobs whose results come from another engine version.
    public var otherCodeJobs: Int

    /// What is done with them.
    public var codePolicy: String
    /// The jobs that are to run, one by one.
    public let work: SweepWork

    private enum CodingKeys: String, CodingKey {
        case name, cells, seeds, varied, totals, workers, threads, assumedGflops, rateSource, encoders, estimatedSeconds, quietSeconds
        case encoderSeconds, peakMemoryBytes, sharedJobs, otherCodeJobs, codePolicy
    }

    /// - Parameters:
    ///   - states: of the sweep's jobs, as far as the store knows them.
    ///   - database: the store, where there is one.
    ///   - pace: how long jobs take.
    /// - Throws: store errors.
    public init(
        sweep: Sweep, states: [String: JobStatus], database: ResultsDatabase? = nil, store: StoreLocation,
        pace: SweepPace, workers: Int, threads: Int, code: CodePolicy = .reuse
    ) throws {
        let stale = Set(sweep.jobs(ofOtherCode: states).map(\.key))
        otherCodeJobs = stale.count
        codePolicy = code.rawValue
        name = sweep.spec.name
        seeds = sweep.spec.seeds
        varied = sweep.spec.varied
        self.workers = workers
        self.threads = threads
        rateSource = pace.source
        let toRun = sweep.jobsInRunningOrder.filter { Self.isToRun(states[$0.key]?.state) || (code == .rerun && stale.contains($0.key)) }
        let training = try SharedTraining(jobs: toRun, database: database, store: store), shared = training.followers
        sharedJobs = shared.count
        let unfinished = Dictionary(grouping: toRun, by: \.cellIndex)
        var byCell: [Int: [Job]] = [:]
        for job in sweep.jobs { byCell[job.cellIndex, default: []].append(job) }
        var costs = JobCosts()
        var secondsOfJobs: [String: Double] = [:]
        cells = sweep.cells.map { index in
            let jobs = byCell[index] ?? []
            let counts = Dictionary(grouping: jobs) { Self.word(states[$0.key]?.state) }.mapValues(\.count)
            let cell = sweep.spec.cell(index)
            let cost = costs.cost(of: cell.configuration)
            let seconds = pace.seconds(ofCell: index, cell.configuration, cost)
            var (flops, left) = (0.0, 0.0)
            for job in unfinished[index] ?? [] {
                let isShared = shared.contains(job.key)
                let rest = isShared ? 0 : 1 - store.doneShare(of: job, states[job.key]?.state)
                let own = isShared ? seconds.finalOnly : seconds.after(1 - rest)
                flops += cost.finalFLOPs + rest * cost.trainingFLOPs
                left += own.total
                secondsOfJobs[job.key] = own.total
            }
            return CellPlan(
                label: cell.label, jobs: counts, parameters: cost.model.parameters,
                referenceForwardFLOPs: cost.model.referenceForwardFLOPs,
                executedForwardFLOPs: cost.model.executedForwardFLOPs, memoryBytes: cost.memoryBytes,
                remainingFLOPs: flops, remainingSeconds: left)
        }
        if let database {
            let relatives = try sweep.relatives(states, in: database)
            for (place, cell) in sweep.cells.enumerated() { cells[place].relative = relatives[cell] }
        }
        totals = cells.reduce(into: [:]) { totals, cell in totals.merge(cell.jobs, uniquingKeysWith: +) }
        let missing = Self.encoders(missingFor: toRun, of: sweep, states)
        work = SweepWork(
            jobs: toRun.map { job in
                SweepWork.Item(
                    job: job, seconds: (secondsOfJobs[job.key] ?? 0) / pace.stretch, group: training.group(of: job),
                    follows: shared.contains(job.key), donor: training.donors[job.key],
                    encoders: missing.isEmpty
                        ? [] : job.configuration.encoderTrainings(dataFingerprint: job.dataFingerprint).filter(missing.contains))
            },
            encoderSeconds: Dictionary(
                uniqueKeysWithValues: missing.map { ($0, pace.seconds(of: $0, workers: workers) / pace.stretch) }))
        encoders = missing.count
        encoderSeconds = missing.reduce(0) { $0 + pace.seconds(of: $1, workers: workers) }
        estimatedSeconds =
            WorkerSchedule.seconds(running: [], waiting: toRun.lazy.map { secondsOfJobs[$0.key] ?? 0 }, workers: workers) + encoderSeconds
        quietSeconds = estimatedSeconds / pace.stretch
        let workerSeconds = cells.reduce(0) { $0 + $1.remainingSeconds }
        assumedGflops = workerSeconds > 0 ? cells.reduce(0) { $0 + $1.remainingFLOPs } / workerSeconds / 1e9 : 0
        peakMemoryBytes = (cells.map(\.memoryBytes).max() ?? 0) * workers
    }

    private static func word(_ state: JobState?) -> String {
        state.map { $0 == .pending ? "new" : $0.rawValue } ?? "new"
    }

    /// Mini-clips that jobs need and no done job of the sweep does: those are there.
    static func encoders(missingFor jobs: [Job], of sweep: Sweep, _ states: [String: JobStatus]) -> Set<EncoderTraining> {
        encoders(of: jobs).subtracting(encoders(of: sweep.jobs.filter { states[$0.key]?.state == .done }))
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

extension StoreLocation {
    /// The share of its steps that a job's checkpoint holds.
    func doneShare(of job: Job, _ state: JobState?) -> Double {
        guard let state, state != .pending, state != .done else { return 0 }
        return min(1, Double(files(of: job.key).checkpointStep) / Double(max(1, job.configuration.train.steps)))
    }
}
