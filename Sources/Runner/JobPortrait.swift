import Experiments
import Foundation
import ResultsStore
import Training

/// All that a store knows of one job but its numbers.
public struct JobPortrait: Sendable, Encodable {
    public struct Option: Sendable, Encodable, Equatable {
        public var path: String
        public var value: String
        /// nil for an option that this version does not know.
        public var normal: String?
    }
    public struct File: Sendable, Encodable {
        public var kind: StoredKind
        public var bytes: Int
        /// nil for what lies in the database.
        public var path: String?
    }
    public struct Attempt: Sendable, Encodable {
        public var number: Int64
        public var started: Date
        public var ended: Date?
        public var ending: String?
        public var host: String
        public var code: Provenance
        public var wallSeconds: Double?
        public var cpuSeconds: Double?
    }

    public var job: String
    public var state: JobState
    public var reason: String?
    public var seed: Int
    public var dataFingerprint: String
    /// When it was put away; nil for a job that is not.
    public var archived: Date?
    /// The specs that ever named it.
    public var specs: [String]
    /// Options that differ from the published defaults.
    public var options: [Option]
    public var files: [File]
    public var dropped: [DroppedFile]
    /// Oldest first.
    public var attempts: [Attempt]
    public var tags: [String]
    public var notes: [JobNote]
    /// Of all attempts.
    public var wallSeconds: Double
    public var coreSeconds: Double

    /// - Parameter prefix: enough of the beginning of a key.
    /// - Throws: store errors; when no job or several jobs begin so.
    public init(_ prefix: String, in database: ResultsDatabase, at store: StoreLocation) throws {
        job = try database.key(withPrefix: prefix)
        let key = job, record = try database.job(key)
        guard let status = try database.states([key])[key] else { throw ResultsStoreError.unknownJob(key: key) }
        (state, reason, seed, dataFingerprint) = (status.state, status.reason, record.seed, record.dataFingerprint)
        archived = try database.archived()[key]
        specs = try database.jobsBySpec().filter { $0.value.contains(key) }.map(\.key).sorted()
        options = record.configuration.options.compactMap { option in
            let normal = OptionSchema.defaultTexts[option.path]
            return option.value == normal ? nil : Option(path: option.path, value: option.value, normal: normal)
        }
        let place = store.files(of: key)
        let onDisk = DiskUse.files(of: place).merging(try database.storedBytes()[key] ?? [:], uniquingKeysWith: +)
        files = onDisk.sorted { $0.key < $1.key }.map { kind, bytes in
            File(kind: kind, bytes: bytes, path: kind.files(of: place).first { access($0.path, F_OK) == 0 }?.path)
        }
        dropped = (try database.dropped([key])[key] ?? []).filter { onDisk[$0.kind] == nil }
        attempts = try database.attempts(key).map {
            Attempt(
                number: $0.id.rawValue, started: $0.started, ended: $0.ended, ending: $0.ending?.rawValue, host: $0.runner.host,
                code: $0.provenance, wallSeconds: $0.usage?.wallSeconds, cpuSeconds: $0.usage?.cpuSeconds)
        }
        tags = try database.tags()[key] ?? []
        notes = try database.notes(on: key)
        let spending = try database.spending([key])
        (wallSeconds, coreSeconds) = (spending.wallSeconds, spending.coreSeconds)
    }
}
