import ResultsStore

/// What Slurm says of a job, in its own word.
public struct SlurmState: Sendable, Hashable, Codable, CustomStringConvertible {
    /// In capitals, as `squeue` spells it: `RUNNING`.
    public let word: String

    /// - Parameter text: `RUNNING`, `R`, `CANCELLED by 1000`, `COMPLETED+`.
    public init(_ text: some StringProtocol) {
        let first = text.split(whereSeparator: { $0.isWhitespace || $0 == "+" }).first.map { $0.uppercased() } ?? ""
        word = Self.short[first] ?? first
    }

    public var description: String { word }

    /// Whether the cluster still has something to do with it; nil for a word that is not known: then nobody may take it for over.
    public var isActive: Bool? {
        if Self.active.contains(word) { return true }
        return Self.over.contains(word) ? false : nil
    }

    /// How a job ended that was being worked on when the cluster ended its task so; nil where Slurm's word says nothing of that.
    ///
    /// A task's time is not a job's: whoever meets its limit goes on from its checkpoint.
    public var ending: Ending? {
        switch word {
        case "OUT_OF_MEMORY": .outOfMemory
        case "NODE_FAIL", "BOOT_FAIL": .lost
        case "TIMEOUT", "PREEMPTED", "DEADLINE", "REVOKED": .interrupted
        case "CANCELLED": .cancelled
        case "FAILED": .lost
        default: nil
        }
    }

    private static let active: Set<String> = [
        "PENDING", "RUNNING", "CONFIGURING", "COMPLETING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "RESIZING", "RESV_DEL_HOLD",
        "SIGNALING", "SPECIAL_EXIT", "STAGE_OUT", "STOPPED", "SUSPENDED", "POWER_UP_NODE",
    ]
    private static let over: Set<String> = [
        "COMPLETED", "FAILED", "TIMEOUT", "OUT_OF_MEMORY", "CANCELLED", "NODE_FAIL", "BOOT_FAIL", "DEADLINE", "PREEMPTED", "REVOKED",
    ]
    private static let short = [
        "PD": "PENDING", "R": "RUNNING", "CF": "CONFIGURING", "CG": "COMPLETING", "RQ": "REQUEUED", "RH": "REQUEUE_HOLD",
        "RF": "REQUEUE_FED", "RS": "RESIZING", "RD": "RESV_DEL_HOLD", "SI": "SIGNALING", "SE": "SPECIAL_EXIT", "SO": "STAGE_OUT",
        "ST": "STOPPED", "S": "SUSPENDED", "CD": "COMPLETED", "F": "FAILED", "TO": "TIMEOUT", "OOM": "OUT_OF_MEMORY",
        "CA": "CANCELLED", "NF": "NODE_FAIL", "BF": "BOOT_FAIL", "DL": "DEADLINE", "PR": "PREEMPTED", "RV": "REVOKED",
    ]
}
