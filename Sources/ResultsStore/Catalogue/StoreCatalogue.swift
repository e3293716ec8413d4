import Foundation
import GRDB

/// Every job that a store knows, without its results: what lists and searches go through.
public struct StoreCatalogue: Sendable {
    public struct Entry: Sendable, Equatable {
        public var key: String
        public var seed: Int
        public var state: JobState
        public var isArchived = false
        /// In order.
        public var tags: [String] = []
        /// The names of the specs that ever named it, in order.
        public var specs: [String] = []
        /// Stands for the configuration without its seed: see ``StoreCatalogue/configurations``.
        public var configuration: Int64
        public var attempts: Int
        /// Processor time over all attempts where it was measured, else wall time times threads.
        public var coreSeconds: Double
        /// When its state changed last.
        public var updated: Date
    }

    /// First registered first.
    public var entries: [Entry] = []
    /// Resolved options of each configuration: path -> value as written in YAML. Options that came later than it are not there.
    public var configurations: [Int64: [String: String]] = [:]

    /// - Throws: store errors.
    public init(_ database: ResultsDatabase) throws {
        let tags = try database.tags(), archived = try database.archived()
        var specs: [String: [String]] = [:]
        for (name, keys) in try database.jobsBySpec().sorted(by: { $0.key < $1.key }) {
            for key in keys { specs[key, default: []].append(name) }
        }
        (entries, configurations) = try database.read("list jobs") { db in
            let jobs = try Row.fetchCursor(
                db,
                sql: """
                    SELECT j.key, j.seed, j.state, j.configuration, j.updated_at, count(a.id) AS attempts,
                        coalesce(sum(coalesce(a.cpu_seconds, a.wall_seconds * coalesce(a.threads, 1))), 0.0) AS core_seconds
                    FROM jobs j LEFT JOIN attempts a ON a.job = j.id GROUP BY j.id ORDER BY j.id
                    """)
            var entries: [Entry] = []
            while let row = try jobs.next() {
                let key: String = try row[checked: "key"]
                entries.append(
                    Entry(
                        key: key, seed: try row[checked: "seed"], state: try row.stored("state", in: "jobs"),
                        isArchived: archived[key] != nil, tags: tags[key] ?? [], specs: specs[key] ?? [],
                        configuration: try row[checked: "configuration"], attempts: try row[checked: "attempts"],
                        coreSeconds: try row[checked: "core_seconds"], updated: try row[checked: "updated_at"]))
            }
            let options = try Row.fetchCursor(
                db,
                sql: """
                    SELECT o.configuration, p.path, v.value FROM configuration_options o
                    JOIN option_paths p ON p.id = o.path JOIN option_values v ON v.id = o.value
                    """)
            var configurations: [Int64: [String: String]] = [:]
            while let row = try options.next() {
                try configurations[row[checked: "configuration"], default: [:]][row[checked: "path"]] = row[checked: "value"]
            }
            return (entries, configurations)
        }
    }

    /// Gives options that came later than a configuration the values that it has them with.
    public mutating func complete(with defaults: [String: String]) {
        for id in configurations.keys { configurations[id]!.merge(defaults) { stored, _ in stored } }
    }

    public func options(of entry: Entry) -> [String: String] { configurations[entry.configuration] ?? [:] }
}
