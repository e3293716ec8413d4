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
                try trained[row[checked: "training_key"], default: []].append((row[checked: "key"], row[checked: "json"]))
            }
            return trained
        }
    }
}
