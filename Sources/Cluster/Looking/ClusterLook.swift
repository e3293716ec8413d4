import Foundation
import Platform
import ResultsStore

/// Where the jobs of spools stand at one moment: by heartbeats in the spool first, and one answer of Slurm at most.
public struct ClusterLook: Sendable {
    /// Where a task stands.
    public enum Standing: String, Sendable, Codable {
        /// Every job has its bundle.
        case finished
        case running, queued
        /// It is not there any more and left something undone: the next submission sends that.
        case over
        /// Nobody can tell: Slurm does not answer, or uses a word that is not known. Nothing of it is sent again.
        case unknown
        /// The submission was not sent this far.
        case unsent
    }

    public struct Task: Sendable {
        public var submission: String
        public var number: Int
        public var standing: Standing
        /// `1234_7`.
        public var slurmJob: String?
        public var slurm: SlurmListing.Entry?
        public var heartbeat: Heartbeat?
        /// By the file system's clock.
        public var silentSeconds: Double?
        /// Its jobs that have no bundle.
        public var left: [String]
        public var isPreparing: Bool
        public var log: String?

        /// The task holds its jobs back from being sent again.
        public var holds: Bool { standing == .running || standing == .queued || standing == .unknown }

        public func inHand(_ job: String) -> Heartbeat.InHand? { heartbeat?.jobs.first { $0.job == job } }

        /// The node, as the task itself or else Slurm has it.
        public var node: String? { heartbeat?.host ?? slurm?.node }
    }

    /// Of all submissions, oldest first; those that are finished have no heartbeats.
    public let tasks: [Task]
    public let listing: SlurmListing
    /// Names of submissions that have something left.
    public let openNames: [String]
    /// The day before the first of these was submitted.
    let since: String?

    /// - Parameters:
    ///   - key: only submissions that have this job; nil for all.
    ///   - ask: asks Slurm for jobs under these names, submitted since a day; called at most once, and not where nothing is open.
    public init(_ spools: [Spool], having key: String? = nil, ask: (_ names: [String], _ since: String) -> SlurmListing) throws {
        var tasks: [Task] = [], open: [(submission: Submission, tasks: Range<Int>)] = []
        for spool in spools {
            for submission in try spool.submissions() {
                let first = tasks.count, own = try Self.tasks(of: submission)
                if let key, !own.contains(where: { $0.left.contains(key) }) { continue }
                tasks += own
                if own.contains(where: { !$0.left.isEmpty && $0.standing != .unsent }) { open.append((submission, first..<tasks.count)) }
            }
        }
        openNames = open.map(\.submission.manifest.jobName)
        let first = open.map { String($0.submission.manifest.made.prefix(10)) }.min().map(Self.dayBefore)
        since = first
        if let first { listing = ask(openNames, first) } else { listing = SlurmListing() }
        for (submission, range) in open { Self.judge(&tasks, range, submission, listing) }
        self.tasks = tasks
    }

    private static func dayBefore(_ day: String) -> String {
        guard let date = try? Date("\(day)T00:00:00Z", strategy: .iso8601) else { return day }
        return String(date.addingTimeInterval(-86_400).ISO8601Format().prefix(10))
    }

    private static func tasks(of submission: Submission) throws -> [Task] {
        let sealed = submission.spool.sealed(submission.id), numbers = submission.numbers, marks = submission.spool.cancelMarks()
        return try submission.slices().enumerated().map { number, slice in
            let place = submission.place(ofTask: number, numbers: numbers)
            var task = Task(
                submission: submission.id, number: number, standing: place == nil ? .unsent : .over,
                slurmJob: place.map { "\($0.array)_\($0.index)" }, left: [], isPreparing: slice.isPreparing)
            if !slice.isPreparing { task.left = slice.entries.map(\.key).filter { !sealed.contains($0) && !marks.contains($0) } }
            if task.left.isEmpty && !slice.isPreparing { task.standing = .finished }
            if let place {
                task.log = submission.spool.logs(submission.id).appendingPathComponent("\(place.array)_\(place.index).log").path
            }
            return task
        }
    }

    private static func judge(_ tasks: inout [Task], _ range: Range<Int>, _ submission: Submission, _ listing: SlurmListing) {
        let spool = submission.spool, now = spool.now(), numbers = submission.numbers
        let beating = Set((try? FileManager.default.contentsOfDirectory(atPath: spool.heartbeats(submission.id).path)) ?? [])
        for index in range where tasks[index].standing != .finished && tasks[index].standing != .unsent {
            let number = tasks[index].number
            guard let place = submission.place(ofTask: number, numbers: numbers) else { continue }
            let entry = listing[place.array, place.index]
            var isFresh = false
            if beating.contains("\(number).json") {
                let url = spool.heartbeat(submission.id, task: number), modified = Spool.modified(url)
                tasks[index].heartbeat = try? fromSpoolJSON(Heartbeat.self, url)
                if let now, let modified { tasks[index].silentSeconds = max(0, now.timeIntervalSince(modified)) }
                if let beat = tasks[index].heartbeat, !beat.isLast, let silent = tasks[index].silentSeconds {
                    isFresh = silent < Heartbeat.freshSeconds
                }
            }
            tasks[index].slurm = entry
            tasks[index].standing = standing(
                tasks[index].heartbeat, isFresh: isFresh, entry, isHidden: listing.maySilentlyHold(job: place.array), hasClock: now != nil)
            if tasks[index].isPreparing, tasks[index].heartbeat?.phase == .finished { tasks[index].standing = .finished }
        }
    }

