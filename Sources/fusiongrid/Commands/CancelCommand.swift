import ArgumentParser
import Cluster
import Foundation
import ResultsStore
import Runner

struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Stop jobs, or keep them from running.",
        discussion: """
            A waiting job is cancelled at once. A running one is asked to stop: its runner looks with every renewal of its \
            lease, ends the job after the step it is in and goes on with the next. `retry` lets it run again. With --where, \
            jobs that have ended stay as they are. A SPEC ends what was sent of it to a Slurm cluster: its jobs stay as they are, \
            with their checkpoints, and `slurm` sends them again.
            """)

    @Argument(help: "Jobs, by enough of the beginnings of their keys; or a SPEC that was sent to a cluster.") var words: [String] = []
    @Option(help: "With a SPEC: only these tasks of its submissions, such as 0,3-7.") var tasks: String?
    @OptionGroup var jobs: StoreJobsOptions

    func validate() throws {
        try jobs.check(words, command: "cancel")
        guard tasks == nil || spec != nil else { throw ValidationError("--tasks goes with a SPEC.") }
    }

    /// The one word, where it is a file.
    private var spec: String? {
        guard words.count == 1, let word = words.first else { return nil }
        return word.hasSuffix(".yaml") || word.hasSuffix(".yml") || word.contains("/") ? word : nil
    }

    func run() throws {
        if let spec { return try cancelOnCluster(spec) }
        let database = try jobs.storeOptions.openForChanging()
        defer { try? database.close() }
        let keys = try jobs.keys(words, in: database)
        try reportingBadInput {
            try takeBack(keys, database)
            var ended: [String] = []
            for key in keys {
                switch try database.cancel(key) {
                case .cancelled: print("\(key.prefix(12)): cancelled")
                case .requested: print("\(key.prefix(12)): is running; its runner was asked to stop it")
                case .alreadyEnded(let state): ended.append("\(key.prefix(12)): ended already (\(state.rawValue)); nothing to cancel")
                }
            }
            if words.isEmpty {
                if ended.count == keys.count { print("all \(keys.count) job(s) have ended; nothing to cancel") }
            } else if !ended.isEmpty {
                for text in ended { printError(text) }
                throw ExitStatus.badInput
            }
        }
    }

    private func cancelOnCluster(_ spec: String) throws {
        let name = try reportingBadInput { try Sweep(path: spec) }.spec.name
        let database = try jobs.storeOptions.openForReading()
        try reportingBadInput {
            let spools = try StoreSpools.of(name, in: database)
            guard !spools.isEmpty else {
                printError("\(name): nothing of it was sent to a cluster from this store")
                throw ExitStatus.badInput
            }
            let told = try ClusterCancel(spools, slurm: InstalledSlurm()).cancelAll(tasks: tasks)
            for problem in told.problems { printError(problem) }
            if told.names.isEmpty, told.problems.isEmpty { return print("\(name): nothing is left to cancel on the cluster") }
            for name in told.names { print("\(name): Slurm was told to end it") }
            if !told.problems.isEmpty { throw ExitStatus.badInput }
        }
    }

    /// Tasks of a cluster that have one of these jobs leave it out.
    private func takeBack(_ keys: [String], _ database: ResultsDatabase) throws {
        let spools = try StoreSpools.of(nil, in: database)
        guard !spools.isEmpty else { return }
        let (count, problems) = try ClusterCancel(spools, slurm: InstalledSlurm()).cancel(jobs: Set(keys))
        if count > 0 { print("\(count) of them on the cluster: their tasks leave them out") }
        for problem in problems { printError(problem) }
    }
}
