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
        let jobs = try database.keptJobs?.all(database) ?? database.read("list jobs") { try KeptJob.read($0, nil) }
        let specs = try Self.specs(database)
        entries = jobs.map { job in
            Entry(
                key: job.key, seed: job.seed, state: job.status.state, isArchived: archived[job.key] != nil, tags: tags[job.key] ?? [],
                specs: specs[job.id] ?? [], configuration: job.configuration, attempts: job.status.attempts,
                coreSeconds: job.spending.coreSeconds, updated: job.status.updated)
        }
        configurations = try database.read("list options") { db in
            var configurations: [Int64: [String: String]] = [:]
            try db.forEachRow(
                """
                SELECT o.configuration, p.path, v.value FROM configuration_options o
                JOIN option_paths p ON p.id = o.path JOIN option_values v ON v.id = o.value
                """
            ) { row in configurations[row.integer(0), default: [:]][row.text(1) ?? ""] = row.text(2) }
            return configurations
        }
    }

    /// The names of specs by the jobs that they named, in order.
    private static func specs(_ database: ResultsDatabase) throws -> [Int64: [String]] {
        try database.read("read the jobs of specs") { db in
            var ids: [String: [Int64]] = [:], found: [Int64: [String]] = [:]
            try db.forEachRow("SELECT id, name FROM specs") { ids[$0.text(1) ?? "", default: []].append($0.integer(0)) }
            for (name, ids) in ids.sorted(by: { $0.key < $1.key }) {
                for id in ids {
                    // A job is named once, by however many texts.
                    try db.forEachRow("SELECT job FROM spec_jobs WHERE spec = ?", [id]) { row in
                        if found[row.integer(0)]?.last != name { found[row.integer(0), default: []].append(name) }
                    }
                }
            }
            return found
        }
    }

    /// Gives options that came later than a configuration the values that it has them with.
    public mutating func complete(with defaults: [String: String]) {
        for id in configurations.keys { configurations[id]!.merge(defaults) { stored, _ in stored } }
    }

    public func options(of entry: Entry) -> [String: String] { configurations[entry.configuration] ?? [:] }
}
