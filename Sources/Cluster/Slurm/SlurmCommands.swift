import Foundation
import Platform

/// Runs Slurm's commands.
public protocol SlurmCommands: Sendable {
    func has(_ program: String) -> Bool
    /// - Returns: what the program printed on standard output.
    func run(_ program: String, _ arguments: [String]) throws(SlurmProblem) -> String
}

/// The commands that are on the PATH, each for a limited time and without what an outer job left in the environment.
public struct InstalledSlurm: SlurmCommands {
    private let environment: [String: String]
    private let seconds: Double

    /// - Parameter seconds: that a command may take.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment, seconds: Double = 30) {
        self.environment = Self.cleaned(environment)
        self.seconds = seconds
    }

    /// Variables that steer Slurm's commands stay out, but for the place of its configuration: those of an allocation that this is
    /// typed in would become options of the jobs that are submitted.
    static func cleaned(_ environment: [String: String]) -> [String: String] {
        let prefixes = ["SLURM_", "SBATCH_", "SQUEUE_", "SACCT_", "SCANCEL_", "SALLOC_", "SRUN_", "SCONTROL_", "PMI_", "PMIX_"]
        var kept = environment.filter { name, _ in
            name == "SLURM_CONF" || !(prefixes.contains { name.hasPrefix($0) } || name.hasPrefix("SLURMD_"))
        }
        // Whole lists of waiting tasks, instead of their first 64 characters.
        kept["SLURM_BITSTR_LEN"] = "0"
        return kept
    }

    public func has(_ program: String) -> Bool { path(of: program) != nil }

    private func path(of program: String) -> String? {
        (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    public func run(_ program: String, _ arguments: [String]) throws(SlurmProblem) -> String {
        guard let path = path(of: program) else { throw .missing(program: program) }
        let answer: ChildProcess.Captured
        do {
            answer = try ChildProcess.capture(path, arguments, environment: environment, seconds: seconds)
        } catch {
            throw .failed(program: program, status: -1, message: "\(error)")
        }
        let message = answer.messages.trimmingCharacters(in: .whitespacesAndNewlines)
        switch answer.ending {
        case .exit(0): return answer.output
        case .exit(let status): throw .failed(program: program, status: status, message: message)
        case .signal(let number): throw .failed(program: program, status: 128 + number, message: message)
        case .stillRunning: throw .silent(program: program, seconds: seconds)
        }
    }
}
