import Foundation
import Reports
import Results
import ResultsStore

/// What a reader of an exported network should know of it.
public struct ModelCard {
    public struct Spec: Sendable { let name, text: String }

    /// A metric of this job, and over the done jobs that differ from it in the seed alone.
    struct Line {
        let metric: Metric
        let name: MetricName
        let value: Double
        let seeds: CellSummary
    }

    public let key: String
    public let seed: Int
    /// Number of trained parameters.
    public let parameters: Int
    /// "shapes, 20000 training items".
    public let data: String
    public let dataFingerprint: String
    public let engine: String?
    public let tool: String
    let identities: [String: String]
    let lines: [Line]
    /// The newest that names the job; nil when none does.
    let spec: Spec?
    let options: [JobOption]

    /// - Throws: errors of the store.
    public init(
        key: String, parameters: Int, data: String, dataFingerprint: String, engine: String?, tool: String, store: ResultsDatabase
    ) throws {
        (self.key, self.parameters, self.data, self.dataFingerprint) = (key, parameters, data, dataFingerprint)
        (self.engine, self.tool) = (engine, tool)
        let record = try store.job(key)
        (seed, options) = (record.seed, record.configuration.options)
        identities = try store.identities(key)
        spec = try Self.spec(of: key, store)
        lines = try Self.lines(of: key, store)
    }

    private static func spec(of key: String, _ store: ResultsDatabase) throws -> Spec? {
        let found = try store.query(
            """
            SELECT s.name, s.text FROM specs s JOIN spec_jobs l ON l.spec = s.id JOIN jobs j ON j.id = l.job
            WHERE j.key = ? ORDER BY s.last_seen_at DESC, s.id DESC LIMIT 1
            """, arguments: [.text(key)])
        guard let row = found.rows.first, case (.text(let name), .text(let text)) = (row[0], row[1]) else { return nil }
        return Spec(name: name, text: text)
    }

    /// Measures of how good the model is.
    private static func lines(of key: String, _ store: ResultsDatabase) throws -> [Line] {
        let siblings = try store.query(
            """
            SELECT j.key, j.seed FROM jobs j JOIN jobs own ON own.configuration = j.configuration
                AND own.data_fingerprint = j.data_fingerprint
            WHERE own.key = ? ORDER BY j.seed
            """, arguments: [.text(key)]
        ).rows.compactMap { row -> (key: String, seed: Int)? in
            guard case (.text(let key), .integer(let seed)) = (row[0], row[1]) else { return nil }
            return (key, Int(seed))
        }
        let finals = try store.finalMetrics(siblings.map(\.key)), states = try store.states(siblings.map(\.key))
        return MetricTable.rows.compactMap { metric, split in
            guard metric.role == .quality, let split, let value = finals[key]?[metric.name(on: split)]?.value else { return nil }
            let name = metric.name(on: split)
            let seeds = siblings.map {
                (seed: $0.seed, key: $0.key, state: states[$0.key]?.state ?? .pending, value: finals[$0.key]?[name]?.value)
            }
            return Line(metric: metric, name: name, value: value, seeds: CellSummary(seeds: seeds))
        }
    }
}
