import Foundation

/// What tells whether a file was written to.
public struct FileStatus: Equatable, Sendable {
    /// The system's clock for files ticks some hundred times a second, and a network's may be a little off.
    public static let restSeconds = 2.0

    private let device: UInt64
    private let number: UInt64
    private let size: Int
    private let modified: [Int]
    public let isRegular: Bool

    /// nil for a file that is not there.
    public init?(_ path: String) {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        (device, number) = (UInt64(information.st_dev), UInt64(information.st_ino))
        (size, isRegular) = (Int(information.st_size), information.st_mode & S_IFMT == S_IFREG)
        #if canImport(Darwin)
        modified = [information.st_mtimespec.tv_sec, information.st_mtimespec.tv_nsec]
        #else
        modified = [information.st_mtim.tv_sec, information.st_mtim.tv_nsec]
        #endif
    }

    /// Nobody wrote to it for a while.
    public var isAtRest: Bool { abs(Date().timeIntervalSince1970 - Double(modified[0])) > Self.restSeconds + 1 }

    /// Two names of one file.
    public func isSameFile(as other: FileStatus) -> Bool { device == other.device && number == other.number }
}
