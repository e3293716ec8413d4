/// What one question to Slurm told of submissions.
public struct SlurmListing: Sendable {
    public struct Entry: Sendable, Equatable {
        public var state: SlurmState
        /// Slurm's reason for waiting or ending; nil for none.
        public var reason: String?
        public var node: String?

        /// Somebody, or Slurm after a failed launch, holds the task back: it does not start by itself.
        public var isHeld: Bool { reason?.lowercased().contains("held") == true }
    }

    /// The program that answered; nil where nobody was asked.
    public var source: String?
    /// Why there is no answer.
    public var problem: String?
    /// By Slurm's number of the job, then of the task; whole arrays and ranges of tasks one by one.
    private var tasks: [Int: [Int: Entry]] = [:]
    private var ranges: [Int: [(tasks: [ClosedRange<Int>]?, entry: Entry)]] = [:]
    /// Arrays of which Slurm showed a part.
    private var cut: Set<Int> = []

    public init(source: String? = nil, problem: String? = nil) { (self.source, self.problem) = (source, problem) }

    /// Reads lines of `number|state|reason|node`. What cannot be understood is left out.
    init(_ text: String, source: String) {
        self.init(source: source)
        for line in text.split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: "|", omittingEmptySubsequences: false)
            guard fields.count >= 2, let number = SlurmTaskList(fields[0]), !fields[1].trimmingBlanks.isEmpty else { continue }
            func word(_ index: Int) -> String? {
                guard fields.count > index else { return nil }
                let text = String(fields[index].trimmingBlanks)
                return ["", "None", "(null)", "None assigned", "n/a", "N/A", "Unknown"].contains(text) ? nil : text
            }
            let entry = Entry(state: SlurmState(fields[1].trimmingBlanks), reason: word(2), node: word(3))
            if let only = number.tasks, only.count == 1, only[0].count == 1 {
                let before = tasks[number.job]?[only[0].lowerBound]
                // A task that begins again is listed with its earlier end, too.
                if before == nil || entry.state.isActive != false || before?.state.isActive == false {
                    tasks[number.job, default: [:]][only[0].lowerBound] = entry
                }
            } else {
                ranges[number.job, default: []].append((number.tasks, entry))
            }
            if number.isCut { cut.insert(number.job) }
        }
    }

    /// Reads lines of `scontrol show job --oneliner`.
    init(jobs text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map { line -> String in
            let words = line.split(whereSeparator: \.isWhitespace)
            func value(_ name: String) -> Substring { words.first { $0.hasPrefix(name + "=") }?.dropFirst(name.count + 1) ?? "" }
            return "\(value("ArrayJobId"))_[\(value("ArrayTaskId"))]|\(value("JobState"))|\(value("Reason"))|\(value("NodeList"))"
        }
        self.init(lines.joined(separator: "\n"), source: "scontrol")
    }

    /// Nobody could tell what became of an array.
    init(silentOn array: Int) {
        self.init()
        cut = [array]
    }

    /// What is known of a task; of several lines the last that says it is active, else the last.
    public subscript(job: Int, task: Int) -> Entry? {
        let found = (ranges[job] ?? []).filter { $0.tasks?.contains { $0.contains(task) } ?? true }.map(\.entry)
        let all = found + [tasks[job]?[task]].compactMap(\.self)
        return all.last { $0.state.isActive != false } ?? all.last
    }

    /// With what another answer says of tasks that this one does not list.
    func completed(by other: SlurmListing) -> SlurmListing {
        var all = self
        all.cut.formUnion(other.cut)
        for (job, own) in other.ranges where all.ranges[job] == nil { all.ranges[job] = own }
        for (job, entries) in other.tasks {
            for (task, entry) in entries where self[job, task] == nil { all.tasks[job, default: [:]][task] = entry }
        }
        return all
    }

    /// Whether a task that is not listed may all the same be there.
    public func maySilentlyHold(job: Int) -> Bool { source == nil || cut.contains(job) }

    public var isEmpty: Bool { tasks.isEmpty && ranges.isEmpty }
}

extension SlurmCommands {
    /// Asks once for everything under these names: the queue with what has just ended, else the accounts.
    /// - Parameter since: the day before the first was submitted, `YYYY-MM-DD`.
    public func listing(names: [String], user: UInt32, since: String) -> SlurmListing {
        do throws(SlurmProblem) {
            if has("squeue") {
                let answer = try run(
                    "squeue",
                    [
                        "--user=\(user)", "--name=\(names.joined(separator: ","))", "--states=all", "--noheader",
                        "--format=%i|%T|%r|%N",
                    ])
                return SlurmListing(answer, source: "squeue")
            }
            return try accounts(names: names, since: since)
        } catch {
            return SlurmListing(problem: "\(error)")
        }
    }

    func accounts(names: [String], since: String) throws(SlurmProblem) -> SlurmListing {
        let answer = try run(
            "sacct",
            [
                "--name=\(names.joined(separator: ","))", "--starttime=\(since)", "--allocations", "--noheader", "--parsable2",
                "--format=JobID,State,Reason,NodeList",
            ])
        return SlurmListing(answer, source: "sacct")
    }

    /// The largest number of tasks in one array: Slurm's own default where it does not tell.
    public func largestArray() throws(SlurmProblem) -> Int {
        let text = try run("scontrol", ["show", "config"])
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("MaxArraySize") {
            if let value = line.split(separator: "=").last.flatMap({ Int($0.trimmingBlanks) }), value > 0 { return value }
        }
        return 1001
    }

    /// - Returns: Slurm's number of the job.
    func submit(_ arguments: [String]) throws(SlurmProblem) -> Int {
        let answer = try run("sbatch", ["--parsable"] + arguments)
        // `1234` or `1234;cluster`, after what a site's plugins may print.
        let line = answer.split(whereSeparator: \.isNewline).last ?? ""
        guard let number = line.split(separator: ";").first.flatMap({ Int($0.trimmingBlanks) }) else {
            throw .strange(program: "sbatch", answer: answer)
        }
        return number
    }
}
