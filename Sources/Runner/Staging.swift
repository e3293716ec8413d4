import Foundation
import Platform

/// A folder in a store's files where a merge gathers what it brings, locked as long as it lives. One that a killed process left is
/// removed by the next.
public final class Staging {
    /// No job's key: those are hexadecimal.
    static let name = "incoming"

    public let folder: URL
    private let lock: FileLock

    /// - Parameter files: the store's folder of files.
    public init(in files: URL) throws {
        let place = files.appendingPathComponent(Self.name, isDirectory: true)
        try createFolder(place)
        let folder = place.appendingPathComponent(UUID().uuidString, isDirectory: true)
        // Between its birth and its lock a folder looks abandoned.
        lock = try FileLock.holding(place, stop: StopSignal()) {
            Self.removeAbandoned(in: place)
            try createFolder(folder)
            guard let lock = try FileLock(folder) else { preconditionFailure("a folder of a new name has no other user") }
            return lock
        }
        self.folder = folder
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Removes what killed merges left.
    static func clear(in files: URL) throws {
        let place = files.appendingPathComponent(name, isDirectory: true)
        guard access(place.path, F_OK) == 0 else { return }
        try FileLock.holding(place, stop: StopSignal()) { removeAbandoned(in: place) }
    }

    private static func removeAbandoned(in place: URL) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [] {
            let folder = place.appendingPathComponent(name, isDirectory: true)
            guard let lock = try? FileLock(folder) else { continue }
            withExtendedLifetime(lock) { try? FileManager.default.removeItem(at: folder) }
        }
    }
}
