import Dispatch
import Experiments
import Foundation
import Platform
import ResultsStore
import Synchronization
import Training

/// Runs a sweep's unfinished jobs on Dispatch workers and records how each ended.
///
/// A failing job does not stop the others, unless jobs fail alike from the start. What is no job's fault (a full disk, a
/// locked store) pauses the sweep: its jobs go on with the next run. Jobs that other processes hold are left to them.
public final class SweepRunner: Sendable {
    let sweep: Sweep
    let store: StoreLocation
    let database: ResultsDatabase
    let options: SweepOptions
    let stop: StopSignal
    let worlds: WorldAssets
    let summary = Mutex(SweepSummary())
    let failures = Mutex(FailureWatch())
    let memory: MemoryBudget
    /// Of the spec's text with what it extends and its overrides.
    let specHash: String
    let observer: (any SweepObserver)?

    /// - Parameter observer: is told what becomes of each job.
    public init(
        sweep: Sweep, store: StoreLocation, database: ResultsDatabase, options: SweepOptions, stop: StopSignal,
        observer: (any SweepObserver)? = nil
    ) {
        self.observer = observer
        self.sweep = sweep
        self.store = store
        self.database = database
        self.options = options
        self.stop = stop
        specHash = sweep.resolvedHash
        // Whoever needs a mini-clip waits for it, so all cores may train it.
        let threads = options.workers * options.threads
        worlds = WorldAssets { [store] in JobAssets(folder: store.sharedFiles, threads: threads) }
        memory = MemoryBudget(limit: options.resolvedMemoryLimit, stop: stop)
    }

    /// Registers the jobs, runs what is not done and returns when all workers have stopped.
    /// - Throws: store errors only; a job's own failure is recorded and counted.
    public func run() throws -> SweepSummary {
        try sweep.register(in: database)
        try database.releaseLost { [store] key in
            let files = store.files(of: key)
            return access(files.folder.path, F_OK) == 0 && (try? files.lock()) == nil
        }
        let states = try database.states(sweep.jobs.map(\.key))
        let stale = options.code == .rerun ? Set(sweep.jobs(ofOtherCode: states).map(\.key)) : []
        let pending =
            options.remake.isEmpty
            ? sweep.jobsInRunningOrder.filter { !isOver(states[$0.key]?.state) || stale.contains($0.key) } : try jobsToRemake(states)
        summary.withLock { summary in
            summary.planned = sweep.jobs.count
            summary.cached = sweep.jobs.count { states[$0.key]?.state == .done && !stale.contains($0.key) }
            summary.failedEarlier = sweep.jobs.count { states[$0.key]?.state.isFailure == true }
            if !options.remake.isEmpty {
                summary = SweepSummary()
                summary.planned = pending.count
            }
        }
        for job in sweep.jobs where states[job.key]?.state == .done { tidy(job) }
        guard !pending.isEmpty else { return summary.withLock { $0 } }

        let shared = try SharedTraining(jobs: pending, database: database, store: store)
        let display = try ProgressDisplay(expectations(of: pending, shared, states), quiet: options.quiet)
        display.open()
        // Whoever observes has signals of their own: two owners would leave them ignored.
        let signals =
            observer == nil
            ? ShutdownSignals(stop: stop) {
                display.note("Stopping: running jobs write a checkpoint first (Ctrl-C again after a second to stop at once).")
            } : nil
        defer {
            withExtendedLifetime(signals) {}
            display.close()
        }
        let queue = JobQueue(groups: pending.map(shared.group), stop: stop)
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: options.workers) { _ in
            while let index = queue.take() {
                let job = pending[index]
                var isTrained = false
                defer { queue.finished(index, isTrained: isTrained) }
                do {
                    try runJob(job, index: index, startsAnew: stale.contains(job.key), display: display)
                    isTrained = try shared.group(of: job) != nil && database.states([job.key])[job.key]?.state == .done
                } catch let error where Self.isStorageProblem(error) {
                    pause(because: "\(error)", display)
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

    /// What a process left behind that ended between recording that a job is done and removing its checkpoints.
    private func tidy(_ job: Job) {
        let files = store.files(of: job.key)
        if files.isBeingRemade, let lock = try? files.lock() { withExtendedLifetime(lock) { try? endRemake(job, display: nil) } }
        guard access(files.checkpoint.path, F_OK) == 0 || access(files.previousCheckpoint.path, F_OK) == 0 else { return }
        if let lock = try? files.lock() { withExtendedLifetime(lock) { files.removeCheckpoints() } }
    }

    /// Stops the sweep for a cause that is told once, at its end.
    func pause(because cause: String, _ display: ProgressDisplay) {
        let isFirst = summary.withLock { summary in
            defer { summary.pause = summary.pause ?? cause }
            return summary.pause == nil
        }
        stop.request()
        if isFirst { display.note("Pausing: running jobs stop first.") }
    }

    /// Not a job's fault: whoever mends it can go on.
    static func isStorageProblem(_ error: any Error) -> Bool {
        switch error {
        case let error as ResultsStoreError: error.isStorageProblem
        case FileError.unwritable: true
        default: false
        }
    }
}
