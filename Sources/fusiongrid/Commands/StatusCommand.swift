import ArgumentParser
import Cluster
import Foundation
import Reports
import ResultsStore
import Runner

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How far a spec's jobs are, and why the failed ones failed.")

    @OptionGroup var specOptions: SpecOptions
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var widthOptions: WidthOptions

    struct JobLine: Encodable {
        var key: String
        var label: String
        var state: String
        var attempts: Int
        var reason: String?
        /// Where a cluster has it; nil for jobs that none has.
        var cluster: String?

        /// By a task that is over.
        fileprivate var isLeft: Bool { cluster?.hasPrefix("left by") == true }
    }

    func run() throws {
        let (sweep, database) = try specOptions.openedIfPresent()
        let states = try reportingBadInput { try database?.states(sweep.jobs.map(\.key)) } ?? [:]
        let look = try reportingBadInput {
            try database.map { try ClusterLook(StoreSpools.of(sweep.spec.name, in: $0), slurm: InstalledSlurm()) }
        }
        let places = look?.places() ?? [:]
        let lines = sweep.jobs.map { job in
            let status = states[job.key], state = status?.state ?? .pending
            let task = state.isClaimable ? places[job.key] : nil
            return JobLine(
                key: job.key, label: sweep.label(of: job), state: task?.state(of: job.key) ?? status?.state.rawValue ?? "new",
                attempts: status?.attempts ?? 0, reason: status?.reason, cluster: task?.text(of: job.key))
        }
        if json { return print(try jsonText(lines)) }
        let counts = Dictionary(grouping: lines, by: \.state).mapValues(\.count)
        let words = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let archived = sweep.archived > 0 ? ["\(sweep.archived) archived"] : []
        show("\(sweep.spec.name): " + ((words.isEmpty ? [] : [words]) + archived).joined(separator: "; "))
        for line in lines where !["new", "pending", "done", "queued"].contains(line.state) || line.isLeft {
            let about = line.cluster ?? line.reason
            show("  \(line.state)  \(line.key.prefix(12))  \(line.label)" + (about.map { ": \($0)" } ?? ""))
        }
        for line in look?.text ?? [] { show(line) }
        if let cost = try reportingBadInput({ try database?.spending(sweep.jobs.map(\.key)).text }) { show("Cost so far: \(cost).") }
    }

    private func show(_ line: String) {
        guard let columns = widthOptions.columns, line.count > columns else { return print(line) }
        for part in wrapped(line, width: columns, indent: 6) { print(part) }
    }
}

extension ClusterLook.Task {
    /// The word for a job that it has: nil where only the store can tell.
    func state(of job: String) -> String? {
        switch standing {
        case .running: inHand(job) == nil ? "queued" : "running"
        case .queued: "queued"
        case .unknown: "unknown"
        case .finished, .over, .unsent: nil
        }
    }
}
