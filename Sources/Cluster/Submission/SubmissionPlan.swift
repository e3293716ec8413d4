import Experiments
import Foundation
import Runner
import Training

/// Which jobs are sent to a cluster, and in which tasks.
public struct SubmissionPlan: Sendable {
    public let sweep: Sweep
    public let settings: SlurmSettings
    /// Tasks that train mini-clips come first.
    public let slices: [TaskSlice]
    public let preparing: Int
    public let parts: [SubmissionManifest.Part]
    /// Expected seconds of each task, mini-clips included.
    public let taskSeconds: [Double]
    /// Jobs that are not sent since an earlier submission has them.
    public let elsewhere: Int
    /// Jobs that need more memory than a task has.
    public let tooLarge: [(job: Job, bytes: Int)]
    /// Jobs, and mini-clips, that take longer than a task should.
    public let long: Int
    public let longEncoders: Int

    public var jobs: Int { slices[preparing...].reduce(0) { $0 + $1.entries.count } }

    /// - Parameters:
    ///   - work: what is not done.
    ///   - held: keys of jobs that an earlier submission has.
    ///   - largestArray: how many tasks one array may have.
    public init(
        _ sweep: Sweep, work: SweepWork, held: Set<String>, settings: SlurmSettings, largestArray: Int
    ) {
        (self.sweep, self.settings) = (sweep, settings)
        var elsewhere = 0, tooLarge: [(job: Job, bytes: Int)] = [], items: [SweepWork.Item] = []
        for item in work.jobs {
            if held.contains(item.job.key) {
                elsewhere += 1
                continue
            }
            if let memory = settings.memory {
                let bytes = item.job.configuration.estimatedBytes
                if bytes > memory / 10 * 9 {
                    tooLarge.append((item.job, bytes))
                    continue
                }
            }
            items.append(item)
        }
        (self.elsewhere, self.tooLarge) = (elsewhere, tooLarge)

        // One of those that share a training and whose first is not sent trains itself.
        var trained: Set<Int> = []
        let packed = items.map { item in
            var follows = item.follows
            if let group = item.group, trained.insert(group).inserted { follows = false }
            return Packing.Item(seconds: item.seconds, group: item.group, follows: follows)
        }
        let limit = settings.seconds * Packing.share
        let packing = Packing(packed, seconds: limit, workers: settings.cpus)
        long = packing.long
        let missing = Set(items.flatMap(\.encoders))
        longEncoders = missing.count { (work.encoderSeconds[$0] ?? 0) > limit }

        // A single task trains its mini-clips itself; several would each train the same ones.
        var prepare: [TaskSlice] = [], prepareSeconds: [Double] = []
        if packing.tasks.count > 1 {
            var covered: Set<EncoderTraining> = []
            for item in items {
                let new = item.encoders.filter { !covered.contains($0) }
                guard !new.isEmpty else { continue }
                covered.formUnion(new)
                prepare.append(TaskSlice(isPreparing: true, entries: [.init(key: item.job.key)]))
                prepareSeconds.append(new.reduce(0) { $0 + (work.encoderSeconds[$1] ?? 0) })
            }
        }
        let own = prepare.isEmpty ? missing.reduce(0) { $0 + (work.encoderSeconds[$1] ?? 0) } : 0
        preparing = prepare.count
        slices =
            prepare
            + packing.tasks.map { task in
                TaskSlice(
                    entries: task.items.map { index in
                        TaskSlice.Entry(key: items[index].job.key, donor: items[index].donor)
                    })
            }
        taskSeconds = prepareSeconds + packing.tasks.map { $0.seconds + own }
        parts = SubmissionManifest.Part.cut(
            tasks: slices.count, preparing: prepare.count, largest: max(1, largestArray), maxRunning: settings.maxRunning)
    }

    /// What is packed how, for people.
    public var text: String {
        guard jobs > 0 else {
            return "\(sweep.spec.name): nothing to send" + (elsewhere > 0 ? ": an earlier submission has \(elsewhere) job(s)." : ".")
        }
        let work = taskSeconds[preparing...], total = work.reduce(0, +)
        var lines = [
            "\(sweep.spec.name): \(jobs) job(s) in \(work.count) task(s) of \(settings.cpus) core(s) and "
                + "\(durationText(settings.seconds)), \(durationText(work.min() ?? 0)) to \(durationText(work.max() ?? 0)) each by "
                + "estimate; about \(durationText(total * Double(settings.cpus))) of core time"
        ]
        if preparing > 0 {
            lines.append(
                "first \(preparing) task(s) that train mini-clips (\(durationText(taskSeconds[..<preparing].max() ?? 0))); the others wait")
        }
        if parts.count > 1 { lines.append("\(parts.count) arrays, for Slurm's limit of tasks in one and what waits") }
        if elsewhere > 0 { lines.append("\(elsewhere) job(s) are not sent: an earlier submission has them") }
        if long > 0 {
            lines.append(
                "\(long) job(s) take longer than \(Int(Packing.share * 100)) % of the time limit: they checkpoint, are requeued and go on")
        }
        if longEncoders > 0 {
            lines.append("\(longEncoders) mini-clip(s) take longer than that and have no checkpoints: raise --time or --cpus")
        }
        for (job, bytes) in tooLarge.prefix(5) {
            lines.append(
                "not sent: \(sweep.label(of: job)) needs about \(bytes >> 20) MB, a task has \((settings.memory ?? 0) >> 20) MB: "
                    + "raise --mem")
        }
        if tooLarge.count > 5 { lines.append("... and \(tooLarge.count - 5) more for want of memory") }
        return lines.joined(separator: "\n")
    }
}
