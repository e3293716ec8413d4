import GRDB

/// How long a done job took on a machine.
public struct JobTimes: Sendable, Equatable {
    /// Of training; nil for a job that took over another's weights.
    public var imagesPerSecond: Double?
    /// All looks at the network; nil when they were spread over several attempts.
    public var evaluationSeconds: Double?
}

extension ResultsDatabase {
    /// The times of those of the jobs `keys` that were done by this version of the code on machines of one kind.
    public func jobTimes(_ keys: [String], codeVersion: String, cpuModel: String, threads: Int) throws -> [String: JobTimes] {
        try read("read times of jobs") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT j.key AS key,
                        (SELECT value FROM measurements WHERE attempt = a.id AND name = 'images_per_second') AS rate,
                        (SELECT value FROM measurements WHERE attempt = a.id AND name = 'evaluation_seconds') AS evaluation,
                        (SELECT count(*) FROM attempts WHERE job = j.id) AS attempts
                    FROM json_each(?) k JOIN jobs j ON j.key = k.value
                    JOIN attempts a ON a.id = (SELECT max(id) FROM attempts WHERE job = j.id)
                    WHERE j.state = 'done' AND a.code_version = ? AND a.cpu_model = ? AND a.threads = ?
                    """, arguments: [jsonArray(unique(keys)), codeVersion, cpuModel, threads])
            var times: [String: JobTimes] = [:]
            while let row = try rows.next() {
                let attempts: Int = try row[checked: "attempts"]
                try times[row[checked: "key"]] = JobTimes(
                    imagesPerSecond: row[checked: "rate"], evaluationSeconds: attempts == 1 ? row[checked: "evaluation"] : nil)
            }
            return times
        }
    }
}
