import Foundation

/// A file that is not there yet: written under a temporary name in the same folder, then renamed over `url`.
///
/// One user at a time. The temporary name begins with "." and ends with ".partial"; one left by a killed process
/// is removed with ``removePartialFiles(in:)``.
public final class NewFile {
    private let url: URL
    private let temporary: String
    private var descriptor: Int32

    private init(for url: URL) throws(FileError) {
        self.url = url
        temporary =
            url.deletingLastPathComponent()
            .appendingPathComponent(".\(UUID().uuidString).partial").path
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .unwritable(url.path, "cannot create a file in \(url.deletingLastPathComponent().path)")
        }
    }

    /// Makes the file at `url` of what `body` writes; an error leaves what was there.
    /// - Parameter beforeRename: called when the new file is safe on disk and the old one is still in its place.
    /// - Throws: `FileError`, and what the closures throw.
    public static func make(_ url: URL, beforeRename: () throws -> Void = {}, _ body: (NewFile) throws -> Void) throws {
        var information = stat()
        // A rename would put a file in the place of `/dev/null` itself.
        if stat(url.path, &information) == 0, information.st_mode & S_IFMT != S_IFREG {
            throw FileError.unwritable(file: url.path, reason: "it is there and not a regular file")
        }
        let file = try NewFile(for: url)
        do {
            try body(file)
            try file.sync()
            try beforeRename()
            try file.rename()
        } catch {
            unlink(file.temporary)
            throw error
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        guard writeAll(bytes, to: descriptor) else { throw .unwritable(url.path) }
    }

    /// The bytes are on the disk when it returns.
    private func sync() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw .unwritable(url.path) }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0 else { throw .unwritable(url.path) }
    }

    private func rename() throws(FileError) {
        guard Foundation.rename(temporary, url.path) == 0 else { throw .unwritable(url.path) }
        syncFolder(url.deletingLastPathComponent())
    }
}

/// Makes the file at `url` of `data`, whole or not at all.
public func writeFile(_ data: Data, to url: URL) throws {
    try NewFile.make(url) { file in try data.withUnsafeBytes { try file.write($0) } }
}

/// Writes every byte, in as many calls as it takes.
/// - Returns: false with the cause in `errno`.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = write(descriptor, part.baseAddress, part.count)
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if count < 0, errno == EAGAIN {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&waiting, 1, -1)
        } else if count == 0 || errno != EINTR {
            return false
        }
    }
    return true
}
