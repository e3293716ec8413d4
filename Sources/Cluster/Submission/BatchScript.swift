import Experiments
import Foundation

/// The script that Slurm runs for every task of a submission.
public enum BatchScript {
    /// Signals that a task gets this long before its time is over.
    static func grace(_ settings: SlurmSettings) -> Double {
        settings.grace ?? min(max(settings.seconds / 10, 30), 300)
    }

    /// - Parameter spool: where the spool lies for the nodes.
    static func text(_ manifest: SubmissionManifest, _ settings: SlurmSettings, spool: Spool) throws -> String {
        let place = spool.path
        guard !place.contains(where: { $0.isNewline || "\"'`$\\%".contains($0) }) else { throw ScriptProblem.place(place) }
        var options = [
            "--job-name=\(manifest.jobName)", "--output=\"\(spool.logs(manifest.id).path)/%A_%a.log\"", "--open-mode=append",
            "--chdir=\"\(place)\"", "--requeue", "--nodes=1", "--ntasks=1", "--cpus-per-task=\(manifest.cpus)",
            "--time=\(timeText(manifest.seconds))", "--signal=B:USR1@\(Int(manifest.grace.rounded(.up)))",
        ]
        if let memory = manifest.memory { options.append("--mem=\((memory + 0xF_FFFF) >> 20)M") }
        for (name, value) in [
            ("partition", settings.partition), ("account", settings.account), ("qos", settings.qos), ("constraint", settings.constraint),
        ] { if let value { options.append("--\(name)=\(value)") } }
        options += settings.options
        let heading = [
            "#!/bin/sh",
            "# \(manifest.spec): \(manifest.jobs) job(s) in \(manifest.tasks) task(s), written by `fusiongrid slurm`.",
        ]
        // The tool takes the shell's place, so that the signal before the time limit, which goes to the script, reaches it.
        return
            (heading + options.map { "#SBATCH \($0)" } + settings.setup
            + ["exec \"\(place)/\(manifest.tool.copy)\" slurm-task \"\(place)\" \(manifest.id) \"$1\""]).joined(separator: "\n") + "\n"
    }

    /// Seconds as Slurm reads them.
    static func timeText(_ seconds: Double) -> String {
        let total = Int(seconds.rounded(.up))
        return String(format: "%d-%02d:%02d:%02d", total / 86_400, total / 3600 % 24, total / 60 % 60, total % 60)
    }

    /// The arguments of `sbatch` for one part, but for the script's name and what the script is given.
    static func arguments(_ part: SubmissionManifest.Part, numbers: [Int]) -> [String] {
        let throttle = part.throttle.map { "%\($0)" } ?? ""
        let after = part.after.filter { $0 < numbers.count }.map { String(numbers[$0]) }
        // Whatever became of those: what a task misses it makes itself.
        return ["--array=0-\(part.count - 1)\(throttle)"] + (after.isEmpty ? [] : ["--dependency=afterany:\(after.joined(separator: ":"))"])
    }
}

public enum ScriptProblem: Error, Equatable, Sendable, CustomStringConvertible {
    case place(String)

    public var description: String {
        switch self {
        case .place(let path): "\(path): a spool's path may have no quotes, `$`, `%` and backslashes; name another place with --spool"
        }
    }
}
