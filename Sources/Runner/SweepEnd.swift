import Experiments
import Foundation
import Platform
import ResultsStore

/// How a run ended, for programs that are told of it: JSON on their standard input.
public struct SweepEnd: Sendable, Codable, Equatable {
    public enum Outcome: String, Sendable, Codable {
        case done, failed, interrupted, paused
        /// The store or the data could not be used.
        case error
    }
    public struct FailedJob: Sendable, Codable, Equatable {
        public var job: String
        public var label: String
        public var state: String
        public var reason: String?
    }

    public var spec: String
    public var store: String
    public var outcome: Outcome
    /// Why it paused, or what the error was.
    public var reason: String?
    public var exitCode: Int32
    /// From the beginning of the run.
    public var seconds: Double
    /// All jobs that the run was asked for, by the state that they are in now.
    public var counts: [String: Int]
    /// Those of them without a result, whoever ran them.
    public var failed: [FailedJob]

    public init(
        _ sweep: Sweep, store: StoreLocation, states: [String: JobStatus], outcome: Outcome, reason: String?, exitCode: Int32,
        seconds: Double
    ) {
        (spec, self.store, self.outcome, self.reason) = (sweep.spec.name, store.path, outcome, reason)
        (self.exitCode, self.seconds) = (exitCode, seconds)
        counts = Dictionary(grouping: sweep.jobs) { states[$0.key].map(\.state.rawValue) ?? "new" }.mapValues(\.count)
        failed = sweep.jobs.compactMap { job in
            guard let status = states[job.key], status.state.isFailure else { return nil }
            return FailedJob(job: job.key, label: sweep.label(of: job), state: status.state.rawValue, reason: status.reason)
        }
    }

    /// Runs a command of the shell with this on its standard input; what it prints goes to standard error.
    ///
    /// - Parameter seconds: to wait for it; it is left to itself then.
    /// - Returns: what went wrong; nil when it ended well.
    public func tell(_ command: String, seconds: Double = 60) -> String? {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            switch try ChildProcess.run("/bin/sh", ["-c", command], input: try encoder.encode(self) + Data("\n".utf8), seconds: seconds) {
            case .exit(0): return nil
            case .exit(let code): return "it ended with exit \(code)"
            case .signal(let number): return "it was ended by signal \(number)"
            case .stillRunning(let pid): return "it has not ended after \(Int(seconds)) s (process \(pid)); it is left to itself"
            }
        } catch {
            return "it could not be started: \(error)"
        }
    }
}
