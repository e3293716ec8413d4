import Experiments
import Foundation
import Platform
import ResultsStore
import Training

extension JobFiles {
    /// Whether a run began to make again what was dropped of this done job, and has not compared its numbers yet.
    var isBeingRemade: Bool { access(earlierNumbers.path, F_OK) == 0 }
}

/// Done jobs run again to get back what was dropped. Their numbers come again, too: results are functions of the job, and that they
/// come out the same, bit for bit, is checked here.
extension SweepRunner {
    /// Done jobs that lack what is to be made again, and those whose remaking was cut short.
    func jobsToRemake(_ states: [String: JobStatus]) throws -> [Job] {
        let dropped = try database.dropped(sweep.jobs.map(\.key)), stored = try database.storedBytes()
        return sweep.jobsInRunningOrder.filter { job in
            let files = store.files(of: job.key), state = states[job.key]?.state
            if files.isBeingRemade, state?.isClaimable == true { return true }
            guard state == .done else { return false }
            return (dropped[job.key] ?? []).contains { drop in
                options.remake.contains(drop.kind)
                    && (drop.kind.isInDatabase
                        ? stored[job.key]?[drop.kind] == nil
                        : drop.kind.files(of: files).allSatisfy { access($0.path, F_OK) != 0 })
            }
        }
    }

    /// Keeps a done job's numbers beside it and makes it pending. The caller holds the job's folder.
    func beginRemake(_ job: Job) throws {
        let files = store.files(of: job.key)
        guard try database.states([job.key])[job.key]?.state == .done else { return }
        try writeFile(JSONEncoder().encode(try database.numbers(job.key)), to: files.earlierNumbers)
        try database.retry([job.key], endings: [.done])
    }

    /// Compares a job's numbers with those that it had before it ran again; of one that failed the old end is put back. The caller
    /// holds the job's folder.
    /// - Throws: store errors, and where the earlier numbers cannot be read.
    func endRemake(_ job: Job, display: ProgressDisplay?) throws {
        let files = store.files(of: job.key), label = sweep.label(of: job)
        let earlier = try JSONDecoder().decode([String: [Int: String]].self, from: Data(contentsOf: files.earlierNumbers))
        if try database.states([job.key])[job.key]?.state == .done {
            let differing = try database.recordRemake(job.key, earlier: earlier)
            if !differing.isEmpty {
                summary.withLock { $0.otherwise += 1 }
                display?.note(
                    "\(label): other bits than before in \(differing.joined(separator: ", ")); the earlier values are in merged_conflicts "
                        + "(another type of CPU, or another version of the code?)")
            }
        } else if try database.restoreDone(job.key) {
            display?.note("\(label): stays done with the numbers that it had")
        }
        unlink(files.earlierNumbers.path)
    }
}
