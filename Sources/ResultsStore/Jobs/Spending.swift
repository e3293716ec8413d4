import Foundation
import GRDB

/// What ran to bring results, and what it cost: the attempts at some jobs, added up.
public struct Spending: Sendable, Equatable {
    public var attempts = 0
    /// Of attempts that ended; those that still run have not said yet.
    public var wallSeconds = 0.0
    /// Processor time where it was measured, else wall time times threads.
    public var coreSeconds = 0.0
    /// Of the attempt that needed most.
    public var peakBytes: Int?
    /// Of training, where rate and time were measured; nil without any.
    public var trainingFLOPs: Double?
    public var engineVersions: [String] = []
    /// Of the code, where it ran from a checkout.
    public var commits: [String] = []
    public var cpuModels: [String] = []
    public var firstStart: Date?
    public var lastEnd: Date?

    public init() {}
}

extension ResultsDatabase {
    /// All attempts at the jobs `keys`.
    public func spending(_ keys: [String]) throws -> Spending {
        if let kept = keptJobs { return try kept.spending(keys, of: self) }
        return try read("add up attempts") { db in
            let attempts = "FROM json_each(?) k CROSS JOIN jobs j ON j.key = k.value CROSS JOIN attempts a ON a.job = j.id"
            let arguments: StatementArguments = [jsonArray(unique(keys))]
            var spending = Spending()
            let sums = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*) AS attempts, coalesce(sum(a.wall_seconds), 0.0) AS wall,
                        coalesce(sum(coalesce(a.cpu_seconds, a.wall_seconds * coalesce(a.threads, 1))), 0.0) AS core,
                        max(a.peak_bytes) AS peak, min(a.started_at) AS first, max(a.ended_at) AS last \(attempts)
                    """, arguments: arguments)
            if let sums {
                (spending.attempts, spending.wallSeconds) = (try sums[checked: "attempts"], try sums[checked: "wall"])
                (spending.coreSeconds, spending.peakBytes) = (try sums[checked: "core"], try sums[checked: "peak"])
                (spending.firstStart, spending.lastEnd) = (try sums[checked: "first"], try sums[checked: "last"])
            }
            spending.trainingFLOPs = try Double.fetchOne(
                db,
                sql: """
                    SELECT sum(rate.value * time.value) * 1e9 \(attempts)
                    JOIN measurements rate ON rate.attempt = a.id AND rate.name = 'executed_gflops' AND rate.kind = 0
                    JOIN measurements time ON time.attempt = a.id AND time.name = 'training_seconds' AND time.kind = 0
                    """, arguments: arguments)
            func names(_ column: String) throws -> [String] {
                try String.fetchAll(
                    db, sql: "SELECT DISTINCT a.\(column) \(attempts) WHERE a.\(column) IS NOT NULL ORDER BY 1", arguments: arguments)
            }
            spending.engineVersions = try names("code_version")
            spending.commits = try names("code_commit")
            spending.cpuModels = try names("cpu_model")
            return spending
        }
    }
}
