import Foundation
import ResultsStore
import Training

/// What a store takes on disk, by kind and job.
public struct DiskUse: Sendable {
    /// A folder or file that belongs to no job.
    public struct Stray: Sendable, Equatable, Codable {
        public var path: String
        public var bytes: Int
    }

    /// Job key -> kind -> bytes; of the kinds that it has.
    public var jobs: [String: [StoredKind: Int]] = [:]
    /// Mini-clips and their features, which jobs share.
    public var miniClips = 0
    /// The spool through which a cluster works, where it lies beside the store.
    public var spool = 0
    /// The database with its log, maps and pictures included; of it, pages that nothing is stored in.
    public var database = 0
    public var databaseFree = 0
    /// Folders of no job that the store knows.
    public var orphans: [Stray] = []
    /// Copies that were made before the schema was updated.
    public var backups: [Stray] = []

    /// Files are measured by their lengths, maps and pictures by the lengths of their blobs.
    /// - Throws: store errors. What vanishes meanwhile counts nothing.
    public init(_ store: StoreLocation, _ database: ResultsDatabase) throws {
        jobs = try database.storedBytes()
        let known = Set(try database.outlines().keys), folder = store.filesFolder
        for name in Self.names(in: folder) where name != Staging.name && !name.hasPrefix(".") {
            let place = folder.appendingPathComponent(name, isDirectory: true)
            if name == store.sharedFiles.lastPathComponent {
                miniClips = Self.bytes(of: place)
            } else if name == store.spoolFolder.lastPathComponent {
                spool = Self.bytes(of: place)
            } else if known.contains(name) {
                for (kind, bytes) in Self.files(of: store.files(of: name)) { jobs[name, default: [:]][kind] = bytes }
            } else {
                orphans.append(Stray(path: place.path, bytes: Self.bytes(of: place)))
            }
        }
        databaseFree = try database.fileBytes().free
        self.database = ["", "-wal"].reduce(0) { $0 + (Self.length(of: store.path + $1) ?? 0) }
        let file = URL(fileURLWithPath: store.path), beside = file.deletingLastPathComponent()
        for name in Self.names(in: beside) where name.hasPrefix(file.lastPathComponent + ".before-") && name.hasSuffix("-was-updated") {
            let place = beside.appendingPathComponent(name)
            backups.append(Stray(path: place.path, bytes: Self.length(of: place.path) ?? 0))
        }
    }

    /// Bytes of several jobs together, by kind.
    public func total(of keys: some Sequence<String>) -> [StoredKind: Int] {
        keys.reduce(into: [:]) { sum, key in sum.merge(jobs[key] ?? [:], uniquingKeysWith: +) }
    }

    /// What a job's folder holds, by kind; empty kinds are left out.
    static func files(of files: JobFiles) -> [StoredKind: Int] {
        var found: [StoredKind: Int] = [:]
        for kind in StoredKind.allCases {
            let bytes = kind.files(of: files).compactMap { length(of: $0.path) }
            if !bytes.isEmpty { found[kind] = bytes.reduce(0, +) }
        }
        return found
    }

    private static func names(in folder: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    /// nil for what is not there.
    private static func length(of path: String) -> Int? {
        var information = stat()
        return lstat(path, &information) == 0 ? Int(information.st_size) : nil
    }

    /// Of a file, or of all that a folder holds.
    static func bytes(of place: URL) -> Int {
        var information = stat()
        guard lstat(place.path, &information) == 0 else { return 0 }
        guard information.st_mode & S_IFMT == S_IFDIR else { return Int(information.st_size) }
        return names(in: place).reduce(0) { $0 + bytes(of: place.appendingPathComponent($1)) }
    }
}

extension StoredKind {
    /// Where a job keeps it, unless that is in the database.
    func files(of files: JobFiles) -> [URL] {
        switch self {
        case .checkpoints: [files.checkpoint, files.previousCheckpoint, files.damagedCheckpoint]
        case .weights: [files.model]
        case .logs: [files.log]
        case .maps, .samples: []
        }
    }
}

/// `1234567` -> "1.2 MB"; for people, not for parsing.
public func bytesText(_ bytes: Int) -> String {
    let units = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")]
    for (size, name) in units where Double(bytes) >= size { return String(format: "%.1f ", Double(bytes) / size) + name }
    return "\(bytes) B"
}
