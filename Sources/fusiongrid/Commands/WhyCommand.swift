import ArgumentParser
import Cluster
import Foundation
import ResultsStore

struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Why a job is where it is: every attempt, its ending, reason and last log lines.")

    @Argument(help: "A job key or enough of its beginning.") var job: String
    @OptionGroup var storeOptions: StoreOptions

    func run() throws {
        for message in StoreSpools.takeIn(spec: nil, at: storeOptions.location) { printError(message) }
        let database = try storeOptions.openForReading()
        try reportingBadInput {
            let key = try database.key(withPrefix: job)
            let record = try database.job(key)
            let status = try database.states([key])[key]
            print("job \(key)")
            print("  seed \(record.seed), state \(status?.state.rawValue ?? "unknown")" + (status?.reason.map { ": \($0)" } ?? ""))
            for option in record.configuration.options { print("  \(option.path) = \(option.value)") }
            for (role, identity) in try database.identities(key).sorted(by: { $0.key < $1.key }) {
                print("  \(role): \(identity)")
            }
            for missing in try database.missingMetrics(key) {
                print("  not computed: \(missing.name) after step \(missing.step): \(missing.reason)")
            }
            for attempt in try database.attempts(key) { print(Self.describe(attempt)) }
            for line in try cluster(key, database) { print(line) }
        }
    }

    /// Where a cluster has the job, or had it last.
    private func cluster(_ key: String, _ database: ResultsDatabase) throws -> [String] {
        let spools = try StoreSpools.of(nil, in: database)
        let look = try ClusterLook(spools, having: key, slurm: InstalledSlurm(), isCertain: true)
        guard let task = look.places()[key] else { return [] }
        var lines = ["cluster: \(task.text(of: key))"]
        if let state = task.slurm?.state {
            let ending = task.standing == .over ? state.ending.map { ", which is `\($0.rawValue)` here" } ?? "" : ""
            lines.append(
                "  Slurm says \(state)\(ending)" + (task.slurm?.reason.map { ", reason \($0)" } ?? "")
                    + (task.node.map { ", node \($0)" } ?? ""))
        } else if let problem = look.listing.problem {
            lines.append("  Slurm was asked and gave no answer: \(problem)")
        }
        if let beat = task.heartbeat {
            lines.append(
                "  last sign of life \(beat.time) by the clock of \(beat.host) (pid \(beat.pid), sign \(beat.counter)): "
                    + beat.phase.rawValue)
        }
        if let log = task.log { lines.append("  log \(log)") }
        return lines
    }

    private static func describe(_ attempt: AttemptRecord) -> String {
        var lines = [
            "attempt \(attempt.id.rawValue): started \(attempt.started.ISO8601Format()) on \(attempt.runner.host) "
                + "(pid \(attempt.runner.pid)), \(attempt.ending?.rawValue ?? "running")"
        ]
        if let reason = attempt.reason { lines.append("  reason: \(reason)") }
        let provenance = attempt.provenance
        lines.append(
            "  engine \(provenance.codeVersion ?? "?"), commit \(provenance.commitText), "
                + "\(provenance.cpuModel ?? "?"), BLAS kernel \(provenance.blasKernel ?? "?"), "
                + "\(provenance.threads ?? 0) thread(s), \(provenance.workers ?? 0) worker(s)")
        if let job = provenance.slurmJob {
            let restarts = provenance.slurmRestarts ?? 0
            lines.append("  Slurm job \(job)" + (restarts > 0 ? ", begun again \(restarts) time(s)" : ""))
        }
        if let usage = attempt.usage {
            lines.append(
                String(format: "  %.1f s wall", usage.wallSeconds)
                    + (usage.peakBytes.map { String(format: ", %.0f MB process peak", Double($0) / 1e6) } ?? ""))
        }
        if let tail = attempt.logTail, !tail.isEmpty {
            lines += ["  last log lines:"] + tail.split(separator: "\n").suffix(10).map { "    \($0)" }
        }
        return lines.joined(separator: "\n")
    }
}

extension Provenance {
    /// "1a2b... with changes"; "?" for a program that lies in no checkout of fusiongrid.
    var commitText: String { (commit ?? "?") + (isDirty == true ? " with changes" : "") }
}
