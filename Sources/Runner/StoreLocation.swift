import Foundation
import Platform
import ResultsStore
import Training

/// A results database and the folder of job files beside it: `NAME.sqlite` and `NAME.files/`; of a database with another
/// ending, or none, its whole name and `.files`. Symbolic links are followed first, as SQLite does.
public struct StoreLocation: Sendable {
    public static let defaultPath = "fusiongrid.sqlite"

    public let path: String
    /// Holds a folder a job, by its key.
    public let filesFolder: URL

    public init(path: String) {
        self.path = path
        let file = Self.followingLinks(URL(fileURLWithPath: path)), stem = file.deletingPathExtension()
        let own = file.pathExtension == "sqlite" ? stem.appendingPathExtension("files") : file.appendingPathExtension("files")
        // Earlier versions dropped every ending: what is there stays there.
        let earlier = stem.appendingPathExtension("files"), files = FileManager.default
        let isEarlier = files.fileExists(atPath: file.path) && !files.fileExists(atPath: own.path) && files.fileExists(atPath: earlier.path)
        filesFolder = isEarlier ? earlier : own
    }

    public var exists: Bool { FileManager.default.fileExists(atPath: path) }

    public func open(_ access: ResultsDatabase.Access) throws -> ResultsDatabase {
        let isNew = access == .readWrite && !exists
        let database = try ResultsDatabase(path: path, access: access)
        // From now on nobody looks for them elsewhere.
        if isNew { try createFolder(filesFolder) }
        return database
    }

    public func files(of key: String) -> JobFiles { JobFiles(root: filesFolder, key: key) }

    /// What jobs share: trained mini-clips and reference features, by content.
    public var sharedFiles: URL { filesFolder.appendingPathComponent("shared", isDirectory: true) }

    /// Where a cluster's nodes and this store meet, unless another place is named.
    public var spoolFolder: URL { filesFolder.appendingPathComponent("slurm", isDirectory: true) }

    /// The file behind a chain of symbolic links, whether it exists yet or not.
    private static func followingLinks(_ file: URL) -> URL {
        var file = file
        for _ in 0..<40 {
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: file.path) else { break }
            file = URL(fileURLWithPath: target, relativeTo: file.deletingLastPathComponent()).absoluteURL
        }
        return file
    }
}
