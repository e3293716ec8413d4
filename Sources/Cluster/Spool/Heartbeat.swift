import Foundation

/// The last sign of life of a task. It has one writer, the task.
public struct Heartbeat: Codable, Sendable, Equatable {
    public enum Phase: String, Codable, Sendable {
        case starting, running
        /// It stopped for want of room in the spool and waits for some.
        case waiting
        /// It asked Slurm to begin it again.
        case requeued
        /// It ended with something left; the reason tells why.
        case stopped
        case finished
    }
    public struct InHand: Codable, Sendable, Equatable {
        public var job: String
        public var step: Int
        public var totalSteps: Int
    }

    public var phase: Phase
    public var reason: String?
    /// Goes up by one with each sign: what tells life from a copy, whatever clocks say.
    public var counter: Int
    /// By the node's own clock: for people.
    public var time: String
    public var host: String
    public var pid: Int
    public var slurmJob: String?
    public var restarts: Int
    public var tool: String?
    public var cpu: String?
    public var kernel: String
    public var jobs: [InHand]
    public var done: Int
    public var failed: Int

    /// Whether the task said that it ends.
    public var isLast: Bool { phase == .requeued || phase == .stopped || phase == .finished }

    /// A task that lives gives a sign this often.
    public static let period = 20.0
    /// Without a sign for so long, by the file system's own clock, it does not count as alive any more.
    public static let freshSeconds = 300.0
}
