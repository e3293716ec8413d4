import Foundation
import TensorFiles
import Training

/// The right to write a job's files, held by one process at a time and given back by the kernel when that process ends,
/// however it ends. A runner that lost its lease but still lives keeps it, so nobody writes beside it.
final class JobLock {
    private let descriptor: Int32

    /// Creates the job's folder where it is missing.
    /// - Returns: nil when another process (or another worker of this one) has the lock.
    init?(_ files: JobFiles) throws {
        try files.create()
        descriptor = open(files.folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw TensorFileError.unwritable(file: files.folder.path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK { return nil }
            throw TensorFileError.unwritable(file: files.folder.path, reason: "cannot lock it: \(String(cString: strerror(errno)))")
        }
        removePartialFiles(in: files.folder)
    }

    deinit { close(descriptor) }
}
