import Foundation
import GRDB
import Platform

/// A private copy of another store's database at one moment, checked and of this version's schema. The store itself is only
/// read: it may lie on a write-protected disk, be of an older schema, or be in use.
public final class StoreSnapshot: Sendable {
    /// The store's path as it was given.
    public let source: String
    /// The copy. What is changed in it is seen by nobody else.
    public let database: ResultsDatabase

    /// - Parameters:
    ///   - path: of the database.
    ///   - folder: a folder for the copy that nobody else uses. Whoever made it removes it.
    /// - Throws: ``MergeError`` for what cannot be merged, ``ResultsStoreError`` and file errors for a folder that cannot be used.
    public init(of path: String, in folder: URL) throws {
        source = path
        let copy = folder.appendingPathComponent("snapshot.sqlite").path
        try Self.copy(path, to: copy)
        try Self.checkOrigin(of: copy, source: path)
        database = try Self.opened(copy, source: path)
    }

    /// A database that nobody else changes is its own copy.
    public init(sharing database: ResultsDatabase, source: String? = nil) {
        (self.database, self.source) = (database, source ?? database.path)
    }

    public func close() { try? database.close() }

    // MARK: Copying

    private static func copy(_ source: String, to file: String) throws {
        guard let status = FileStatus(source) else { throw MergeError.missing(path: source) }
        guard status.isRegular else { throw MergeError.foreign(path: source, found: "a folder or a device") }
        var reason = "it is changed all the time"
        for _ in 0..<3 {
            if try copyAtRest(source, to: file) { return }
            do { return try copyInUse(source, to: file) } catch let error as DatabaseError {
                if error.resultCode == .SQLITE_NOTADB {
                    throw MergeError.foreign(path: source, found: "a file that is not an SQLite database")
                }
                if error.resultCode == .SQLITE_CORRUPT { throw MergeError.damaged(path: source, found: error.message ?? "\(error)") }
                if error.resultCode == .SQLITE_FULL {
                    throw ResultsStoreError.storage(path: file, operation: "copy \(source) to it", problem: .full)
                }
                // SQLite cannot read a database in use where it may not write beside it: wait until it is at rest.
                reason = error.message ?? "\(error)"
                unlink(file)
                Thread.sleep(forTimeInterval: FileStatus.restSeconds)
            }
        }
        throw MergeError.unreadable(path: source, reason: reason)
    }

    /// Copies the database and its log when nobody writes to them: that needs no lock and leaves nothing beside them.
    /// - Returns: false, with nothing copied, when somebody does.
    private static func copyAtRest(_ source: String, to file: String) throws -> Bool {
        let names = [("", ""), ("-wal", "-wal")]
        let before = names.map { FileStatus(source + $0.0) }
        guard before.allSatisfy({ $0?.isAtRest ?? true }) else { return false }
        for (name, status) in zip(names, before) where status != nil {
            try copyFile(URL(fileURLWithPath: source + name.0), to: URL(fileURLWithPath: file + name.1))
        }
        if names.map({ FileStatus(source + $0.0) }) == before { return true }
        for name in names { unlink(file + name.1) }
        return false
    }

    private static func copyInUse(_ source: String, to file: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(ResultsDatabase.busySeconds)
        let queue = try DatabaseQueue(path: source.hasPrefix("/") ? source : "./" + source, configuration: configuration)
        try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [file]) }
        try queue.close()
    }

    // MARK: Checking

    private static func checkOrigin(of copy: String, source: String) throws {
        do {
            let queue = try DatabaseQueue(path: copy)
            let (identifier, tables) = try queue.read { db in
                (
                    try Int32.fetchOne(db, sql: "PRAGMA application_id"),
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
                )
            }
            guard identifier == Schema.applicationID, tables > 0 else {
                throw MergeError.foreign(path: source, found: tables == 0 ? "an empty database" : "the database of another program")
            }
            let problem = try queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check(1)") }
            guard problem == "ok" else { throw MergeError.damaged(path: source, found: problem ?? "no answer of integrity_check") }
            try queue.close()
        } catch let error as DatabaseError {
            if error.resultCode == .SQLITE_NOTADB { throw MergeError.foreign(path: source, found: "a file that is not an SQLite database") }
            throw MergeError.damaged(path: source, found: error.message ?? "\(error)")
        }
    }

    private static func opened(_ copy: String, source: String) throws -> ResultsDatabase {
        do {
            return try ResultsDatabase(path: copy, access: .readWrite)
        } catch ResultsStoreError.newerSchema(_, let unknown, let known) {
            throw MergeError.newer(path: source, unknown: unknown, known: known)
        } catch ResultsStoreError.foreignFile(_, let found) {
            throw MergeError.foreign(path: source, found: found)
        } catch ResultsStoreError.storage(_, _, .damaged) {
            throw MergeError.damaged(path: source, found: "its schema cannot be brought up to date")
        } catch ResultsStoreError.database(_, _, let message) {
            throw MergeError.damaged(path: source, found: message)
        }
    }
}
