import Foundation
import GRDB
import Platform
import Synchronization

/// The results of all jobs in one SQLite file (WAL), shared safely by any number of threads and
/// processes on one machine. Network file systems are not supported: SQLite's WAL needs shared memory.
///
/// Every writing method is one transaction that leaves the store consistent or unchanged. What is written survives the
/// end of the process at once, and a power failure from the next ``sync()`` on: a power failure undoes the last
/// transactions whole, latest first. Methods block the calling thread. All of them throw ``ResultsStoreError``.
public final class ResultsDatabase: Sendable {
    public enum Access: Sendable, Equatable {
        case readWrite
        case readOnly
    }

    /// The file's path, or ":memory:".
    public let path: String
    public let access: Access
    private let reader: any DatabaseReader
    private let writer: (any DatabaseWriter)?
    private let kept = Mutex<KeptJobs?>(nil)

    /// Opens a database; with `.readWrite` a missing file is created and an older schema is updated.
    ///
    /// - Throws: ``ResultsStoreError`` for a missing file or folder, a file that is not ours, and a
    ///   schema newer than this version (or older, under `.readOnly`).
    public init(path: String, access: Access) throws {
        self.path = path
        self.access = access
        try ResultsDatabase.checkFile(path: path, access: access)
        do {
            if access == .readOnly, ResultsDatabase.isAtRest(path), StorageProblem.isReadOnly(path) {
                reader = try ResultsDatabase.immutable(path)
                writer = nil
                return
            }
            let pool = try DatabasePool(path: ResultsDatabase.fileName(path), configuration: ResultsDatabase.configuration(access))
            try pool.read { try ResultsDatabase.checkOrigin($0, path: path, access: access) }
            reader = pool
            if access == .readWrite {
                try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
                try ResultsDatabase.migrate(pool, path: path)
                // The names of the file and its log must last as well as what is synced in them (not every file system can say so).
                _ = syncFile(ResultsDatabase.folder(of: path))
                // From here on sync() says when: a job makes ten small transactions for each that must be on disk.
                try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
                writer = pool
            } else {
                writer = nil
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw ResultsStoreError.foreignFile(path: path, found: "a file that is not an SQLite database")
        } catch let error as DatabaseError {
            throw ResultsDatabase.translated(error, path: path, operation: "open it")
        }
    }

    /// A private database in memory, for tests and dry runs.
    public static func inMemory() throws -> ResultsDatabase {
        let queue = try DatabaseQueue(configuration: configuration(.readWrite))
        try Schema.migrator.migrate(queue)
        return ResultsDatabase(path: ":memory:", queue: queue)
    }

    private init(path: String, queue: DatabaseQueue) {
        self.path = path
        access = .readWrite
        reader = queue
        writer = queue
    }

    /// Moves what the log holds into the file, so that a copy of the file alone is whole, and closes all connections; later
    /// calls throw. While others read an earlier state the log keeps what came after it.
    public func close() throws {
        try mapped("close it") {
            if path != ":memory:" { try writer?.writeWithoutTransaction { _ = try $0.checkpoint(.passive) } }
            try reader.close()
        }
    }

    /// A name that SQLite takes for a path, whatever it begins with (`file:` would be a URI).
    private static func fileName(_ path: String) -> String { path.hasPrefix("/") ? path : "./" + path }

    /// No process has the database open for writing, and its file holds everything.
    private static func isAtRest(_ path: String) -> Bool {
        let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
        return log == nil || log == 0
    }

    /// A database on a write-protected disk, where the files beside it that sharing needs cannot be made.
    private static func immutable(_ path: String) throws -> DatabaseQueue {
        let name = URL(fileURLWithPath: path).absoluteString + "?immutable=1"
        let queue = try DatabaseQueue(path: name, configuration: configuration(.readOnly))
        try queue.read { try checkOrigin($0, path: path, access: .readOnly) }
        return queue
    }

    /// A connection of its own that only reads, beside the pool.
    func connection() throws -> DatabaseQueue {
        try mapped("open it") {
            if access == .readOnly, ResultsDatabase.isAtRest(path), StorageProblem.isReadOnly(path) {
                return try ResultsDatabase.immutable(path)
            }
            return try DatabaseQueue(path: ResultsDatabase.fileName(path), configuration: ResultsDatabase.configuration(.readOnly))
        }
    }

    /// Writes a compact single-file copy (no WAL files beside it), for keeping with a paper.
    public func copy(to destination: String) throws {
        try mapped("copy it to \(destination)") { try ResultsDatabase.writeCopy(of: reader, to: destination) }
    }

    // MARK: Access for the other files of this target

    var keptJobs: KeptJobs? { kept.withLock { $0 } }

    /// From now on keeps in memory what reports ask of every job: states, costs, measurements and the last values of metrics (a kilobyte a
    /// job, more or less). They are brought up to date by the jobs that changed since somebody asked, whoever changed them, so that what
    /// is asked for is never older than its question. For programs that report again and again; one in memory is as fast without.
    public func keepJobs() throws {
        guard path != ":memory:" else { return }
        let jobs = KeptJobs(version: try DataVersion(of: self))
        kept.withLock { $0 = jobs }
    }

    func read<Value>(_ operation: String, _ body: (Database) throws -> Value) throws -> Value {
        try mapped(operation) { try reader.read(body) }
    }

    /// Groups the writes that `body` makes on this thread into one transaction: all or none of them, and one sync.
    public func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        try write("write") { db in
            try OpenTransaction.$current.withValue(OpenTransaction(owner: self, db: db)) { try body() }
        }
    }

