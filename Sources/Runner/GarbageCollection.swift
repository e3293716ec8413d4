import Foundation
import Platform
import ResultsStore

/// What was dropped.
public struct GarbageSummary: Sendable, Equatable {
    public var jobs = 0
    public var bytes = 0
    /// Jobs that somebody works on by now: nothing of theirs went.
    public var held = 0
    public var orphans = 0
    /// Bytes of the database that went back to the disk; nil where running jobs, or want of room for a copy, prevented it.
    public var givenBack: Int?
}

extension GarbagePlan {
    /// Folders that are locked together: each costs a file descriptor, each group one sync.
    private static let group = 64

    /// Drops what is planned: first it is recorded, synced, and gone from the database, then the files go. Killed in between, a file
    /// that is recorded as dropped is left, and goes with the next call.
    /// - Throws: store and file errors.
    public func carryOut(in store: StoreLocation, _ database: ResultsDatabase, now: Date = Date()) throws -> GarbageSummary {
        var summary = GarbageSummary()
        for start in stride(from: 0, to: items.count, by: Self.group) {
            try drop(items[start..<min(start + Self.group, items.count)], store, database, now: now, &summary)
        }
        for orphan in orphans where dropsOrphans {
            if try remove(orphan, database) {
                summary.orphans += 1
                summary.bytes += orphan.bytes
            }
        }
        try Staging.clear(in: store.filesFolder)
        summary.givenBack = try database.giveBackFreePages()
        return summary
    }

    private func drop(
        _ items: ArraySlice<Item>, _ store: StoreLocation, _ database: ResultsDatabase, now: Date, _ summary: inout GarbageSummary
    ) throws {
        var locks: [FileLock] = [], dropped: [Item] = []
        defer { withExtendedLifetime(locks) {} }
        var mine: [Item] = []
        for item in items {
            let files = store.files(of: item.key)
            // Where there is no folder, there are rows only.
            if access(files.folder.path, F_OK) == 0 {
                guard let lock = try files.lock() else {
                    summary.held += 1
                    continue
                }
                locks.append(lock)
            }
            mine.append(item)
        }
        try database.transaction {
            for item in mine {
                let kinds = Dictionary(
                    uniqueKeysWithValues: item.kinds.compactMap { name, bytes in StoredKind(rawValue: name).map { ($0, bytes) } })
                if try database.drop(kinds, of: item.key, now: now) { dropped.append(item) } else { summary.held += 1 }
            }
        }
        try database.sync()
        for item in dropped {
            let files = store.files(of: item.key)
            for kind in item.kinds.keys.compactMap(StoredKind.init(rawValue:)) {
                for file in kind.files(of: files) where unlink(file.path) != 0 && errno != ENOENT { throw FileError.unwritable(file.path) }
            }
            rmdir(files.folder.path)  // if nothing is left in it
            summary.jobs += 1
            summary.bytes += item.bytes
        }
    }

    /// - Returns: false, with nothing changed, when the folder is somebody's by now.
    private func remove(_ orphan: DiskUse.Stray, _ database: ResultsDatabase) throws -> Bool {
        let folder = URL(fileURLWithPath: orphan.path, isDirectory: true)
        // A merge places the files of jobs before they are known; within its transaction nobody else can write.
        return try database.transaction {
            guard try !database.isRegistered(folder.lastPathComponent) else { return false }
            var information = stat()
            guard lstat(folder.path, &information) == 0 else { return false }
            guard information.st_mode & S_IFMT == S_IFDIR else { return unlink(orphan.path) == 0 }
            guard let lock = try FileLock(folder) else { return false }
            return try withExtendedLifetime(lock) {
                do { try FileManager.default.removeItem(at: folder) } catch {
                    throw FileError.unwritable(file: folder.path, reason: "cannot remove it: \(error.localizedDescription)")
                }
                return true
            }
        }
    }
}
