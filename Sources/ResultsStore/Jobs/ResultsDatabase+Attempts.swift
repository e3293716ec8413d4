import Foundation
import GRDB

extension ResultsDatabase {
    /// All attempts at a job, oldest first.
    public func attempts(_ key: String) throws -> [AttemptRecord] {
        try read("read attempts") { db in
            let job = try jobID(db, key)
            var measurements: [Int64: [String: Double]] = [:]
            let values = try Row.fetchCursor(
                db,
                sql: """
                    SELECT m.attempt, m.name, m.value, m.kind FROM attempts a JOIN measurements m ON m.attempt = a.id
                    WHERE a.job = ?
                    """, arguments: [job])
            while let row = try values.next() {
                try measurements[row[checked: "attempt"], default: [:]][row[checked: "name"]] = ValueKind.value(row, in: "measurements")
            }
            return try Row.fetchAll(db, sql: "SELECT * FROM attempts WHERE job = ? ORDER BY id", arguments: [job])
                .map { row in
                    let id: Int64 = try row[checked: "id"]
                    let ending: String? = try row[checked: "ending"]
                    let wall: Double? = try row[checked: "wall_seconds"]
                    return try AttemptRecord(
                        id: AttemptID(rawValue: id), job: key, started: row[checked: "started_at"], heartbeat: row[checked: "heartbeat_at"],
                        leaseExpires: row[checked: "lease_expires_at"], ended: row[checked: "ended_at"],
                        ending: try ending.map { _ in try row.stored("ending", in: "attempts") },
                        reason: row[checked: "reason"], logTail: row[checked: "log_tail"],
                        runner: RunnerIdentity(row),
                        provenance: Provenance(
                            codeVersion: row[checked: "code_version"], commit: row[checked: "code_commit"],
                            isDirty: row[checked: "code_dirty"],
                            toolSHA256: row[checked: "tool_sha256"], specSHA256: row[checked: "spec_sha256"],
                            cpuModel: row[checked: "cpu_model"], blasBuild: row[checked: "blas_build"],
                            blasKernel: row[checked: "blas_kernel"],
                            threads: row[checked: "threads"],
                            workers: row[checked: "workers"], slurmJob: row[checked: "slurm_job"],
                            slurmRestarts: row[checked: "slurm_restarts"]),
                        usage: wall.map {
                            try AttemptUsage(
                                wallSeconds: $0, cpuSeconds: row[checked: "cpu_seconds"], peakBytes: row[checked: "peak_bytes"])
                        },
                        measurements: measurements[id] ?? [:])
                }
        }
    }
}
