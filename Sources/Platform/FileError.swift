import Foundation

/// What the file system refused. `file` is the path as the caller gave it.
public enum FileError: Error, Equatable, CustomStringConvertible {
    case unwritable(file: String, reason: String)
    case unreadable(file: String, reason: String)

    /// What `errno` says now.
    public static func unwritable(_ file: String, _ place: String? = nil) -> FileError {
        let reason = String(cString: strerror(errno))
        return .unwritable(file: file, reason: place.map { "\($0): \(reason)" } ?? reason)
    }

    /// What `errno` says now.
    public static func unreadable(_ file: String) -> FileError { .unreadable(file: file, reason: String(cString: strerror(errno))) }

    public var description: String {
        switch self {
        case .unwritable(let file, let reason): "\(file): cannot write: \(reason)"
        case .unreadable(let file, let reason): "\(file): cannot read: \(reason)"
        }
    }
}
