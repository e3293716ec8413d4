import Foundation

/// What tells one state of one file from any other: where its content lies, how long it is, and when content and entry were last
/// changed. The last time cannot be set back, by `touch` or by a copy that keeps times.
struct FileStamp: Hashable, Comparable, Sendable {
    let number, device: UInt64
    let bytes: Int
    /// Nanoseconds since 1970: of the last change of the content, and of the file's entry.
    let modified, changed: Int

    /// Of a path that is there.
    init?(_ path: String) {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        self.init(information)
    }

    init(_ information: stat) {
        func nanoseconds(_ time: timespec) -> Int { Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec) }
        #if canImport(Darwin)
        (modified, changed) = (nanoseconds(information.st_mtimespec), nanoseconds(information.st_ctimespec))
        #else
        (modified, changed) = (nanoseconds(information.st_mtim), nanoseconds(information.st_ctim))
        #endif
        (number, device) = (UInt64(information.st_ino), UInt64(truncatingIfNeeded: information.st_dev))
        bytes = Int(information.st_size)
    }

    /// Whether it was changed so long before `now` that another change would bear another time: clocks of files tick in
    /// milliseconds, some in seconds.
    func isAtRest(_ now: Date) -> Bool {
        [modified, changed].allSatisfy { abs(now.timeIntervalSince1970 - Double($0) / 1e9) > 3 }
    }

    static func < (a: FileStamp, b: FileStamp) -> Bool {
        (a.number, a.device, a.bytes, a.modified, a.changed) < (b.number, b.device, b.bytes, b.modified, b.changed)
    }
}

/// Reads a whole file at once. The bytes are a copy: a file that shrinks meanwhile is no danger.
/// - Throws: `DatasetError.badImage` without a path, and what `body` throws.
func withFile<Value>(_ path: String, _ body: (UnsafeRawBufferPointer, FileStamp) throws -> Value) throws -> Value {
    func unreadable(_ reason: String) -> DatasetError { .badImage(path: nil, problem: .unreadable(reason: reason)) }
    // Opening a pipe would wait for its writer without O_NONBLOCK.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(errno == ENOENT ? "no such file" : String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw unreadable(String(cString: strerror(errno))) }
    guard information.st_mode & S_IFMT == S_IFREG else { throw unreadable("not a regular file") }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(information.st_size), alignment: 16)
    defer { buffer.deallocate() }
    var done = 0
    while done < buffer.count {
        let count = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(done))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw unreadable(count == 0 ? "it shrank while being read" : String(cString: strerror(errno))) }
        done += count
    }
    return try body(UnsafeRawBufferPointer(buffer), FileStamp(information))
}

/// Whether a name comes before another by its bytes.
func precedes(_ a: String, _ b: String) -> Bool {
    a.utf8.withContiguousStorageIfAvailable { a in
        b.utf8.withContiguousStorageIfAvailable { b in
            let order = memcmp(a.baseAddress!, b.baseAddress!, min(a.count, b.count))
            return order != 0 ? order < 0 : a.count < b.count
        }
    }.flatMap { $0 } ?? a.utf8.lexicographicallyPrecedes(b.utf8)
}
