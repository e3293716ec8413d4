import Foundation

/// The number of one attempt at one job.
public struct AttemptID: RawRepresentable, Sendable, Hashable, Codable {
    public var rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// What code ran on which machine: recorded beside results, never part of a job's key.
public struct Provenance: Sendable, Equatable, Codable {
    public var codeVersion: String?
    public var commit: String?
    /// Whether that commit is not all that the program was built from; nil where nobody could tell.
    public var isDirty: Bool?
    /// Of the program's file, in hexadecimal.
    public var toolSHA256: String?
    /// Names the text of the spec that asked for the job: see ``ResultsDatabase/record(specText:sha256:)``.
    public var specSHA256: String?
    public var cpuModel: String?
    public var blasBuild: String?
    public var blasKernel: String?
    public var threads: Int?
    public var workers: Int?
    /// Slurm's number of the job, of a task of an array as `1234_7`; nil outside of Slurm.
    public var slurmJob: String?
    /// How often Slurm had begun it before.
    public var slurmRestarts: Int?

    public init(
        codeVersion: String? = nil, commit: String? = nil, isDirty: Bool? = nil, toolSHA256: String? = nil, specSHA256: String? = nil,
        cpuModel: String? = nil, blasBuild: String? = nil, blasKernel: String? = nil, threads: Int? = nil, workers: Int? = nil,
        slurmJob: String? = nil, slurmRestarts: Int? = nil
    ) {
        (self.codeVersion, self.commit, self.cpuModel, self.blasBuild) = (codeVersion, commit, cpuModel, blasBuild)
        (self.isDirty, self.toolSHA256, self.specSHA256) = (isDirty, toolSHA256, specSHA256)
        (self.blasKernel, self.threads, self.workers) = (blasKernel, threads, workers)
        (self.slurmJob, self.slurmRestarts) = (slurmJob, slurmRestarts)
    }
}

/// What one attempt consumed.
public struct AttemptUsage: Sendable, Equatable, Codable {
    public var wallSeconds: Double
    public var cpuSeconds: Double?
    public var peakBytes: Int?

    public init(wallSeconds: Double, cpuSeconds: Double? = nil, peakBytes: Int? = nil) {
        (self.wallSeconds, self.cpuSeconds, self.peakBytes) = (wallSeconds, cpuSeconds, peakBytes)
    }
}

/// One attempt as stored: everything `why` has to say.
public struct AttemptRecord: Sendable, Equatable {
    public var id: AttemptID
    public var job: String
    public var started: Date
    public var heartbeat: Date
    public var leaseExpires: Date
    public var ended: Date?
    public var ending: Ending?
    public var reason: String?
    public var logTail: String?
    public var runner: RunnerIdentity
    public var provenance: Provenance
    public var usage: AttemptUsage?
    /// Machine-dependent values by name, NaN and infinity included.
    public var measurements: [String: Double]
}

/// The answer to a heartbeat.
public enum HeartbeatReply: Sendable, Equatable {
    case proceed
    /// Someone asked to cancel the job: stop, then finish the attempt as `.cancelled`.
    case cancelRequested
    /// Another runner owns the job now: stop without finishing.
    case lost
}

/// The answer to a request to cancel.
public enum CancelOutcome: Sendable, Equatable {
    /// It was not running and is cancelled now.
    case cancelled
    /// It is running: its runner sees the request at its next heartbeat.
    case requested
    /// It had ended already in this state.
    case alreadyEnded(JobState)
}
