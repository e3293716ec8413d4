import Platform
import ResultsStore

/// What to do with done jobs whose results come from another engine version.
public enum CodePolicy: String, Sendable, CaseIterable {
    case reuse, rerun
}

public struct SweepOptions: Sendable {
    /// Jobs at once.
    public var workers: Int
    /// Lanes at once within a job; each lane calls BLAS with one thread.
    public var threads: Int
    public var quiet: Bool
    /// Go on when jobs fail alike in their first minute.
    public var keepGoing: Bool
    public var code: CodePolicy
    /// Bytes that the running jobs may need together, by their estimates; nil for nine tenths of what the machine has free.
    public var memoryLimit: Int?
    /// Seconds that one attempt may run.
    public var jobSeconds: Double?
    /// Instead of what is not done, run done jobs again of which one of these was dropped.
    public var remake: Set<StoredKind> = []
    /// How long a runner may be silent before others that cannot see its process take its jobs for lost.
    public var leaseSeconds = 120.0
    /// What attempts record as the program that ran them.
    public var tool = ToolIdentity.current

    public init(
        workers: Int, threads: Int, quiet: Bool = false, keepGoing: Bool = false, code: CodePolicy = .reuse,
        memoryLimit: Int? = nil, jobSeconds: Double? = nil
    ) {
        self.workers = workers
        self.threads = threads
        self.quiet = quiet
        self.keepGoing = keepGoing
        self.code = code
        self.memoryLimit = memoryLimit
        self.jobSeconds = jobSeconds
    }

    /// The memory that the jobs of this run may need together.
    public var resolvedMemoryLimit: Int { memoryLimit ?? MachineMemory.current.available / 10 * 9 }
}

/// How a `run` ended.
public struct SweepSummary: Sendable, Equatable {
    public var planned = 0
    /// Done before this run.
    public var cached = 0
    public var done = 0
    public var failed = 0
    public var interrupted = 0
    /// Failed in an earlier run and left alone.
    public var failedEarlier = 0
    /// Being run by another process.
    public var elsewhere = 0
    /// Not started: their estimate is over the memory limit.
    public var refused = 0
    /// Ran again and came out with other bits than before.
    public var otherwise = 0
    /// Why the sweep stopped by itself before its end.
    public var pause: String?
}
