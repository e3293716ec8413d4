import Foundation
import GRDB

/// What can keep a store from being used, with what to do about it.
public enum StorageProblem: Sendable, Equatable, CustomStringConvertible {
    case full
    /// The file or its file system is write-protected.
    case notWritable
    /// Another process kept the write lock for this many seconds.
    case locked(seconds: Double)
    case damaged
    case inputOutput(message: String)
    /// SQLite's write-ahead log needs shared memory, which a network file system does not give.
    case networkFileSystem(name: String)
    /// The file has further names, and SQLite keeps a write-ahead log beside each.
    case hardLinked(names: Int)

    public var description: String {
        switch self {
        case .full: "the disk is full; nothing saved is lost: make room, then run again to go on"
        case .notWritable: "the file or its file system is read-only; mend its permissions or name another --store"
        case .locked(let seconds):
            "another process has kept it locked for \(Int(seconds)) s; close that program (a database browser in the "
                + "middle of a change?), then run again to go on"
        case .damaged:
            "the file is damaged; keep a copy of it, then `sqlite3 FILE .recover | sqlite3 NEW` saves what can be read"
        case .inputOutput(let message): "\(message); look at the disk (`dmesg`), then run again to go on"
        case .networkFileSystem(let name):
            "it lies on a network file system (\(name)), where SQLite's write-ahead log is not safe; "
                + "name a --store on a local disk"
        case .hardLinked(let names):
            "the file has \(names) names (hard links), and its write-ahead log belongs to one of them: what is written under one is "
                + "not seen under another; keep one name (`cp` makes a copy of its own) and use symbolic links for others"
        }
    }

    /// The problem behind an SQLite error; nil when the error is none of these.
    init?(_ error: DatabaseError, path: String) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .full
        case .SQLITE_READONLY: self = .notWritable
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(seconds: ResultsDatabase.busySeconds)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged
        case .SQLITE_CANTOPEN:
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            self = StorageProblem.isReadOnly(path) ? .notWritable : .inputOutput(message: error.message ?? "cannot open it")
        case .SQLITE_IOERR:
            // On a full disk the shared-memory file fails this way and does not say why.
            let free = StorageProblem.freeBytes(at: path) ?? .max
            self = free < 1 << 20 ? .full : .inputOutput(message: error.message ?? "disk input/output error")
        default: return nil
        }
    }

    /// Bytes that this process may still write where `path` lies; nil when the system does not tell.
    public static func freeBytes(at path: String) -> Int? {
        var information = statvfs()
        guard statvfs(folder(of: path), &information) == 0 else { return nil }
        return Int(clamping: UInt64(information.f_bavail) * UInt64(information.f_frsize))
    }

    static func isReadOnly(_ path: String) -> Bool {
        access(path, W_OK) != 0 || access(folder(of: path), W_OK) != 0
    }

    private static func folder(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    /// Network file systems as Linux names them. Other FUSE file systems may be local disks.
    private static let networkFileSystems: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "lustre", "ceph", "gpfs", "beegfs", "glusterfs", "ocfs2",
        "gfs2", "coda", "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "fuse.glusterfs", "fuse.ceph", "fuse.curlftpfs",
    ]

    /// Whether other machines may see what lies at `path`, as far as the system tells.
    public static func isOnNetwork(_ path: String) -> Bool { networkFileSystem(at: path) != nil }

    /// The kind of network file system that `path` lies on; nil for a local one, or where the system does not tell.
    static func networkFileSystem(at path: String) -> String? {
        guard let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else { return nil }
        return networkFileSystem(at: URL(fileURLWithPath: folder(of: path)).resolvingSymlinksInPath().path, mounts: mounts)
    }

    /// - Parameter mounts: lines of `device place kind ...`, blanks in places as `\040`; later ones cover earlier ones.
    static func networkFileSystem(at folder: String, mounts: String) -> String? {
        var best = (place: "", kind: "")
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 2 else { continue }
            let place = fields[1].replacingOccurrences(of: "\\040", with: " ")
            let isAbove = place == "/" || folder == place || folder.hasPrefix(place + "/")
            if isAbove, place.count >= best.place.count { best = (place, String(fields[2])) }
        }
        return networkFileSystems.contains(best.kind) ? best.kind : nil
    }
}

extension ResultsStoreError {
    /// Whether the job that met this error is innocent and can go on once the storage is usable again.
    public var isStorageProblem: Bool {
        if case .storage = self { true } else { false }
    }
}
