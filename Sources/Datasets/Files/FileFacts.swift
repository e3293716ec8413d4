import Foundation

/// What is known of one file's content once it has been read.
struct FileFacts: Equatable, Sendable {
    /// SHA-256 of the bytes, as they lie in memory.
    let digest: (UInt64, UInt64, UInt64, UInt64)
    /// What else the kind of data needs to know without reading again.
    let detail: UInt64

    init(of bytes: UnsafeRawBufferPointer, detail: UInt64) {
        digest = ContentHash.digest(of: bytes).withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self) }
        self.detail = detail
    }

    static func == (a: FileFacts, b: FileFacts) -> Bool { a.digest == b.digest && a.detail == b.detail }

    /// 32 bytes.
    var digestBytes: Data { withUnsafeBytes(of: digest) { Data($0) } }
}

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
