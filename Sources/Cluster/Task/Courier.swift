import Experiments
import Foundation
import Kernels
import Platform
import ResultsStore
import Runner
import Synchronization

/// Brings what a task makes to the spool: the end of each job as it comes, checkpoints of those that run now and then, and signs of life.
final class Courier: SweepObserver {
    private struct Running {
        var job: Job
        var step = 0
        /// Of the checkpoint that is in the spool.
        var sentStep = 0
    }
    private struct State {
        var running: [String: Running] = [:]
        /// Ended jobs whose bundle could not be written.
        var unsealed: [String] = []
        var done = 0, failed = 0, counter = 0
        var phase = Heartbeat.Phase.starting
        var reason: String?
    }

    private let submission: Submission
    private let task: Int
    private let store: StoreLocation
    private let database: ResultsDatabase
    private let scratch: URL
    private let template: URL
    private let state = Mutex(State())
    /// One bundle at a time: a job's end and its checkpoint must not cross.
    private let sealing = NSLock()
    private nonisolated(unsafe) let timer: any DispatchSourceTimer  // set once, cancelled once

    private var spool: Spool { submission.spool }

    init(_ submission: Submission, task: Int, store: StoreLocation, _ database: ResultsDatabase, scratch: URL, period: Double) throws {
        (self.submission, self.task, self.store, self.database, self.scratch) = (submission, task, store, database, scratch)
        template = try Bundle.makeTemplate(in: scratch)
        timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        timer.schedule(deadline: .now() + period, repeating: period)
        timer.setEventHandler { [self] in beat() }
        timer.resume()
    }

    func end() { timer.cancel() }

    // MARK: What becomes of jobs

    func began(_ job: Job) throws {
        state.withLock {
            $0.running[job.key] = Running(job: job, sentStep: store.files(of: job.key).checkpointStep)
            $0.phase = .running
        }
        say("begins \(job.key.prefix(12)) at step \(store.files(of: job.key).checkpointStep)")
        // What vanishes with the node is an attempt all the same.
        try sealing.withLock { try sealCheckpoint(job.key) }
        beat(sendsCheckpoints: false)
    }

    func advanced(_ job: Job, step: Int) { state.withLock { $0.running[job.key]?.step = step } }

    func ended(_ job: Job, as ending: Ending, reason: String?) throws {
        say("\(ending.rawValue) \(job.key.prefix(12))" + (reason.map { ": \($0)" } ?? ""))
        try sealing.withLock {
            state.withLock { state in
                state.running[job.key] = nil
                switch ending {
                case .done: state.done += 1
                case .interrupted: break
                case .diverged, .timeout, .outOfMemory, .lost, .error, .cancelled: state.failed += 1
                }
                state.unsealed.append(job.key)
            }
            try sealEnd(job.key)
        }
        beat(sendsCheckpoints: false)
    }

    /// Tries again what could not be written.
    /// - Throws: when it still cannot.
    func sealRest() throws {
        try sealing.withLock { for key in state.withLock({ $0.unsealed }) { try sealEnd(key) } }
    }

    var hasUnsealed: Bool { state.withLock { !$0.unsealed.isEmpty } }

    private func sealEnd(_ key: String) throws {
        let known = try database.states([key])[key]?.state
        if known?.isClaimable ?? true {
            try sealCheckpoint(key)
        } else {
            try Bundle.seal(key, from: store, database, to: spool.bundle(key, of: submission.id), scratch: scratch, template: template)
            // The bundle of a failed job has its checkpoint, too: with it the next attempt begins, and with the budget that `retry` gives.
            for url in [spool.checkpoint(key), spool.previousCheckpoint(key)] { unlink(url.path) }
        }
        state.withLock { $0.unsealed.removeAll { $0 == key } }
    }

    private func sealCheckpoint(_ key: String) throws {
        let place = spool.checkpoint(key)
        // One that turns out damaged has another beside it.
        if access(place.path, F_OK) == 0 {
            let previous = spool.previousCheckpoint(key), partial = spool.file("checkpoints/.\(UUID().uuidString).partial")
            if link(place.path, partial.path) == 0 {
                rename(partial.path, previous.path)
                unlink(partial.path)
            }
        }
        let step = store.files(of: key).checkpointStep
        try Bundle.seal(key, from: store, database, to: place, scratch: scratch, template: template)
        state.withLock { $0.running[key]?.sentStep = step }
    }

    // MARK: Now and then

    /// A sign of life; new checkpoints and mini-clips. What cannot be written is tried again at the next.
    func beat(sendsCheckpoints: Bool = true) {
        heartbeat()
        guard sendsCheckpoints else { return }
        try? publishShared()
        takeCancels()
        for (key, running) in state.withLock({ $0.running }) where store.files(of: key).checkpointStep > running.sentStep {
            do {
                try sealing.withLock { if state.withLock({ $0.running[key] != nil }) { try sealCheckpoint(key) } }
            } catch {
                say("the checkpoint of \(key.prefix(12)) could not be brought to the spool: \(error)")
            }
        }
    }

    /// Mini-clips and features that are new here.
    func publishShared() throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: store.sharedFiles.path)) ?? []
        for name in names where name.hasSuffix(".safetensors") {
            try placeCopy(store.sharedFiles.appendingPathComponent(name), at: spool.shared.appendingPathComponent(name))
        }
    }

    private func takeCancels() {
        let marks = spool.cancelMarks()
        guard !marks.isEmpty else { return }
        for key in state.withLock({ Array($0.running.keys) }) where marks.contains(key) { _ = try? database.cancel(key) }
    }

    func tell(_ phase: Heartbeat.Phase, reason: String? = nil) {
        state.withLock { ($0.phase, $0.reason) = (phase, reason) }
        heartbeat()
    }

    private func heartbeat() {
        let place = BatchPlace.current, runner = RunnerIdentity.current
        let beat = state.withLock { state in
            state.counter += 1
            return Heartbeat(
                phase: state.phase, reason: state.reason, counter: state.counter, time: Date().ISO8601Format(), host: runner.host,
                pid: runner.pid, slurmJob: place?.job, restarts: place?.restarts ?? 0, tool: ToolIdentity.current.sha256,
                cpu: MachineInfo.cpuModel, kernel: MatrixKernel.current.recordedName,
                jobs: state.running.values.sorted { $0.job.key < $1.job.key }.map {
                    Heartbeat.InHand(job: $0.job.key, step: $0.step, totalSteps: $0.job.configuration.train.steps)
                }, done: state.done, failed: state.failed)
        }
        // A full disk shows where something must arrive.
        if let data = try? spoolJSON(beat) { try? writeFile(data, to: spool.heartbeat(submission.id, task: task)) }
    }

    private func say(_ text: String) { taskLog(text) }
}

/// A line in the task's log.
func taskLog(_ text: String) { StandardError.write("\(Date().ISO8601Format()) \(text)\n") }
