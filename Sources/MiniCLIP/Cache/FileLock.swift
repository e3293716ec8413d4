import Foundation

/// An exclusive lock that threads and processes share through a file; the system frees it when its holder ends.
struct FileLock {
    private let descriptor: Int32

    /// Waits until the lock is free.
    /// - Throws: `MiniCLIPError.stopped` when `shouldStop` says so meanwhile; `.fileSystem` when the file cannot be opened.
    init(path: String, shouldStop: () -> Bool) throws {
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw MiniCLIPError.fileSystem(path: path, problem: String(cString: strerror(errno)))
        }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let problem = errno
            if problem == EWOULDBLOCK || problem == EINTR {
                if !shouldStop() {
                    usleep(100_000)
                    continue
                }
                close(descriptor)
                throw MiniCLIPError.stopped
            }
            close(descriptor)
            throw MiniCLIPError.fileSystem(path: path, problem: String(cString: strerror(problem)))
        }
    }

    /// The file stays: removing it would let two holders lock two files of one name.
    func release() { close(descriptor) }
}