    /// Returns when everything written so far, by whomever, would survive a power failure. What ``transaction(_:)`` still
    /// holds open is not written yet.
    ///
    /// Call it before a file that builds on the written rows, such as a checkpoint, takes its place on disk.
    public func sync() throws {
        guard writer != nil, path != ":memory:" else { return }
        // What left the log for the database file was synced then.
        guard syncFile(path + "-wal") || errno == ENOENT else { throw ResultsDatabase.syncFailure(path) }
    }

    private static func syncFailure(_ path: String) -> ResultsStoreError {
        .storage(path: path, operation: "sync it", problem: .inputOutput(message: String(cString: strerror(errno))))
    }

    private static func folder(of path: String) -> String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    /// One immediate transaction, or a part of the one that is open: rolled back when `body` throws.
    func write<Value>(_ operation: String, _ body: (Database) throws -> Value) throws -> Value {
        guard let writer else { throw ResultsStoreError.readOnly(path: path) }
        if let open = OpenTransaction.current, open.owner === self { return try body(open.db) }
        return try mapped(operation) { try writer.write(body) }
    }

    /// One immediate transaction that reads another database beside this one, as `other.TABLE`: rolled back when `body` throws.
    func write<Value>(_ operation: String, attaching other: String, _ body: (Database) throws -> Value) throws -> Value {
        guard let writer else { throw ResultsStoreError.readOnly(path: path) }
        return try mapped(operation) {
            try writer.writeWithoutTransaction { db in
                try db.execute(sql: "ATTACH DATABASE ? AS other", arguments: [ResultsDatabase.fileName(other)])
                defer { try? db.execute(sql: "DETACH DATABASE other") }
                var value: Value?
                try db.inTransaction(.immediate) {
                    value = try body(db)
                    return .commit
                }
                return value!
            }
        }
    }

