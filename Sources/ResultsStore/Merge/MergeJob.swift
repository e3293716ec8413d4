import Foundation

/// One job of another store, and what becomes of it here.
public struct MergeJob: Sendable, Equatable {
    public enum Action: Sendable, Equatable {
        /// Not known here: it comes as it is there; one that is running there comes as pending.
        case add
        /// What is there replaces what is here: done instead of pending, interrupted or failed, or further on.
        case take
        /// Done in both with the same bits.
        case confirm
        /// Done in both with other bits: what is here stays.
        case conflict([MergeConflict], here: ResultOrigin?, there: ResultOrigin?)
        /// Running here, or its folder is held: whoever does goes on.
        case leaveRunning
        /// What is here is as good or better.
        case keep
    }

    public var key: String
    public var there: JobState
    /// nil where the job is not known here.
    public var here: JobState?
    public var action: Action
    /// The attempt that it had here when it was looked at: another one by the time of writing means that somebody changed it.
    var attemptHere: Int64?
    /// What there has of a job done in both with the same bits, and here has not.
    public var lacks: Set<StoredKind> = []

    /// Whether its results come over.
    public var isTaken: Bool { action == .add || action == .take }

    /// What two states of a job, neither of them running, make of it.
    /// - Parameter isAhead: whether the checkpoint there is of a later step than the one here; asked where that decides.
    static func action(here: JobState?, hasAttemptsHere: Bool, there: JobState, isAhead: () -> Bool) -> Action {
        guard let here else { return .add }
        switch (here, there) {
        case (.running, _): return .leaveRunning
        case (.done, _), (_, .running), (_, .pending): return .keep
        case (_, .done): return .take
        case (.pending, _) where !hasAttemptsHere: return .take
        case (.pending, .interrupted), (.pending, .lost), (.interrupted, .interrupted), (.interrupted, .lost), (.lost, .interrupted),
            (.lost, .lost):
            return isAhead() ? .take : .keep
        default: return .keep
        }
    }
}

/// Something that a job has in two stores with other bits.
public struct MergeConflict: Sendable, Equatable, Codable {
    /// `NAME/SPLIT` of a metric, `samples`, `attention statistics` or `attention localisation`.
    public var what: String
    /// The first value that differs, and how many do.
    public var here: String
    public var there: String
}

/// Who computed a job's results.
public struct ResultOrigin: Sendable, Equatable, CustomStringConvertible {
    public var host: String
    public var cpuModel: String?
    public var blasKernel: String?
    public var codeVersion: String?
    public var commit: String?
    /// SHA-256 of the program's file.
    public var tool: String?

    public var description: String {
        func short(_ hash: String?) -> String { hash.map { String($0.prefix(12)) } ?? "?" }
        return "\(host), \(cpuModel ?? "unknown processor"), kernels \(blasKernel ?? "?"), engine \(codeVersion ?? "?"), "
            + "commit \(short(commit)), tool \(short(tool))"
    }
}
