import ResultsStore

/// Notices that jobs fail alike as soon as they start: then the cause is the sweep, not the job, and going on would only
/// fail the rest of it.
struct FailureWatch {
    static let alike = 3
    static let seconds = 60.0
    private var counts: [String: Int] = [:]

    /// - Returns: the cause in words with the failure that completes the set, once a cause.
    mutating func note(_ ending: Ending, reason: String, afterSeconds: Double) -> String? {
        guard ending.state.isFailure, ending != .cancelled, afterSeconds < Self.seconds else { return nil }
        let cause = "\(ending.rawValue) \(Self.shape(of: reason))"
        counts[cause, default: 0] += 1
        guard counts[cause] == Self.alike else { return nil }
        return "\(Self.alike) jobs failed alike in their first minute (\(ending.rawValue)): \(reason)"
    }

    /// The message without what differs from job to job: numbers, keys and paths.
    static func shape(of reason: String) -> String {
        reason.split(separator: " ").map { word in
            word.contains("/") || word.contains(where: \.isNumber) ? "#" : String(word)
        }.joined(separator: " ")
    }
}
