import Foundation
import GRDB

extension ResultsDatabase {
    /// All attempts at a job, oldest first.
    public func attempts(_ key: String) throws -> [AttemptRecord] {
        try read("read attempts") { db in
            let job = try jobID(db, key)
            var measurements: [Int64: [String: Double]] = [:]
            let values = try Row.fetchCursor(db, sql: """
                SELECT m.attempt, m.name, m.value, m.kind FROM attempts a JOIN measurements m ON m.attempt = a.id
                WHERE a.job = ?
                """, arguments: [job])
            while let row = try values.next() {
                measurements[row[0], default: [:]][row[1]] =
                    try ValueKind.value(row[2], kind: row[3], in: "measurements")
            }
            return try Row.fetchAll(db, sql: "SELECT * FROM attempts WHERE job = ? ORDER BY id", arguments: [job])
                .map { row in
                    let id: Int64 = row["id"]
                    let ending: String? = row["ending"]
                    let wall: Double? = row["wall_seconds"]
                    return AttemptRecord(
                        id: AttemptID(rawValue: id), job: key, started: row["started_at"], heartbeat: row["heartbeat_at"],
                        leaseExpires: row["lease_expires_at"], ended: row["ended_at"],
                        ending: try ending.map { try stored(Ending.self, $0, in: "attempts.ending") },
                        reason: row["reason"], logTail: row["log_tail"],
                        runner: RunnerIdentity(
                            host: row["host"], pid: row["pid"], processStarted: row["process_started"],
                            processNamespace: row["process_namespace"], bootID: row["boot_id"]),
                        provenance: Provenance(
                            codeVersion: row["code_version"], commit: row["code_commit"], cpuModel: row["cpu_model"],
                            blasBuild: row["blas_build"], blasKernel: row["blas_kernel"], threads: row["threads"],
                            workers: row["workers"]),
                        usage: wall.map {
                            AttemptUsage(wallSeconds: $0, cpuSeconds: row["cpu_seconds"], peakBytes: row["peak_bytes"])
                        },
                        measurements: measurements[id] ?? [:])
                }
        }
    }
}
