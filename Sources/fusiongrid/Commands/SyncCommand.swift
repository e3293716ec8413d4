import ArgumentParser
import Cluster
import Foundation
import Reports
import ResultsStore
import Runner

struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Which jobs left a spec: once registered under its name, no longer in its grid. --cancel stops them.",
        discussion: """
            Results stay, whatever left. Jobs that another spec names, too, are that one's and go on. With overrides, the grid is \
            that of the spec with them.
            """)

    @OptionGroup var specOptions: WholeSpecOptions
    @Flag(name: [.long, .customShort("y")], help: "Keep those that wait from running, and ask those that run to stop.") var cancel = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let sweep = try specOptions.sweep()
        let database = try cancel ? specOptions.storeOptions.openForChanging() : specOptions.storeOptions.openForReading()
        defer { if cancel { try? database.close() } }
        try reportingBadInput {
            let plan = try SyncPlan(sweep, database)
            let counts = cancel ? try plan.cancel(database) : nil
            if cancel { try takeBack(plan, database) }
            if json { return print(try jsonText(plan)) }
            show(plan)
            if let counts {
                var parts = ["\(counts.cancelled) job(s) cancelled"]
                if counts.asked > 0 { parts.append("\(counts.asked) running, their runners were asked to stop them") }
                print(parts.joined(separator: ", ") + "; results stay. `fusiongrid retry` with the earlier spec lets them run again.")
            }
        }
    }

    /// The same on a cluster.
    private func takeBack(_ plan: SyncPlan, _ database: ResultsDatabase) throws {
        let spools = try StoreSpools.of(plan.name, in: database), keys = Set(plan.left.filter(\.isCancellable).map(\.key))
        guard !spools.isEmpty, !keys.isEmpty else { return }
        let (count, problems) = try ClusterCancel(spools, slurm: InstalledSlurm()).cancel(jobs: keys)
        if count > 0, !json { print("\(count) job(s) on the cluster: their tasks leave them out") }
        for problem in problems { printError(problem) }
    }

    private func show(_ plan: SyncPlan) {
        guard !plan.left.isEmpty else { return print("\(plan.name): no job left the spec; its grid has \(plan.current).") }
        let rows = plan.left.map { job in
            [
                String(job.key.prefix(12)), job.state,
                job.because.isEmpty ? "this combination" : job.because.joined(separator: " "),
                job.otherSpecs.isEmpty ? "" : "also in \(job.otherSpecs.joined(separator: ", "))",
            ]
        }
        print("\(plan.name): \(plan.left.count) job(s) left the spec, whose grid has \(plan.current) now:")
        for line in alignedLines([["job", "state", "not in the grid", ""]] + rows, [.left, .left, .left, .left], ruled: true) {
            print(line)
        }
        let waiting = plan.left.count(where: \.isCancellable)
        if waiting > 0, !cancel {
            print("\(waiting) of them would still run (by another grid or a retry) or are running; --cancel stops them.")
        }
    }
}
