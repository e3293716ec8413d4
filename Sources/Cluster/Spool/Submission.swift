import Experiments
import Foundation
import Platform
import Runner

/// What was sent to a cluster at once.
public struct SubmissionManifest: Codable, Sendable, Equatable {
    public struct File: Codable, Sendable, Equatable {
        /// As the spec names it.
        public var path: String
        /// In the spool.
        public var copy: String
        public var sha256: String
    }
    public struct Tool: Codable, Sendable, Equatable {
        /// In the spool.
        public var copy: String
        public var sha256: String
        public var commit: String?
        public var isDirty: Bool?
    }
    /// Tasks that one array holds.
    public struct Part: Codable, Sendable, Equatable {
        /// The number of its first task in the submission; in the array that one is 0.
        public var first: Int
        public var count: Int
        /// Tasks at once; nil for any number.
        public var throttle: Int?
        /// The parts that end before it begins.
        public var after: [Int]
    }

    public var format: String
    public var id: String
    /// Under which all its arrays are known to Slurm.
    public var jobName: String
    /// ISO 8601, by the clock of the machine that it was sent from.
    public var made: String
    public var spec: String
    /// Absolute; it need not be there any more.
    public var specPath: String
    public var overrides: [String]
    /// That relative paths in overrides start from.
    public var folder: String
    public var files: [File]
    public var tool: Tool
    public var engine: String
    public var seconds: Double
    public var grace: Double
    public var cpus: Int
    public var memory: Int?
    public var jobs: Int
    public var tasks: Int
    public var parts: [Part]
}

/// A submission as the spool has it.
public struct Submission: Sendable {
    public let spool: Spool
    public let manifest: SubmissionManifest

    init(_ id: String, in spool: Spool) throws {
        self.spool = spool
        do { manifest = try fromSpoolJSON(SubmissionManifest.self, spool.manifest(id)) } catch {
            throw SpoolProblem.noSubmission(path: spool.path, id: id, reason: "\(error)")
        }
        guard manifest.format == Spool.format else { throw SpoolProblem.otherVersion(path: spool.path, format: manifest.format) }
    }

    public var id: String { manifest.id }

    /// The jobs of each task.
    public func slices() throws -> [TaskSlice] {
        do {
            let text = try String(contentsOf: spool.slices(id), encoding: .utf8)
            let slices = try text.split(separator: "\n").map(TaskSlice.init)
            guard slices.count == manifest.tasks else { throw SpoolProblem.changed(file: spool.slices(id).path) }
            return slices
        } catch let problem as SpoolProblem {
            throw problem
        } catch {
            throw SpoolProblem.noSubmission(path: spool.path, id: id, reason: "\(error)")
        }
    }

    /// Slurm's numbers of the parts that were sent, in their order.
    public var numbers: [Int] {
        let text = (try? String(contentsOf: spool.numbers(id), encoding: .utf8)) ?? ""
        return text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    }

    /// Slurm's number of a task: of the array, and in it; nil for one that was not sent.
    func place(ofTask task: Int, numbers: [Int]) -> (array: Int, index: Int)? {
        for (part, number) in zip(manifest.parts, numbers) where task >= part.first && task < part.first + part.count {
            return (number, task - part.first)
        }
        return nil
    }

    /// The log of a task.
    public func log(ofTask task: Int) -> URL? {
        place(ofTask: task, numbers: numbers).map { spool.logs(id).appendingPathComponent("\($0.array)_\($0.index).log") }
    }

    /// The sweep as it was submitted, from the copies of its files.
    /// - Throws: `SpecFailure`, `SpoolProblem.changed`, errors of the data.
    public func sweep() throws -> Sweep {
        var texts: [String: Data] = [:]
        for file in manifest.files {
            let url = spool.file(file.copy), data = try Data(contentsOf: url)
            guard data.sha256 == file.sha256 else { throw SpoolProblem.changed(file: url.path) }
            texts[file.path] = data
        }
        let spec = try SpecLoader.load(path: manifest.specPath, overrides: manifest.overrides, folder: manifest.folder) { path in
            guard let data = texts[path] else { throw FileError.unreadable(file: path, reason: "the submission has no copy of it") }
            return data
        }
        return try Sweep(spec, overrides: manifest.overrides)
    }
}

/// What one task runs: a line `KEY KEY<DONOR ...`, or `prepare KEY ...`.
public struct TaskSlice: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        public var key: String
        /// A done job whose training it takes over.
        public var donor: String?

        public init(key: String, donor: String? = nil) { (self.key, self.donor) = (key, donor) }
    }
    /// Trains what these jobs share and runs none of them.
    public var isPreparing: Bool
    public var entries: [Entry]

    public init(isPreparing: Bool = false, entries: [Entry]) { (self.isPreparing, self.entries) = (isPreparing, entries) }

    init(_ line: Substring) throws {
        var words = line.split(separator: " ")
        isPreparing = words.first == "prepare"
        if isPreparing { words.removeFirst() }
        entries = words.map { word in
            let parts = word.split(separator: "<")
            return Entry(key: String(parts[0]), donor: parts.count > 1 ? String(parts[1]) : nil)
        }
    }

    var line: String {
        ((isPreparing ? ["prepare"] : []) + entries.map { $0.key + ($0.donor.map { "<\($0)" } ?? "") }).joined(separator: " ")
    }
}

extension Data {
    var sha256: String {
        var hash = SHA256()
        withUnsafeBytes { hash.update($0) }
        return hash.hex
    }
}
