import Foundation

/// Where Slurm runs this process.
public struct BatchPlace: Sendable, Equatable {
    /// `1234`, of a task of an array `1234_7`.
    public var job: String
    /// The task's number in its array.
    public var task: Int?
    /// How often it had begun before.
    public var restarts: Int

    /// nil outside of Slurm.
    public static let current = BatchPlace(environment: ProcessInfo.processInfo.environment)

    init?(environment: [String: String]) {
        func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
        restarts = number("SLURM_RESTART_COUNT") ?? 0
        if let array = number("SLURM_ARRAY_JOB_ID"), let task = number("SLURM_ARRAY_TASK_ID") {
            (job, self.task) = ("\(array)_\(task)", task)
        } else {
            guard let job = number("SLURM_JOB_ID") else { return nil }
            (self.job, task) = (String(job), nil)
        }
    }
}
