import Foundation

/// Copies the content of a regular file to a new one and syncs it.
///
/// `target` must not be there; a copy that failed half-way is removed.
/// - Throws: `FileError` that names the file which could not be read or written.
public func copyFile(_ source: URL, to target: URL) throws(FileError) {
    let input = open(source.path, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw .unreadable(source.path) }
    defer { close(input) }
    let output = open(target.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard output >= 0 else { throw .unwritable(target.path) }
    defer { close(output) }
    do throws(FileError) {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(input, &buffer, buffer.count)
            if count == 0 { break }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError.unreadable(source.path) }
            let isWritten = buffer.withUnsafeBytes { writeAll(UnsafeRawBufferPointer(rebasing: $0[..<count]), to: output) }
            guard isWritten else { throw FileError.unwritable(target.path) }
        }
        guard fsync(output) == 0 else { throw FileError.unwritable(target.path) }
    } catch {
        unlink(target.path)
        throw error
    }
}
