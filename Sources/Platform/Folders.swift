import Foundation

/// Makes what was written to a file, or the names in a folder, durable.
/// - Returns: false where the file system cannot do that, or not for folders.
@discardableResult
public func syncFile(_ path: String) -> Bool {
    let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
}

/// Makes renames in a folder durable; a file system that cannot sync a folder is no error.
public func syncFolder(_ url: URL) { syncFile(url.path) }

/// Makes everything durable that was written to the disk that a folder lies on.
/// - Returns: false where that failed.
public func syncDisk(_ url: URL) -> Bool {
    let descriptor = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return syncfs(descriptor) == 0
}

/// syncfs(2), which the C library's module leaves out.
@_silgen_name("syncfs") private func syncfs(_ descriptor: Int32) -> Int32

/// Creates a folder and those above it that are missing, so that a power failure does not take them, and what is synced in
/// them, away again.
public func createFolder(_ url: URL) throws(FileError) {
    var missing: [URL] = []
    var place = url.standardizedFileURL
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
        missing.append(place)
        place = place.deletingLastPathComponent()
    }
    for folder in missing.reversed() {
        // Another process may be making the same one.
        guard mkdir(folder.path, 0o777) == 0 || errno == EEXIST else { throw .unwritable(folder.path) }
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
