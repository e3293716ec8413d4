import Foundation

/// Where a job stands. Raw values are spelt as in the `jobs.state` column.
public enum JobState: String, Sendable, Codable, CaseIterable {
    case pending, running, done, diverged, timeout
    case outOfMemory = "out_of_memory"
    /// Its process vanished without a word.
    case lost
    /// Stopped on request of a signal; resumes from its checkpoint.
    case interrupted
    case error, cancelled

    /// Not done and nothing is working on it: a runner may claim it.
    public var isClaimable: Bool { self == .pending || self == .interrupted || self == .lost }
    /// Ended without a result; stays so until `retry`.
    public var isFailure: Bool {
        switch self {
        case .diverged, .timeout, .outOfMemory, .error, .cancelled: true
        case .pending, .running, .done, .lost, .interrupted: false
        }
    }
}

/// How an attempt ended. Raw values are spelt as in the `attempts.ending` column and as ``JobState``.
public enum Ending: String, Sendable, Codable, CaseIterable {
    case done, diverged, timeout
    case outOfMemory = "out_of_memory"
    case lost, interrupted, error, cancelled

    /// The state of a job whose attempt ended so.
    public var state: JobState {
        switch self {
        case .done: .done
        case .diverged: .diverged
        case .timeout: .timeout
        case .outOfMemory: .outOfMemory
        case .lost: .lost
        case .interrupted: .interrupted
        case .error: .error
        case .cancelled: .cancelled
        }
    }
}

/// One resolved option: its dotted path and its value as written in YAML.
public struct JobOption: Sendable, Equatable, Hashable {
    public var path: String
    public var value: String

    public init(path: String, value: String) {
        self.path = path
        self.value = value
    }
}

/// A resolved configuration without its seed: all values written out, as JSON and as options.
public struct ConfigurationRecord: Sendable, Equatable {
    public var json: String
    public var options: [JobOption]

    public init(json: String, options: [JobOption]) {
        self.json = json
        self.options = options
    }
}

/// A job as it is registered. The key identifies it; the rest is stored the first time only.
public struct JobRecord: Sendable, Equatable {
    public var key: String
    public var trainingKey: String
    public var configuration: ConfigurationRecord
    public var seed: Int
    public var dataFingerprint: String

    public init(
        key: String, trainingKey: String, configuration: ConfigurationRecord, seed: Int, dataFingerprint: String
    ) {
        (self.key, self.trainingKey, self.configuration, self.seed) = (key, trainingKey, configuration, seed)
        self.dataFingerprint = dataFingerprint
    }
}

/// A job's state with what led to it.
public struct JobStatus: Sendable, Equatable {
    public var state: JobState
    /// Why it is in this state, in words; nil for pending, running and done.
    public var reason: String?
    /// How many attempts were made.
    public var attempts: Int
    /// The code version of the latest attempt, if it was recorded.
    public var codeVersion: String?
    public var cancelRequested: Bool
    public var updated: Date
}
