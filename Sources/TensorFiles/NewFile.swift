import Foundation

/// A file that is not there yet: written under a temporary name in the same folder, then renamed over `url`.
///
/// One user at a time. The temporary name begins with "." and ends with ".partial"; one left by a killed process
/// is removed with ``removePartialFiles(in:)``.
final class NewFile {
    private let url: URL
    private let temporary: String
    private var descriptor: Int32

    private init(for url: URL) throws {
        self.url = url
        temporary =
            url.deletingLastPathComponent()
            .appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString).partial").path
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(in: "cannot create a file in \(url.deletingLastPathComponent().path)") }
    }

    /// Makes the file at `url` of what `body` writes; an error leaves what was there.
    /// - Parameter beforeRename: called when the new file is safe on disk and the old one is still in its place.
    static func make(_ url: URL, beforeRename: () throws -> Void = {}, _ body: (NewFile) throws -> Void) throws {
        let file = try NewFile(for: url)
        do {
            try body(file)
            try file.sync()
            try beforeRename()
            try file.rename()
        } catch {
            file.discard()
            throw error
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = Foundation.write(descriptor, part.baseAddress, part.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            rest = rest.dropFirst(count)
        }
    }

    /// The bytes are on the disk when it returns.
    private func sync() throws {
        guard fsync(descriptor) == 0 else { throw failure() }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0 else { throw failure() }
    }

    private func rename() throws {
        guard Foundation.rename(temporary, url.path) == 0 else { throw failure() }
        syncFolder(url.deletingLastPathComponent())
    }

    private func discard() { unlink(temporary) }

    private func failure(in place: String? = nil) -> TensorFileError {
        let reason = String(cString: strerror(errno))
        return .unwritable(file: url.path, reason: place.map { "\($0): \(reason)" } ?? reason)
    }
}

/// Makes renames in a folder durable; a file system that cannot sync a folder is no error.
public func syncFolder(_ url: URL) {
    let descriptor = open(url.path.isEmpty ? "." : url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
}

/// Creates a folder and those above it that are missing, so that a power failure does not take them, and what is synced in
/// them, away again.
/// - Throws: ``TensorFileError/unwritable(file:reason:)``.
public func createFolder(_ url: URL) throws {
    var missing: [URL] = []
    var place = url.standardizedFileURL
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
        missing.append(place)
        place = place.deletingLastPathComponent()
    }
    for folder in missing.reversed() {
        // Another process may be making the same one.
        guard mkdir(folder.path, 0o777) == 0 || errno == EEXIST else {
            throw TensorFileError.unwritable(file: folder.path, reason: String(cString: strerror(errno)))
        }
        syncFolder(folder.deletingLastPathComponent())
    }
}

/// Removes what killed writers left half-written. Only for a folder that nobody else writes to.
public func removePartialFiles(in folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(".") && name.hasSuffix(".partial") {
        unlink(folder.appendingPathComponent(name).path)
    }
}