    private static func standing(
        _ beat: Heartbeat?, isFresh: Bool, _ entry: SlurmListing.Entry?, isHidden: Bool, hasClock: Bool
    ) -> Standing {
        // Of a lost node Slurm knows nothing; any other end it saw itself, however fresh the last sign of life is.
        if let entry, entry.state.isActive == false, !isFresh || entry.state.word != "NODE_FAIL" { return .over }
        if isFresh { return .running }
        guard let entry else { return isHidden || (beat?.isLast == false && !hasClock) ? .unknown : .over }
        switch entry.state.isActive {
        case false?: return .over
        case nil: return .unknown
        case true?:
            let waits: Set<String> = ["PENDING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "SPECIAL_EXIT", "RESV_DEL_HOLD", "CONFIGURING"]
            return waits.contains(entry.state.word) ? .queued : .running
        }
    }

    // MARK: Jobs

    /// The task that has each unfinished job: of several the latest that holds it, else the latest.
    public func places() -> [String: Task] {
        var places: [String: Task] = [:]
        for task in tasks {
            for key in task.left where task.holds || !(places[key]?.holds ?? false) { places[key] = task }
        }
        return places
    }

    /// Jobs that are not to be sent again.
    public func held() -> Set<String> { Set(tasks.lazy.filter(\.holds).flatMap(\.left)) }

    /// Tasks by where they stand.
    public var counts: [Standing: Int] { Dictionary(grouping: tasks, by: \.standing).mapValues(\.count) }

    /// Jobs in the hands of tasks that Slurm ended for want of memory.
    public var outOfMemory: [(job: String, task: Task)] {
        tasks.filter { $0.standing == .over && $0.slurm?.state.ending == .outOfMemory }.flatMap { task in
            (task.heartbeat?.jobs ?? []).filter { task.left.contains($0.job) }.map { ($0.job, task) }
        }
    }
}

extension ClusterLook {
    /// Lines for people: none where nothing is open.
    public var text: [String] {
        guard !openNames.isEmpty else { return [] }
        let open = tasks.filter { $0.standing != .finished || $0.isPreparing }
        let order: [Standing] = [.running, .queued, .unknown, .over, .unsent, .finished]
        let counts = Dictionary(grouping: tasks, by: \.standing).mapValues(\.count)
        let words = order.compactMap { standing in counts[standing].map { "\($0) \(Self.word(standing))" } }
        var lines = ["cluster: \(tasks.count) task(s): " + words.joined(separator: ", ")]
        if let problem = listing.problem { lines.append("  Slurm was asked and gave no answer: \(problem)") }
        var foreign: [String: Int] = [:]
        for task in open {
            if let state = task.slurm?.state, state.isActive == nil { foreign[state.word, default: 0] += 1 }
        }
        for (word, count) in foreign.sorted(by: { $0.key < $1.key }) { lines.append("  Slurm says \(word) of \(count) task(s)") }
        var waits: [String: Int] = [:]
        for task in open where task.standing == .queued {
            waits[[task.slurm?.state.word, task.slurm?.reason].compactMap(\.self).joined(separator: " "), default: 0] += 1
        }
        for (word, count) in waits.sorted(by: { $0.key < $1.key }) { lines.append("  \(count) queued: \(word)") }
        let held = open.filter { $0.standing == .queued && $0.slurm?.isHeld == true }.compactMap(\.slurmJob)
        if !held.isEmpty {
            lines.append("  held by Slurm: `scontrol release \(Self.release(held))` starts them, `fusiongrid cancel` ends")
        }
        return lines
    }

    /// What `scontrol release` is told: `12_3,12_4`; the array alone where it has many.
    private static func release(_ jobs: [String]) -> String {
        let arrays = Dictionary(grouping: jobs) { $0.prefix { $0 != "_" } }.sorted { $0.value[0] < $1.value[0] }
        return arrays.flatMap { array, own in own.count > 8 ? [String(array)] : own }.joined(separator: ",")
    }

    private static func word(_ standing: Standing) -> String {
        switch standing {
        case .finished: "finished"
        case .running: "running"
        case .queued: "queued"
        case .over: "over with jobs left (`fusiongrid slurm` sends them again)"
        case .unknown: "of which nobody can tell"
        case .unsent: "not sent"
        }
    }
}

extension ClusterLook.Task {
    /// Where it is, in a few words: `on node7 (1234_7): step 400 of 2000`.
    public func text(of job: String) -> String {
        let number = slurmJob.map { " (\($0))" } ?? ""
        switch standing {
        case .running:
            let hand = inHand(job).map { ": step \($0.step) of \($0.totalSteps)" } ?? ": waits in its task"
            let phase = heartbeat?.phase == .waiting ? ", waiting for room in the spool" : ""
            return "on \(node ?? "a node")\(number)\(hand)\(phase)"
        case .queued: return "queued\(number): \([slurm?.state.word, slurm?.reason].compactMap(\.self).joined(separator: ", "))"
        case .unknown:
            let seen = silentSeconds.map { ", silent for \(Int($0)) s" } ?? ""
            return "in task\(number)\(seen): " + (slurm.map { "Slurm says \($0.state)" } ?? "Slurm does not tell")
        case .over:
            let why = [slurm.map { "Slurm says \($0.state)" }, slurm?.reason, heartbeat?.reason].compactMap(\.self)
            return "left by task\(number)" + (why.isEmpty ? "" : ": " + why.joined(separator: "; "))
        case .unsent: return "in a task that was not sent"
        case .finished: return "finished"
        }
    }
}
