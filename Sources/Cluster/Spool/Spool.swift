import Foundation
import Platform

/// A folder on the shared disk through which a cluster's nodes and a store's machine talk: every file in it has one writer and appears
/// whole. Nobody opens a database in it.
///
///     spool.json                what it is
///     bin/                      copies of the tool
///     submissions/ID.json       what was sent, ID.slices the jobs of each task, ID.slurm Slurm's numbers, ID.sh the script
///     specs/ID/                 the spec with all that it extends
///     logs/ID/                  what tasks say
///     heartbeats/ID/TASK.json   the last sign of life of each task
///     bundles/ID/KEY.bundle     the sealed end of each job
///     checkpoints/KEY.bundle    how far unfinished jobs are
///     donors/KEY.bundle         done jobs whose training others take over
///     shared/                   mini-clips and features, by content
///     cancelled/                jobs (and submissions) that are not to run any more
public struct Spool: Sendable, Equatable {
    public static let format = "fusiongrid-spool-1"

    /// Absolute.
    public let url: URL

    public init(path: String) { url = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL }

    public var path: String { url.path }

    private struct About: Codable {
        var format: String
    }

    /// Whether there is a spool at a path.
    public static func exists(at path: String) -> Bool {
        guard let data = try? Data(contentsOf: Spool(path: path).file("spool.json")) else { return false }
        return (try? JSONDecoder().decode(About.self, from: data))?.format.hasPrefix("fusiongrid-spool-") == true
    }

    /// Makes the folders that are missing.
    public func create() throws {
        for name in [
            "bin", "submissions", "specs", "logs", "heartbeats", "bundles", "checkpoints", "donors", "shared", "cancelled", "looks",
        ] {
            try createFolder(folder(name))
        }
        let about = file("spool.json")
        if access(about.path, F_OK) != 0 { try writeFile(try spoolJSON(About(format: Self.format)), to: about) }
    }

    /// - Throws: `SpoolProblem` where there is no spool of this version.
    public func check() throws {
        guard let data = try? Data(contentsOf: file("spool.json")), let about = try? JSONDecoder().decode(About.self, from: data) else {
            throw SpoolProblem.foreign(path: path)
        }
        guard about.format == Self.format else { throw SpoolProblem.otherVersion(path: path, format: about.format) }
    }

    func file(_ name: String) -> URL { url.appendingPathComponent(name, isDirectory: false) }
    func folder(_ name: String) -> URL { url.appendingPathComponent(name, isDirectory: true) }

    // MARK: Submissions

    func manifest(_ id: String) -> URL { file("submissions/\(id).json") }
    func slices(_ id: String) -> URL { file("submissions/\(id).slices") }
    func numbers(_ id: String) -> URL { file("submissions/\(id).slurm") }
    public func script(_ id: String) -> URL { file("submissions/\(id).sh") }
    public func logs(_ id: String) -> URL { folder("logs/\(id)") }
    func specs(_ id: String) -> URL { folder("specs/\(id)") }

    /// Of every submission, oldest first.
    public func submissions() throws -> [Submission] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder("submissions").path)) ?? []
        return try names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
            .map { try submission(String($0.dropLast(5))) }
            .sorted { ($0.manifest.made, $0.manifest.id) < ($1.manifest.made, $1.manifest.id) }
    }

    /// - Throws: `SpoolProblem` when it is not there or cannot be read.
    public func submission(_ id: String) throws -> Submission { try Submission(id, in: self) }

    // MARK: Files of jobs

    func bundles(_ id: String) -> URL { folder("bundles/\(id)") }
    public func bundle(_ key: String, of id: String) -> URL { file("bundles/\(id)/\(key).bundle") }
    func checkpoint(_ key: String) -> URL { file("checkpoints/\(key).bundle") }
    func previousCheckpoint(_ key: String) -> URL { file("checkpoints/\(key).previous.bundle") }
    func donor(_ key: String) -> URL { file("donors/\(key).bundle") }
    var shared: URL { folder("shared") }
    func heartbeats(_ id: String) -> URL { folder("heartbeats/\(id)") }
    func heartbeat(_ id: String, task: Int) -> URL { file("heartbeats/\(id)/\(task).json") }
    func cancelMark(_ name: String) -> URL { file("cancelled/\(name)") }

    /// Keys of the jobs that have a bundle of a submission, sound or not, without opening any.
    func sealed(_ id: String) -> Set<String> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: bundles(id).path)) ?? []
        return Set(names.filter { $0.hasSuffix(".bundle") && !$0.hasPrefix(".") }.map { String($0.dropLast(7)) })
    }

    /// Names in `cancelled`: keys and submissions.
    func cancelMarks() -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: folder("cancelled").path)) ?? [])
    }

    /// The file system's own time now, by which other files' times are told: clocks of machines may differ, its own does not.
    /// nil where the spool cannot be written to.
    func now() -> Date? {
        let probe = file("looks/.\(UUID().uuidString).partial")
        let descriptor = open(probe.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return nil }
        defer {
            close(descriptor)
            unlink(probe.path)
        }
        return Self.modified(probe)
    }

    static func modified(_ url: URL) -> Date? {
        try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
    }
}

/// What is wrong with a spool.
public enum SpoolProblem: Error, Equatable, Sendable, CustomStringConvertible {
    case foreign(path: String)
    case otherVersion(path: String, format: String)
    case noSubmission(path: String, id: String, reason: String)
    case noTask(id: String, task: Int, tasks: Int)
    /// Something in it is not what was written.
    case changed(file: String)

    public var description: String {
        switch self {
        case .foreign(let path): "\(path): no spool of fusiongrid (it has no readable spool.json)"
        case .otherVersion(let path, let format): "\(path): a spool of another version (\(format)); this one knows \(Spool.format)"
        case .noSubmission(let path, let id, let reason): "\(path): submission \(id) cannot be read: \(reason)"
        case .noTask(let id, let task, let tasks): "submission \(id) has tasks 0 to \(tasks - 1), found \(task)"
        case .changed(let file): "\(file): not what was written there (its SHA-256 differs); submit the spec again"
        }
    }
}

/// Equal values give equal bytes.
func spoolJSON(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(value) + Data("\n".utf8)
}

func fromSpoolJSON<Value: Decodable>(_ type: Value.Type, _ url: URL) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: url))
}

/// Copies a file to a place where it appears whole; a file that is there stays.
func placeCopy(_ source: URL, at place: URL) throws {
    guard access(place.path, F_OK) != 0 else { return }
    let partial = place.deletingLastPathComponent().appendingPathComponent(".\(UUID().uuidString).partial")
    try copyFile(source, to: partial)
    guard rename(partial.path, place.path) == 0 else {
        let error = FileError.unwritable(place.path)
        unlink(partial.path)
        throw error
    }
    syncFolder(place.deletingLastPathComponent())
}
