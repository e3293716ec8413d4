import Experiments
import Foundation
import ResultsStore

/// Jobs by the beginning of their key.
enum StoredJob {
    /// - Throws: when no job or several jobs begin so.
    static func find(_ prefix: String, in database: ResultsDatabase) throws -> (key: String, configuration: JobConfiguration) {
        let key = try database.key(withPrefix: prefix)
        let record = try database.job(key)
        return (key, try JSONDecoder().decode(JobConfiguration.self, from: Data(record.configuration.json.utf8)))
    }
}
