/// What a job keeps beside its numbers, and may be dropped without losing one. Raw values are spelt as in `dropped_files.kind`.
public enum StoredKind: String, Sendable, CaseIterable, Codable, Comparable {
    /// State between two steps of an unfinished job.
    case checkpoints
    /// The trained network.
    case weights
    /// Attention maps; their statistics are numbers and stay.
    case maps
    /// Generated pictures.
    case samples
    /// `log.txt`; the last lines that `why` shows stay.
    case logs

    /// Whether it lies in the database, not in the job's folder.
    public var isInDatabase: Bool { self == .maps || self == .samples }

    public static func < (left: StoredKind, right: StoredKind) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}
