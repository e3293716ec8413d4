import Experiments
import Foundation
import Platform
import Results
import ResultsStore
import Training
import UViT

/// One attempt at one job, from its claim to its recorded end, with all that it holds meanwhile. One thread runs it.
struct JobRun {
    struct End {
        var ending: Ending
        var reason: String?
        var seconds: Double
    }

    private let runner: SweepRunner
    private let assets: JobAssets
    private let job: Job
    private let attempt: Attempt
    private let files: JobFiles
    private let lease: LeaseKeeper
    private let log: JobLog
    private let display: ProgressDisplay
    private let index: Int

    /// - Parameter index: of the job in `display`.
    init(
        _ job: Job, as attempt: Attempt, in files: JobFiles, for runner: SweepRunner, assets: JobAssets, display: ProgressDisplay,
        index: Int
    ) {
        (self.runner, self.job, self.attempt, self.files) = (runner, job, attempt, files)
        (self.assets, self.display, self.index) = (assets, display, index)
        log = JobLog(files: files)
        lease = LeaseKeeper(
            attempt: attempt, leaseSeconds: runner.options.leaseSeconds, timeLimit: runner.options.jobSeconds, sweepStop: runner.stop)
    }

    /// - Returns: how it ended, as it is recorded now; nil when the job belongs to another attempt by now.
    /// - Throws: errors of the store; the job's own are its end.
    func run() throws -> End? {
        display.began(index, label: runner.sweep.label(of: job))
        let watch = Stopwatch(), before = ProcessUsage.current
        let found = train()
        lease.end()
        guard let (ending, reason) = found else { return nil }
        let end = End(ending: ending, reason: reason, seconds: watch.seconds), after = ProcessUsage.current
        do {
            try attempt.finish(
                ending, reason: reason, logTail: log.tail,
                usage: AttemptUsage(
                    wallSeconds: end.seconds,
                    cpuSeconds: runner.options.workers == 1 ? after.cpuSeconds - before.cpuSeconds : nil,
                    peakBytes: after.peakBytes))
        } catch ResultsStoreError.attemptNotRunning {
            return nil
        }
        if ending == .done { files.removeCheckpoints() }
        return end
    }

    private func note(_ text: String) {
        log.note(text)
        display.note("\(runner.sweep.label(of: job)): \(text)")
    }

    /// - Returns: how it ended and why; nil when the job belongs to another attempt by now.
    private func train() -> (Ending, String?)? {
        do {
            let trainer = try JobTrainer(
                job: TrainingJob(job), assets: assets, files: files, threads: runner.options.threads, sink: attempt,
                stop: lease.stop,
                report: { progress in
                    log.note(progress, every: job.configuration.train.logEvery)
                    display.advanced(index, progress)
                    runner.observer?.advanced(job, step: progress.step)
                },
                note: note)
            let trained = try files.checkpointStep == 0 ? ownWeights() ?? takeOver() : nil
            switch try trainer.run(trained: trained) {
            case .done:
                guard try isRecorded() else {
                    return (.error, "it ended without an error but left no final validation loss: please report this")
                }
                log.note("done: \(trainer.timeSpent)")
                return (.done, nil)
            case .interrupted(let step):
                return stopped(after: step)
            }
        } catch ResultsStoreError.fenced {
            return nil
        } catch is Stopped {
            return stopped(after: nil)
        } catch {
            log.note("\(error)")
            if SweepRunner.isStorageProblem(error) {
                runner.pause(because: "\(error)", display)
                return (.interrupted, "\(error)")
            }
            if case TrainingError.diverged = error { return (.diverged, "\(error)") }
            return (.error, "\(error)")
        }
    }

    /// Why a stop was asked for decides how the attempt ends, wherever it met the job.
    /// - Parameter step: finished optimiser steps; nil while a mini-clip was being trained.
    private func stopped(after step: Int?) -> (Ending, String?)? {
        let preparing = "while mini-clip was being trained", ending: Ending, reason: String
        let place = step.map { "after step \($0)" } ?? preparing
        switch lease.cause {
        case .lost: return nil
        case .cancelled: (ending, reason) = (.cancelled, "cancelled on request \(place)")
        case .timeout:
            ending = .timeout
            reason =
                "over its time of \(durationText(runner.options.jobSeconds ?? 0)) \(step.map { "at step \($0)" } ?? preparing); "
                + "`fusiongrid retry SPEC --kind timeout` lets it go on from there"
        case nil:
            (ending, reason) = (.interrupted, "stopped \(place); the next run \(step == nil ? "trains it again" : "goes on from there")")
        }
        log.note(reason)
        return (ending, reason)
    }

    /// The weights of a job that runs again only for what was dropped beside them.
    private func ownWeights() throws -> Parameters? {
        // Pictures sampled on the way are made by training alone.
        guard files.isBeingRemade, !job.configuration.trajectory.hasSamples, access(files.model.path, R_OK) == 0 else { return nil }
        do {
            let (weights, engine) = try TrainedWeights.load(of: TrainingJob(job), from: files)
            return engine == EngineVersion.current ? weights : nil
        } catch {
            note("trained again: \(error)")
            return nil
        }
    }

    /// The weights of a done job that trained the same, once what it recorded on the way there is this job's, too.
    private func takeOver() throws -> Parameters? {
        for donor in try SharedTraining.donors(of: job, database: runner.database, store: runner.store) {
            do {
                let (weights, engine) = try TrainedWeights.load(of: donor, from: runner.store.files(of: donor.key))
                guard engine == EngineVersion.current else { continue }
                guard
                    try attempt.copyTraining(
                        from: donor.key, steps: job.configuration.train.steps, samples: job.configuration.trajectory.hasSamples)
                else { continue }
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

    private func isRecorded() throws -> Bool {
        let loss = Metric.loss.name(on: .validation)
        let recorded = try runner.database.finalMetrics([job.key], names: [loss])[job.key]?[loss]
        return recorded?.step == job.configuration.train.steps
    }
}
