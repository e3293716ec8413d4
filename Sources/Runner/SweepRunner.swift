import Dispatch
import Experiments
import Foundation
import Kernels
import ResultsStore
import Synchronization
import Training
import UViT

public struct SweepOptions: Sendable {
    /// Jobs at once.
    public var workers: Int
    /// Lanes at once within a job; each lane calls BLAS with one thread.
    public var threads: Int
    public var quiet: Bool

    public init(workers: Int, threads: Int, quiet: Bool = false) {
        self.workers = workers
        self.threads = threads
        self.quiet = quiet
    }
}

/// How a `run` ended.
public struct SweepSummary: Sendable, Equatable {
    public var planned = 0
    /// Done before this run.
    public var cached = 0
    public var done = 0
    public var failed = 0
    public var interrupted = 0
    /// Failed in an earlier run and left alone.
    public var failedEarlier = 0
    /// Being run by another process.
    public var elsewhere = 0
}

/// Runs a sweep's unfinished jobs on Dispatch workers and records how each ended.
///
/// A failing job never stops the others. Jobs that other processes hold are left to them.
public final class SweepRunner: Sendable {
    static let leaseSeconds = 120.0

    private let sweep: Sweep
    private let store: StoreLocation
    private let database: ResultsDatabase
    private let options: SweepOptions
    private let stop: StopSignal
    private let assets: JobAssets
    private let summary = Mutex(SweepSummary())

    public init(sweep: Sweep, store: StoreLocation, database: ResultsDatabase, options: SweepOptions, stop: StopSignal) {
        self.sweep = sweep
        self.store = store
        self.database = database
        self.options = options
        self.stop = stop
        // Whoever needs a mini-clip waits for it, so all cores may train it.
        assets = JobAssets(folder: store.sharedFiles, threads: options.workers * options.threads)
    }

    /// Registers the jobs, runs what is not done and returns when all workers have stopped.
    /// - Throws: store errors only; a job's own failure is recorded and counted.
    public func run() throws -> SweepSummary {
        BLAS.useOneThread()
        try register()
        try database.releaseLost()
        let states = try database.states(sweep.jobs.map(\.key))
        let pending = sweep.jobs.filter { !isOver(states[$0.key]?.state) }
        summary.withLock { summary in
            summary.planned = sweep.jobs.count
            summary.cached = sweep.jobs.count { states[$0.key]?.state == .done }
            summary.failedEarlier = sweep.jobs.count { states[$0.key]?.state.isFailure == true }
        }
        guard !pending.isEmpty else { return summary.withLock { $0 } }

        let display = ProgressDisplay(work: pending.map(Self.work), quiet: options.quiet)
        let signals = ShutdownSignals(stop: stop) {
            display.note("Stopping: running jobs write a checkpoint first (again to stop at once).")
        }
        defer {
            withExtendedLifetime(signals) {}
            display.close()
        }
        let next = Atomic<Int>(0)
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: options.workers) { _ in
            while !stop.isRequested {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < pending.count else { return }
                do {
                    try runJob(pending[index], index: index, display: display)
                } catch {
                    failure.withLock { $0 = $0 ?? error }
                    stop.request()
                }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return summary.withLock { $0 }
    }

    private func isOver(_ state: JobState?) -> Bool {
        guard let state else { return false }
        return state == .done || state.isFailure
    }

    /// Training FLOPs, to weigh the remaining time.
    private static func work(_ job: Job) -> Double {
        let train = job.configuration.train
        return Double(CostModel(job.configuration.modelConfiguration).executedTrainingFLOPs)
            * Double(train.steps) * Double(train.batchSize)
    }

    func register() throws {
        try database.register(sweep.jobs.map { job in
            JobRecord(
                key: job.key, trainingKey: job.trainingKey,
                configuration: ConfigurationRecord(
                    json: job.configuration.resolvedJSON,
                    options: job.configuration.options.map { JobOption(path: $0.path, value: $0.value.plainText) }),
                seed: job.seed, dataFingerprint: job.dataFingerprint)
        })
        let text = try sweep.spec.sourceText()
        try database.record(
            spec: sweep.spec.name, textHash: Spec.hash(of: text), text: text, keys: sweep.jobs.map(\.key))
    }

    // MARK: One job

    private func runJob(_ job: Job, index: Int, display: ProgressDisplay) throws {
        guard let attempt = try database.claim(
            job.key, by: .current, leaseSeconds: Self.leaseSeconds, provenance: provenance)
        else { return summary.withLock { $0.elsewhere += 1 } }
        display.began(index, label: sweep.label(of: job))
        let lease = LeaseKeeper(database: database, attempt: attempt, leaseSeconds: Self.leaseSeconds, sweepStop: stop)
        let log = JobLog(files: store.files(of: job.key))
        let start = ContinuousClock.now
        let before = MachineInfo.usage()
        let (ending, reason) = attemptJob(job, attempt: attempt, stop: lease.stop, log: log) {
            display.advanced(index, $0)
        }
        lease.end()
        let elapsed = ContinuousClock.now - start
        let after = MachineInfo.usage()
        do {
            try database.finish(
                attempt, ending: ending, reason: reason, logTail: log.tail,
                usage: AttemptUsage(
                    wallSeconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18,
                    cpuSeconds: options.workers == 1 ? after.cpuSeconds - before.cpuSeconds : nil,
                    peakBytes: after.peakBytes))
        } catch ResultsStoreError.attemptNotRunning {
            display.ended(index, outcome: "lost", detail: "another runner took this job over")
            return summary.withLock { $0.elsewhere += 1 }
        }
        summary.withLock { summary in
            switch ending {
            case .done: summary.done += 1
            case .interrupted: summary.interrupted += 1
            default: summary.failed += 1
            }
        }
        display.ended(index, outcome: ending.rawValue, detail: reason)
    }

    private func attemptJob(
        _ job: Job, attempt: AttemptID, stop: StopSignal, log: JobLog, advanced: @escaping (JobProgress) -> Void
    ) -> (Ending, String?) {
        do {
            let logEvery = job.configuration.train.logEvery
            let sink = StoreSink(database: database, key: job.key, attempt: attempt)
            let trainer = try JobTrainer(
                job: TrainingJob(job), assets: assets, files: store.files(of: job.key), threads: options.threads, sink: sink,
                stop: stop
            ) { progress in
                log.note(progress, every: logEvery)
                advanced(progress)
            }
            switch try trainer.run() {
            case .done:
                log.note("done")
                return (.done, nil)
            case .interrupted(let step):
                let reason = "stopped after step \(step); the next run goes on from there"
                log.note(reason)
                return (.interrupted, reason)
            }
        } catch let error as TrainingError {
            log.note("\(error)")
            if case .diverged = error { return (.diverged, "\(error)") }
            if case .stoppedPreparing = error { return (.interrupted, "\(error)") }
            return (.error, "\(error)")
        } catch {
            log.note("\(error)")
            return (.error, "\(error)")
        }
    }

    private var provenance: Provenance {
        Provenance(
            codeVersion: EngineVersion.current,
            commit: MachineInfo.commit(in: URL(fileURLWithPath: FileManager.default.currentDirectoryPath)),
            cpuModel: MachineInfo.cpuModel, blasBuild: BLAS.configuration, blasKernel: MatrixKernel.current.recordedName,
            threads: options.threads, workers: options.workers)
    }
}
