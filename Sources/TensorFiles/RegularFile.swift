import Foundation

/// An open file that is neither a folder nor a pipe. Reading it is safe from any thread.
final class RegularFile {
    let path: String
    /// In bytes, when it was opened.
    let size: Int
    private let descriptor: Int32

    /// - Throws: `TensorFileError.unreadable`.
    init(_ path: String) throws {
        self.path = path
        // Opening a pipe would wait for its writer without O_NONBLOCK.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw TensorFileError.unreadable(file: path, reason: String(cString: strerror(errno))) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw TensorFileError.unreadable(file: path, reason: "not a regular file")
        }
        size = Int(information.st_size)
    }

    deinit { close(descriptor) }

    /// `count` bytes from an offset on.
    func read(_ count: Int, from offset: Int) throws -> Data {
        guard count > 0 else { return Data() }
        var data = Data(count: count)
        try data.withUnsafeMutableBytes { try read(into: $0, from: offset) }
        return data
    }

    /// All of it, mapped: pages come when they are touched, and stay shared with the system's cache. Whoever shortens the file meanwhile
    /// ends this process; files that are replaced by renaming are safe.
    func mapped() throws -> Data {
        guard size > 0 else { return Data() }
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw TensorFileError.unreadable(file: path, reason: "cannot map it: " + String(cString: strerror(errno)))
        }
        return Data(bytesNoCopy: start, count: size, deallocator: .custom { munmap($0, $1) })
    }

    func read(into bytes: UnsafeMutableRawBufferPointer, from offset: Int) throws {
        var done = 0
        while done < bytes.count {
            let count = pread(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let reason = count == 0 ? "it shrank while being read" : String(cString: strerror(errno))
                throw TensorFileError.unreadable(file: path, reason: reason)
            }
            done += count
        }
    }
}
