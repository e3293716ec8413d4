import GRDB

extension ResultsDatabase {
    /// Done jobs with one of these training keys whose last attempt ran this version of the code: training key -> job keys and
    /// configurations (JSON), first registered first.
    public func trained(
        trainingKeys: [String], codeVersion: String
    ) throws -> [String: [(job: String, configuration: String)]] {
        try read("read trained jobs") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT j.training_key, j.key, c.json FROM jobs j JOIN configurations c ON c.id = j.configuration
                    WHERE j.training_key IN (SELECT value FROM json_each(?)) AND j.state = 'done'
                        AND (SELECT code_version FROM attempts WHERE job = j.id ORDER BY id DESC LIMIT 1) = ?
                    ORDER BY j.id
                    """, arguments: [jsonArray(trainingKeys), codeVersion])
            var trained: [String: [(job: String, configuration: String)]] = [:]
            while let row = try rows.next() {
                try trained[row[checked: 0], default: []].append((row[checked: 1], row[checked: 2]))
            }
            return trained
        }
    }

    /// Copies what a done job recorded between its first step and its final evaluation: its training loss, and metrics, reasons of
    /// missing ones and samples of the steps before the last.
    ///
    /// - Returns: false, with nothing changed, when `donor` is not done (any more).
    public func copyTraining(from donor: String, steps: Int, to key: String, fence: AttemptID) throws -> Bool {
        try write("copy a job's training") { db in
            let job = try jobID(db, key, fence: fence)
            let source = try Int64.fetchOne(db, sql: "SELECT id FROM jobs WHERE key = ? AND state = 'done'", arguments: [donor])
            guard let source else { return false }
            let arguments: StatementArguments = ["job": job, "source": source, "steps": steps]
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO metrics (job, series, step, value, kind)
                    SELECT :job, m.series, m.step, m.value, m.kind FROM metrics m JOIN metric_series s ON s.id = m.series
                    WHERE m.job = :source AND m.step > 0
                        AND (m.step < :steps OR m.step = :steps AND s.name = 'loss' AND s.split = 'train')
                    """, arguments: arguments)
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO missing_metrics (job, name, split, step, reason)
                    SELECT :job, name, split, step, reason FROM missing_metrics
                    WHERE job = :source AND step BETWEEN 1 AND :steps - 1
                    """, arguments: arguments)
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO samples (job, step, kind, position, caption, png)
                    SELECT :job, step, kind, position, caption, png FROM samples
                    WHERE job = :source AND step BETWEEN 1 AND :steps - 1
                    """, arguments: arguments)
            return true
        }
    }
}
