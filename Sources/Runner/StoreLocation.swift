import Foundation
import ResultsStore
import Training

/// A results database and the folder of job files beside it: `NAME.sqlite` and `NAME.files/`.
public struct StoreLocation: Sendable {
    public static let defaultPath = "fusiongrid.sqlite"

    public let path: String

    public init(path: String) { self.path = path }

    public var exists: Bool { FileManager.default.fileExists(atPath: path) }

    public func open(_ access: ResultsDatabase.Access) throws -> ResultsDatabase {
        try ResultsDatabase(path: path, access: access)
    }

    public func files(of key: String) -> JobFiles { JobFiles(root: filesFolder, key: key) }

    /// What jobs share: trained mini-clips and reference features, by content.
    public var sharedFiles: URL { filesFolder.appendingPathComponent("shared", isDirectory: true) }

    private var filesFolder: URL { URL(fileURLWithPath: path).deletingPathExtension().appendingPathExtension("files") }
}
