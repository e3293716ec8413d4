import Experiments
import Foundation
import Kernels
import Platform
import ResultsStore
import Training

extension SweepRunner {
    /// Runs one job, unless it needs too much, someone else has it or it is stuck, and counts how it ended.
    ///
    /// - Parameter startsAnew: its results come from other code and are to be replaced.
    /// - Throws: errors of the store and of the file system; the job's own are recorded.
    func runJob(_ job: Job, index: Int, startsAnew: Bool, display: ProgressDisplay) throws {
        let bytes = job.configuration.estimatedBytes
        guard bytes <= memory.limit else {
            summary.withLock { $0.refused += 1 }
            return display.note(
                "refused  \(sweep.label(of: job)): it needs about \(megabytes(bytes)), "
                    + "\(megabytes(memory.limit)) may be used: a smaller model or batch, or --memory")
        }
        guard memory.take(bytes) else { return }
        defer { memory.giveBack(bytes) }
        try checkRoom(for: job)

        let files = store.files(of: job.key)
        guard let lock = try files.lock() else { return summary.withLock { $0.elsewhere += 1 } }
        defer { withExtendedLifetime(lock) {} }
        if startsAnew, try database.forget(job.key) { files.removeCheckpoints() }
        if !options.remake.isEmpty { try beginRemake(job) }
        let startStep = files.checkpointStep
        if let reason = try database.endIfStuck(job.key, startStep: startStep) {
            if files.isBeingRemade { try endRemake(job, display: display) }
            summary.withLock { $0.failed += 1 }
            display.note("error  \(sweep.label(of: job)): \(reason)")
            return try observer?.ended(job, as: .error, reason: reason) ?? ()
        }
        guard
            let attempt = try database.claim(
                job.key, by: .current, leaseSeconds: options.leaseSeconds, provenance: provenance, startStep: startStep)
        else {
            // Another process may have finished it since this run began.
            let state = try database.states([job.key])[job.key]?.state
            return summary.withLock { if state == .done { $0.cached += 1 } else { $0.elsewhere += 1 } }
        }
        try observer?.began(job)
        let ended = try worlds.use(world: job.seedOffset) {
            try JobRun(job, as: attempt, in: files, for: self, assets: $0, display: display, index: index).run()
        }
        guard let end = ended else {
            summary.withLock { $0.elsewhere += 1 }
            return display.ended(index, outcome: "lost", detail: "another runner took this job over")
        }
        if files.isBeingRemade, end.ending != .interrupted { try endRemake(job, display: display) }
        summary.withLock { summary in
            switch end.ending {
            case .done: summary.done += 1
            case .interrupted: summary.interrupted += 1
            case .diverged, .timeout, .outOfMemory, .lost, .error, .cancelled: summary.failed += 1
            }
        }
        display.ended(index, outcome: end.ending.rawValue, detail: end.reason)
        try observer?.ended(job, as: end.ending, reason: end.reason)
        let cause = failures.withLock { $0.note(end.ending, reason: end.reason ?? "", afterSeconds: end.seconds) }
        if let cause, !options.keepGoing { pause(because: cause + " (--keep-going goes on all the same)", display) }
    }

    /// A job needs room for a third checkpoint beside the two that are kept, and for its results.
    private func checkRoom(for job: Job) throws {
        let needed = 3 * job.configuration.checkpointBytes + 4 << 20
        guard let free = StorageProblem.freeBytes(at: store.path), free < needed else { return }
        throw FileError.unwritable(
            file: store.path,
            reason: "\(megabytes(free)) are free on its disk, a job needs about \(megabytes(needed)); "
                + "make room, then run again to go on")
    }

    private func megabytes(_ bytes: Int) -> String { String(format: "%.1f MB", Double(bytes) / 1e6) }

    private var provenance: Provenance {
        let tool = options.tool, place = BatchPlace.current
        return Provenance(
            codeVersion: EngineVersion.current, commit: tool.commit, isDirty: tool.isDirty, toolSHA256: tool.sha256,
            specSHA256: specHash, cpuModel: MachineInfo.cpuModel, blasBuild: BLAS.configuration,
            blasKernel: MatrixKernel.current.recordedName,
            threads: options.threads, workers: options.workers, slurmJob: place?.job, slurmRestarts: place?.restarts)
    }
}
