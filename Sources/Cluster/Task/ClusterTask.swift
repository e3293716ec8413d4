import Experiments
import Foundation
import Platform
import ResultsStore
import Runner
import Training

/// One task of a submission on one node: takes up what the spool has of its jobs, runs them in a store on the node's own disk, and leaves
/// a sealed bundle of each.
public struct ClusterTask {
    public enum End: Sendable, Equatable {
        /// Every job of the task has its bundle.
        case finished
        /// Something is left: Slurm was asked to begin the task again, or the next submission sends it.
        case left(requeued: Bool, reason: String)
    }

    public struct Options: Sendable {
        /// Seconds between signs of life, and between looks for new checkpoints.
        public var period = Heartbeat.period
        /// Seconds to wait for room in the spool.
        public var patience = 600.0
        public var leaseSeconds = 40.0
        /// SHA-256 of the running program, which is to be the one that was submitted.
        public var program = ToolIdentity.current.sha256

        public init() {}
    }

    private let submission: Submission
    private let number: Int
    private let slice: TaskSlice
    private let options: Options
    private let slurm: any SlurmCommands
    private let stop = StopSignal()

    private var spool: Spool { submission.spool }

    /// - Parameter number: of the task in the submission.
    public init(_ submission: Submission, number: Int, options: Options = Options(), slurm: any SlurmCommands = InstalledSlurm()) throws {
        let slices = try submission.slices()
        guard slices.indices.contains(number) else { throw SpoolProblem.noTask(id: submission.id, task: number, tasks: slices.count) }
        (self.submission, self.number, slice, self.options, self.slurm) = (submission, number, slices[number], options, slurm)
    }

    /// - Throws: errors of the spec, its data, the node's disk and the spool.
    public func run() throws -> End {
        let tool = submission.manifest.tool
        guard options.program == tool.sha256 else { throw SpoolProblem.changed(file: spool.file(tool.copy).path) }
        let signals = TaskSignals(stop: stop)
        return try withExtendedLifetime(signals) {
            let scratch = try makeScratch()
            do {
                let end = try run(in: scratch, signals)
                if case .left(let requeued, let reason) = end, reason.hasPrefix(Self.unsentPrefix) {
                    return .left(
                        requeued: requeued, reason: reason.replacing("store stays: make", with: "store stays in \(scratch.path): make"))
                }
                try? FileManager.default.removeItem(at: scratch)
                return end
            } catch {
                try? FileManager.default.removeItem(at: scratch)
                throw error
            }
        }
    }

    private static let unsentPrefix = "the spool took no more"

