import Foundation
import Platform

/// Where a job keeps its files: `<folder>/<key>/`.
public struct JobFiles: Sendable {
    public let folder: URL

    /// - Parameter root: the folder beside the results database that holds all jobs' files.
    public init(root: URL, key: String) {
        folder = root.appendingPathComponent(key, isDirectory: true)
    }

    /// State between two steps; removed when the job is done and its end is recorded.
    public var checkpoint: URL { folder.appendingPathComponent("checkpoint.safetensors") }
    /// The checkpoint before that, for when the newest is damaged.
    public var previousCheckpoint: URL { folder.appendingPathComponent("checkpoint.previous.safetensors") }
    /// The last checkpoint that was found damaged, kept for a look at it.
    public var damagedCheckpoint: URL { folder.appendingPathComponent("checkpoint.damaged.safetensors") }
    /// The averaged weights of a finished training, under the reference names.
    public var model: URL { folder.appendingPathComponent("model.safetensors") }
    /// What the job said while it ran.
    public var log: URL { folder.appendingPathComponent("log.txt") }
    /// The numbers of a done job that runs again, until they are compared with the new ones.
    public var earlierNumbers: URL { folder.appendingPathComponent("numbers.before-remake.json") }

    /// The finished optimiser steps that the checkpoint on disk holds; 0 without one.
    public var checkpointStep: Int { CheckpointFile.step(in: self) }

    public func create() throws { try createFolder(folder) }

    /// The right to write these files, held by one process at a time: a runner that lost its lease but still lives keeps it, so
    /// nobody writes beside it. Creates the folder where it is missing, and takes away what killed writers left in it.
    /// - Returns: nil when another process (or another worker of this one) has the lock.
    public func lock() throws -> FileLock? {
        try create()
        guard let lock = try FileLock(folder) else { return nil }
        removePartialFiles(in: folder)
        return lock
    }

    /// Removes what only an unfinished job needs.
    public func removeCheckpoints() {
        for url in [checkpoint, previousCheckpoint, damagedCheckpoint] { unlink(url.path) }
    }

    /// Makes the newest checkpoint the previous one as well, so that the next may be renamed over it.
    func keepPreviousCheckpoint() throws {
        let link = folder.appendingPathComponent(".previous.partial").path
        unlink(link)
        guard Foundation.link(checkpoint.path, link) == 0 else {
            if errno == ENOENT { return }
            throw FileError.unwritable(previousCheckpoint.path)
        }
        guard rename(link, previousCheckpoint.path) == 0 else {
            throw FileError.unwritable(previousCheckpoint.path)
        }
        // rename(2) does nothing when both names are one file already, and leaves the link.
        unlink(link)
    }

    func putAside(_ url: URL) { rename(url.path, damagedCheckpoint.path) }
}
