import Foundation

/// An advisory lock on a file or a folder, shared by threads and processes. The kernel gives it back when its holder ends,
/// however it ends, and not before.
///
/// The file stays: removing it would let two holders lock two files of one name.
public final class FileLock: Sendable {
    private let descriptor: Int32

    /// - Parameter url: a folder that is there, or a file, which is made where it is missing.
    /// - Returns: nil when another process (or another thread of this one) has the lock.
    public init?(_ url: URL) throws(FileError) {
        let flags = url.hasDirectoryPath ? O_RDONLY | O_DIRECTORY : O_RDWR | O_CREAT
        descriptor = open(url.path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(url.path) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return nil }
            guard errno == EINTR else { throw .unwritable(url.path, "cannot lock it") }
        }
    }

    /// Runs `body` when the lock is free, and holds it meanwhile.
    /// - Throws: `Stopped` when a stop is requested before it is free; `FileError`; what `body` throws.
    public static func holding<Value>(_ url: URL, stop: StopSignal, _ body: () throws -> Value) throws -> Value {
        while true {
            if let lock = try FileLock(url) { return try withExtendedLifetime(lock, body) }
            try stop.check()
            usleep(100_000)
        }
    }

    deinit { close(descriptor) }
}
