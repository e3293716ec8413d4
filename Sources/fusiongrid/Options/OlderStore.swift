import Foundation
import Platform
import ResultsStore
import Synchronization

/// A store of an older schema, read through a copy of this moment that has today's. The store itself stays as it is: who still
/// uses it with the older program is not disturbed.
enum OlderStore {
    private static let copies = Mutex<[URL]>([])

    static func copy(of path: String) throws -> ResultsDatabase {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fusiongrid-\(UUID().uuidString)", isDirectory: true)
        try createFolder(folder)
        let isFirst = copies.withLock { copies in
            copies.append(folder)
            return copies.count == 1
        }
        if isFirst { atexit { OlderStore.removeCopies() } }
        let database = try StoreSnapshot(of: path, in: folder).database
        printError("note: \(path) is of an older version: this reads a copy; what writes (`run`, `tag`) updates it")
        return database
    }

    private static func removeCopies() {
        for folder in copies.withLock({ $0 }) { try? FileManager.default.removeItem(at: folder) }
    }
}
