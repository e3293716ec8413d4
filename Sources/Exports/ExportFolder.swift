import Foundation
import Platform

/// The folder that an export makes: every file in it appears whole, and a list says which files are the export's.
public final class ExportFolder {
    /// Names the files of an export, a line each.
    private static let list = ".fusiongrid-export"

    public let url: URL
    private var written: [String] = []

    /// - Parameter replacing: whether a folder with files may be written to. Files that an earlier export listed are removed then, and
    ///   half-written ones; all others stay.
    /// - Throws: ``ExportsError/folderNotEmpty(path:)``, ``ExportsError/notAFolder(path:)``; `FileError`.
    public init(_ url: URL, replacing: Bool) throws {
        self.url = url
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) {
            guard isFolder.boolValue else { throw ExportsError.notAFolder(path: url.path) }
            let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
            guard names.isEmpty || replacing else { throw ExportsError.folderNotEmpty(path: url.path) }
            if !names.isEmpty { removeEarlier() }
        }
        try createFolder(url)
    }

    /// Makes the file at `path` (relative to the folder) of what `body` writes, and the folders above it.
    public func write(_ path: String, _ body: (NewFile) throws -> Void) throws {
        try place(path) { try NewFile.make($0, body) }
    }

    /// For writers that make a whole file themselves.
    public func place(_ path: String, _ write: (URL) throws -> Void) throws {
        let file = url.appendingPathComponent(path)
        try createFolder(file.deletingLastPathComponent())
        try write(file)
        written.append(path)
    }

    public func write(_ path: String, _ data: Data) throws {
        try write(path) { file in try data.withUnsafeBytes { try file.write($0) } }
    }

    public func write(_ path: String, _ text: String) throws { try write(path, Data(text.utf8)) }

    /// Writes the list: the export is complete.
    public func finish() throws {
        let names = written.sorted().joined(separator: "\n")
        try writeFile(Data((names + "\n").utf8), to: url.appendingPathComponent(Self.list))
    }

    private func removeEarlier() {
        let list = url.appendingPathComponent(Self.list)
        let paths = ((try? String(contentsOf: list, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
        var folders: Set<String> = [url.path]
        // A list that somebody edited must not reach out of the folder.
        for path in paths where !path.hasPrefix("/") && !path.split(separator: "/").contains("..") {
            let file = url.appendingPathComponent(path)
            folders.insert(file.deletingLastPathComponent().path)
            unlink(file.path)
        }
        for folder in folders { removePartialFiles(in: URL(fileURLWithPath: folder, isDirectory: true)) }
        // Folders that are empty now go, the deepest first; rmdir leaves the others alone.
        for folder in folders.sorted(by: { $0.count > $1.count }) where folder != url.path {
            var place = URL(fileURLWithPath: folder, isDirectory: true)
            while place.path.hasPrefix(url.path + "/"), rmdir(place.path) == 0 { place.deleteLastPathComponent() }
        }
        unlink(list.path)
    }
}
