import Foundation

/// What the file system refused. `file` is the path as the caller gave it.
public enum FileError: Error, Equatable, CustomStringConvertible {
    case unwritable(file: String, reason: String)

    /// What `errno` says now.
    public static func unwritable(_ file: String, _ place: String? = nil) -> FileError {
        let reason = String(cString: strerror(errno))
        return .unwritable(file: file, reason: place.map { "\($0): \(reason)" } ?? reason)
    }

    public var description: String {
        switch self {
        case .unwritable(let file, let reason): "\(file): cannot write: \(reason)"
        }
    }
}
