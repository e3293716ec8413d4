import HumanEvaluation
import ResultsStore
import Synchronization

/// The one way by which pages change a store: votes, and the names of those who give them.
///
/// The store is opened for writing when the first of them comes, so that a server whom nobody votes at never writes.
public final class VoteBox: Sendable {
    private let open: @Sendable () throws -> ResultsDatabase
    private let opened = Mutex<ResultsDatabase?>(nil)

    /// - Parameter open: for writing.
    public init(_ open: @escaping @Sendable () throws -> ResultsDatabase) { self.open = open }

    /// - Throws: why the store cannot be written to.
    func desk() throws -> StudyDesk {
        try opened.withLock { opened in
            if let opened { return StudyDesk(opened) }
            let store = try open()
            opened = store
            return StudyDesk(store)
        }
    }

    /// When nobody is served any more; the store's file holds everything then.
    public func close() throws {
        try opened.withLock { opened in
            try opened?.close()
            opened = nil
        }
    }
}