    private func mapped<Value>(_ operation: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw ResultsDatabase.translated(error, path: path, operation: operation)
        } catch ResultsStoreError.corrupt(nil, let table, let column, let found) {
            throw ResultsStoreError.corrupt(path: path, table: table, column: column, found: found)
        } catch is RowDecodingError {
            throw ResultsStoreError.storage(path: path, operation: operation, problem: .damaged)
        }
    }

    private static func translated(_ error: DatabaseError, path: String, operation: String) -> ResultsStoreError {
        if let problem = StorageProblem(error, path: path) {
            return .storage(path: path, operation: operation, problem: problem)
        }
        return .database(path: path, operation: operation, message: error.message ?? "\(error)")
    }

    // MARK: Opening

    /// Other processes hold the write lock for the length of one transaction; who waits longer gives up.
    static let busySeconds = 60.0

    private static func configuration(_ access: Access) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = access == .readOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busySeconds)
        configuration.maximumReaderCount = 8
        return configuration
    }

    private static func checkFile(path: String, access: Access) throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            if isFolder.boolValue { throw ResultsStoreError.foreignFile(path: path, found: "a folder") }
            guard access == .readWrite else { return }
            if let name = StorageProblem.networkFileSystem(at: path) {
                throw ResultsStoreError.storage(path: path, operation: "open it", problem: .networkFileSystem(name: name))
            }
            if StorageProblem.isReadOnly(path) {
                throw ResultsStoreError.storage(path: path, operation: "open it for writing", problem: .notWritable)
            }
            let names = try? FileManager.default.attributesOfItem(atPath: path)[.referenceCount] as? Int
            if let names, names > 1 {
                throw ResultsStoreError.storage(path: path, operation: "open it for writing", problem: .hardLinked(names: names))
            }
            return
        }
        if access == .readOnly { throw ResultsStoreError.missingFile(path: path) }
        if let name = StorageProblem.networkFileSystem(at: path) {
            throw ResultsStoreError.storage(path: path, operation: "create it", problem: .networkFileSystem(name: name))
        }
        let folder = folder(of: path)
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw ResultsStoreError.missingFolder(path: path, folder: folder)
        }
    }

    /// - Parameter schema: `main`, or the name of an attached database.
    static func checkOrigin(_ db: Database, path: String, access: Access, schema: String = "main") throws {
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(schema).sqlite_master") ?? 0
        if tables == 0 && access == .readWrite { return }
        let identifier = try Int32.fetchOne(db, sql: "PRAGMA \(schema).application_id")
        let hasList = try Int.fetchOne(db, sql: "SELECT 1 FROM \(schema).sqlite_master WHERE name = 'grdb_migrations'") != nil
        let migrations = try hasList ? String.fetchSet(db, sql: "SELECT identifier FROM \(schema).grdb_migrations") : []
        // A database whose first migration is still running in another process has only the list.
        if migrations.isEmpty && tables <= 2 && access == .readWrite { return }
        guard identifier == Schema.applicationID else {
            throw ResultsStoreError.foreignFile(
                path: path, found: tables == 0 ? "an empty database" : "the database of another program")
        }
        let known = Schema.migrator.migrations
        let unknown = migrations.subtracting(known).sorted()
        guard unknown.isEmpty else {
            throw ResultsStoreError.newerSchema(path: path, unknown: unknown, known: known)
        }
        let missing = known.filter { !migrations.contains($0) }
        if access == .readOnly, !missing.isEmpty {
            throw ResultsStoreError.olderSchema(path: path, missing: missing)
        }
    }

    /// Two processes that open a new file together both try to migrate it: the one that comes second
    /// fails and then finds the work done. A database of an older schema is copied aside first.
    private static func migrate(_ pool: DatabasePool, path: String) throws {
        for attempt in 1... {
            do {
                let applied = try pool.read { try Schema.migrator.appliedIdentifiers($0) }
                if Schema.migrator.migrations.allSatisfy(applied.contains) { return }
                if let last = Schema.migrator.migrations.last(where: applied.contains) {
                    try backUp(pool, to: "\(path).before-\(last)-was-updated")
                }
                try Schema.migrator.migrate(pool)
                return giveBackFreePages(pool, path: path)
            } catch {
                if try pool.read({ try Schema.migrator.hasCompletedMigrations($0) }) { return }
                if attempt == 5 || error is ResultsStoreError || isNoRace(error, path: path) { throw error }
                Thread.sleep(forTimeInterval: 0.05 * Double(attempt))
            }
        }
    }

    /// A damaged file or a full disk: trying again changes nothing.
    private static func isNoRace(_ error: any Error, path: String) -> Bool {
        guard let error = error as? DatabaseError, let problem = StorageProblem(error, path: path) else { return false }
        if case .locked = problem { return false }
        return true
    }

    /// An update that moves much leaves much of the file free. Whether it can be made smaller (room for a copy, nobody
    /// else in it) is no condition for using it: later rows fill the free pages.
    private static func giveBackFreePages(_ pool: DatabasePool, path: String) {
        let counts = try? pool.read { db in
            try ["freelist_count", "page_count", "page_size"].map { try Int.fetchOne(db, sql: "PRAGMA \($0)") ?? 0 }
        }
        guard let counts, counts[0] > counts[1] / 4, let room = StorageProblem.freeBytes(at: path) else { return }
        if room / 3 > counts[1] * counts[2] { try? pool.vacuum() }
    }

    /// Rewrites the file without its free pages.
    func vacuum() throws {
        try mapped("give back free pages") {
            try writer?.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM")
                // The smaller file is in the log now; while somebody reads an earlier state it stays there.
                if path != ":memory:" { _ = try db.checkpoint(.passive) }
            }
        }
    }

    private static func backUp(_ pool: DatabasePool, to destination: String) throws {
        guard !FileManager.default.fileExists(atPath: destination) else { return }
        try writeCopy(of: pool, to: destination)
    }

    /// Whole or not at all, and synced.
    private static func writeCopy(of reader: any DatabaseReader, to destination: String) throws {
        let temporary = "\(destination).\(UUID().uuidString).partial"
        defer { unlink(temporary) }
        try reader.unsafeRead { try $0.execute(sql: "VACUUM INTO ?", arguments: [fileName(temporary)]) }
        guard syncFile(temporary), rename(temporary, destination) == 0 else {
            throw ResultsStoreError.database(
                path: destination, operation: "write a copy", message: String(cString: strerror(errno)))
        }
        syncFile(folder(of: destination))
    }
}

/// The transaction that `transaction(_:)` holds open.
private final class OpenTransaction: @unchecked Sendable {  // used on the thread that opened it only
    @TaskLocal static var current: OpenTransaction?
    let owner: ResultsDatabase
    let db: Database

    init(owner: ResultsDatabase, db: Database) {
        self.owner = owner
        self.db = db
    }
}
