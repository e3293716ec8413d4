import Experiments
import Foundation
import Kernels
import Platform
import Results
import ResultsStore
import Training
import UViT

extension SweepRunner {
    /// Runs one job, unless it needs too much, someone else has it or it is stuck, and records how it ended.
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
        if startsAnew { try forget(job, files) }
        let startStep = files.checkpointStep
        if let reason = try database.endIfStuck(job.key, startStep: startStep) {
            summary.withLock { $0.failed += 1 }
            return display.note("error  \(sweep.label(of: job)): \(reason)")
        }
        guard
            let attempt = try database.claim(
                job.key, by: .current, leaseSeconds: options.leaseSeconds, provenance: provenance, startStep: startStep)
        else {
            // Another process may have finished it since this run began.
            let state = try database.states([job.key])[job.key]?.state
            return summary.withLock { if state == .done { $0.cached += 1 } else { $0.elsewhere += 1 } }
        }
        display.began(index, label: sweep.label(of: job))
        try run(job, attempt: attempt, files: files, index: index, display: display)
    }

    private func run(_ job: Job, attempt: Attempt, files: JobFiles, index: Int, display: ProgressDisplay) throws {
        let lease = LeaseKeeper(
            attempt: attempt, leaseSeconds: options.leaseSeconds, timeLimit: options.jobSeconds,
            sweepStop: stop)
        let log = JobLog(files: files)
        let watch = Stopwatch()
        let before = ProcessUsage.current
        let end = attemptJob(job, attempt: attempt, files: files, lease: lease, log: log, display: display) {
            display.advanced(index, $0)
        }
        lease.end()
        guard let (ending, reason) = end else { return lost(index, display) }
        let seconds = watch.seconds
        let after = ProcessUsage.current
        do {
            try attempt.finish(
                ending, reason: reason, logTail: log.tail,
                usage: AttemptUsage(
                    wallSeconds: seconds,
                    cpuSeconds: options.workers == 1 ? after.cpuSeconds - before.cpuSeconds : nil,
                    peakBytes: after.peakBytes))
        } catch ResultsStoreError.attemptNotRunning {
            return lost(index, display)
        }
        if ending == .done { files.removeCheckpoints() }
        summary.withLock { summary in
            switch ending {
            case .done: summary.done += 1
            case .interrupted: summary.interrupted += 1
            default: summary.failed += 1
            }
        }
        display.ended(index, outcome: ending.rawValue, detail: reason)
        let cause = failures.withLock { $0.note(ending, reason: reason ?? "", afterSeconds: seconds) }
        if let cause, !options.keepGoing { pause(because: cause + " (--keep-going goes on all the same)", display) }
    }

    private func lost(_ index: Int, _ display: ProgressDisplay) {
        summary.withLock { $0.elsewhere += 1 }
        display.ended(index, outcome: "lost", detail: "another runner took this job over")
    }

    /// - Returns: how it ended and why; nil when the job belongs to another attempt by now.
    private func attemptJob(
        _ job: Job, attempt: Attempt, files: JobFiles, lease: LeaseKeeper, log: JobLog, display: ProgressDisplay,
        advanced: @escaping (JobProgress) -> Void
    ) -> (Ending, String?)? {
        do {
            let logEvery = job.configuration.train.logEvery
            let note = { (text: String) in
                log.note(text)
                display.note("\(self.sweep.label(of: job)): \(text)")
            }
            let trainer = try JobTrainer(
                job: TrainingJob(job), assets: assets, files: files, threads: options.threads, sink: attempt,
                stop: lease.stop,
                report: { progress in
                    log.note(progress, every: logEvery)
                    advanced(progress)
                },
                note: note)
            let trained = try files.checkpointStep == 0 ? takeOver(job, attempt: attempt, note: note) : nil
            switch try trainer.run(trained: trained) {
            case .done:
                guard try isRecorded(job) else {
                    return (.error, "it ended without an error but left no final validation loss: please report this")
                }
                log.note("done")
                return (.done, nil)
            case .interrupted(let step):
                return stopped(lease.cause, step: step, log: log)
            }
        } catch ResultsStoreError.fenced {
            return nil
        } catch let error where Self.isStorageProblem(error) {
            log.note("\(error)")
            pause(because: "\(error)", display)
            return (.interrupted, "\(error)")
        } catch is Stopped {
            let reason = "stopped while mini-clip was being trained; the next run trains it again"
            log.note(reason)
            return (.interrupted, reason)
        } catch {
            log.note("\(error)")
            if case TrainingError.diverged = error { return (.diverged, "\(error)") }
            return (.error, "\(error)")
        }
    }

    /// The weights of a done job that trained the same, once what it recorded on the way there is this job's, too.
    private func takeOver(_ job: Job, attempt: Attempt, note: (String) -> Void) throws -> Parameters? {
        for donor in try SharedTraining.donors(of: job, database: database, store: store) {
            do {
                let (weights, engine) = try TrainedWeights.load(of: donor, from: store.files(of: donor.key))
                guard engine == EngineVersion.current else { continue }
                let steps = job.configuration.train.steps
                guard try attempt.copyTraining(from: donor.key, steps: steps) else { continue }
                note("trained as job \(donor.key.prefix(12)), whose weights and curves it takes over")
                return weights
            } catch let error as ResultsStoreError {
                throw error
            } catch {
                note("not taken over from job \(donor.key.prefix(12)): \(error)")
            }
        }
        return nil
    }

    private func stopped(_ cause: LeaseKeeper.Cause?, step: Int, log: JobLog) -> (Ending, String?)? {
        let reason = "stopped after step \(step); the next run goes on from there"
        switch cause {
        case .lost: return nil
        case .cancelled: return (.cancelled, "cancelled on request after step \(step)")
        case .timeout:
            let text =
                "over its time of \(durationText(options.jobSeconds ?? 0)) at step \(step); "
                + "`fusiongrid retry SPEC --kind timeout` lets it go on from there"
            log.note(text)
            return (.timeout, text)
        case nil:
            log.note(reason)
            return (.interrupted, reason)
        }
    }

    private func isRecorded(_ job: Job) throws -> Bool {
        let loss = Metric.loss.name(on: .validation)
        return try database.finalMetrics([job.key], names: [loss])[job.key]?[loss]?.step == job.configuration.train.steps
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

    /// Takes away what other code computed, right before the job runs again.
    private func forget(_ job: Job, _ files: JobFiles) throws {
        if try database.forget(job.key) { files.removeCheckpoints() }
    }

    private func megabytes(_ bytes: Int) -> String { String(format: "%.1f MB", Double(bytes) / 1e6) }

    /// The commit of the fusiongrid checkout that this program was built in; nil for a program that lies elsewhere.
    private static let toolCommit: String? = {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
        guard let checkout = GitCheckout(around: URL(fileURLWithPath: program).deletingLastPathComponent()),
            FileManager.default.fileExists(atPath: checkout.root.appendingPathComponent("Sources/fusiongrid").path)
        else { return nil }
        return checkout.commit
    }()

    private var provenance: Provenance {
        Provenance(
            codeVersion: EngineVersion.current,
            commit: Self.toolCommit,
            cpuModel: MachineInfo.cpuModel, blasBuild: BLAS.configuration, blasKernel: MatrixKernel.current.recordedName,
            threads: options.threads, workers: options.workers)
    }
}
