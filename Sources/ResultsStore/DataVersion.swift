import Foundation
import GRDB

/// A number that changes whenever somebody, in whatever process, changed a database: what is made from it can be kept until then.
public final class DataVersion: Sendable {
    private let queue: DatabaseQueue?
    private let path: String

    /// Numbers of two watches have nothing to do with each other.
    /// - Throws: ``ResultsStoreError``.
    public init(of database: ResultsDatabase) throws {
        path = database.path
        // Nobody else can change what lies in memory, and what its own process writes does not count as a change.
        queue = try path == ":memory:" ? nil : database.connection()
    }

    /// A look into shared memory: no lock is taken, no page is read.
    public func current() throws -> Int {
        guard let queue else { return 0 }
        do {
            return try queue.unsafeRead { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
        } catch let error as DatabaseError {
            throw ResultsStoreError.database(path: path, operation: "look for changes", message: error.message ?? "\(error)")
        }
    }
}