    /// A folder on the node's own disk.
    private func makeScratch() throws -> URL {
        let environment = ProcessInfo.processInfo.environment
        let base = ["SLURM_TMPDIR", "TMPDIR"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "/tmp"
        let name = "fusiongrid-\(submission.id.prefix(8))-\(number)-\(ProcessInfo.processInfo.processIdentifier)"
        let folder = URL(fileURLWithPath: base, isDirectory: true).appendingPathComponent(name, isDirectory: true)
        try createFolder(folder)
        return folder
    }

    private func run(in scratch: URL, _ signals: TaskSignals) throws -> End {
        taskLog("task \(number) of submission \(submission.id) on \(RunnerIdentity.current.host), its store in \(scratch.path)")
        let store = StoreLocation(path: scratch.appendingPathComponent("node.sqlite").path)
        let database = try store.open(.readWrite)
        defer { try? database.close() }
        let courier = try Courier(submission, task: number, store: store, database, scratch: scratch, period: options.period)
        defer { courier.end() }
        courier.beat(sendsCheckpoints: false)
        try takeShared(store)
        let sweep = try submission.sweep()
        let end = try slice.isPreparing ? prepare(sweep, store, courier) : work(sweep, store, database, courier, signals)
        courier.end()
        switch end {
        case .finished: courier.tell(.finished)
        case .left(let requeued, let reason): courier.tell(requeued ? .requeued : .stopped, reason: reason)
        }
        return end
    }

    private func takeShared(_ store: StoreLocation) throws {
        try createFolder(store.sharedFiles)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: spool.shared.path)) ?? [] where name.hasSuffix(".safetensors") {
            try placeCopy(spool.shared.appendingPathComponent(name), at: store.sharedFiles.appendingPathComponent(name))
        }
    }

    // MARK: Mini-clips

    private func prepare(_ sweep: Sweep, _ store: StoreLocation, _ courier: Courier) throws -> End {
        let keys = Set(slice.entries.map(\.key))
        let assets = JobAssets(folder: store.sharedFiles, threads: submission.manifest.cpus)
        courier.tell(.running)
        do {
            for job in sweep.jobs where keys.contains(job.key) { try assets.prepare(job.configuration, stop: stop) }
        } catch is Stopped {
            return .left(requeued: false, reason: "stopped while a mini-clip was being trained; the jobs train it")
        }
        try courier.publishShared()
        return .finished
    }

    // MARK: Jobs

    private func work(
        _ whole: Sweep, _ store: StoreLocation, _ database: ResultsDatabase, _ courier: Courier, _ signals: TaskSignals
    ) throws -> End {
        let marks = spool.cancelMarks()
        var waited = 0.0
        while true {
            let left = slice.entries.filter { !marks.contains($0.key) && !isSealed($0.key) }
            if left.isEmpty { return .finished }
            let sweep = whole.reduced(to: Set(left.map(\.key)))
            try NodeStore(spool, store, database).takeUp(left, of: submission, in: whole)
            // The last sign of a node that vanished may be of a job that had just ended.
            try courier.takeOver(ended: left.map(\.key))
            if courier.hasUnsealed {
                if let end = sealRest(courier, &waited) { return end }
                continue
            }
            let runner = SweepRunner(
                sweep: sweep, store: store, database: database, options: sweepOptions(jobs: left.count), stop: StopSignal(parent: stop),
                observer: courier)
            let summary = try runner.run()
            if !stop.isRequested, summary.pause == nil {
                if summary.refused > 0 {
                    return .left(requeued: false, reason: "\(summary.refused) job(s) need more memory than --mem gives")
                }
                // What is not sealed now was not begun.
                return left.contains { !isSealed($0.key) } ? .left(requeued: false, reason: "some jobs did not end") : .finished
            }
            if courier.hasUnsealed {
                if let end = sealRest(courier, &waited) { return end }
                if !stop.isRequested { continue }
            }
            guard stop.isRequested else { return .left(requeued: false, reason: "paused: \(summary.pause ?? "no cause is known")") }
            let left2 = slice.entries.filter { !isSealed($0.key) }.count
            if left2 == 0 { return .finished }
            return requeue(left2, signals)
        }
    }

    /// Brings what has ended to the spool, when there is room.
    /// - Returns: how the task ends where there is none; nil when all is there.
    private func sealRest(_ courier: Courier, _ waited: inout Double) -> End? {
        while courier.hasUnsealed {
            do { try courier.sealRest() } catch {
                courier.tell(.waiting, reason: "\(error)")
                taskLog("waiting for room: \(error)")
                guard waited < options.patience, !stop.isRequested || waited < 5 else {
                    return .left(
                        requeued: false,
                        reason: "\(Self.unsentPrefix): \(error); the node's own store stays: make room, then submit again")
                }
                Thread.sleep(forTimeInterval: min(options.period, 10))
                waited += min(options.period, 10)
            }
        }
        return nil
    }

    private func isSealed(_ key: String) -> Bool {
        let url = spool.bundle(key, of: submission.id)
        guard access(url.path, F_OK) == 0 else { return false }
        do {
            _ = try Bundle.check(url, job: key)
            return true
        } catch {
            taskLog("\(url.path): \(error); the job runs again")
            return false
        }
    }

    private func sweepOptions(jobs: Int) -> SweepOptions {
        let manifest = submission.manifest, workers = max(1, min(manifest.cpus, jobs))
        var options = SweepOptions(
            workers: workers, threads: max(1, manifest.cpus / workers), quiet: true, memoryLimit: manifest.memory.map { $0 / 10 * 9 })
        options.leaseSeconds = self.options.leaseSeconds
        options.tool.commit = manifest.tool.commit
        options.tool.isDirty = manifest.tool.isDirty
        return options
    }

    // MARK: Stopped before the end

    /// Asks Slurm to begin this task again, unless it was ended on purpose or nobody can be asked.
    private func requeue(_ left: Int, _ signals: TaskSignals) -> End {
        let stopped = "\(left) job(s) stopped with a checkpoint"
        guard let job = BatchPlace.current?.job else { return .left(requeued: false, reason: stopped) }
        if spool.cancelMarks().contains(submission.id) { return .left(requeued: false, reason: "\(stopped): cancelled") }
        guard slurm.has("scontrol") else {
            return .left(requeued: false, reason: "\(stopped); there is no scontrol here: the next submission sends them")
        }
        do throws(SlurmProblem) {
            // After SIGTERM Slurm may be ending the task for good: a cancelled one must not come back by itself.
            if signals.first != SIGUSR1 {
                let text = try slurm.run("scontrol", ["show", "job", job, "--oneliner"])
                let words = text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("JobState=") }
                let state = SlurmState(words?.dropFirst("JobState=".count) ?? "")
                guard state.word == "RUNNING" else { return .left(requeued: false, reason: "\(stopped); Slurm says \(state)") }
            }
            _ = try slurm.run("scontrol", ["requeue", job])
            return .left(requeued: true, reason: "\(stopped); the task was put back into the queue")
        } catch .failed("scontrol", SIGTERM + 128, _) where signals.first == SIGUSR1 {
            // What Slurm sends to all processes of the task when it puts it back met `scontrol`, too.
            return .left(requeued: true, reason: "\(stopped); the task was put back into the queue")
        } catch {
            return .left(requeued: false, reason: "\(stopped); not requeued: \(error): the next submission sends them")
        }
    }
}
