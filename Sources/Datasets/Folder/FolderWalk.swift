import Foundation

/// The files below a folder, found by listing it and every folder in it. Links to folders are followed, so that each real
/// folder is listed once: a link into the folder itself, or to one that holds it, would repeat pictures or never end.
struct FolderWalk {
    /// Names relative to the folder, sorted. Hidden files are not among them.
    private(set) var files: [String] = []
    /// Links to folders that were not followed, sorted.
    private(set) var repeatedLinks: [String] = []

    private var visited: Set<Place> = []

    private struct Place: Hashable {
        let device, number: UInt64

        init?(_ path: String) {
            var information = stat()
            guard stat(path, &information) == 0 else { return nil }
            (device, number) = (UInt64(information.st_dev), UInt64(information.st_ino))
        }
    }

    /// - Parameter keeps: whether a file of this ending, in lower case and without the dot, is wanted.
    /// - Throws: `DatasetError.badCaptionFile` for a folder that cannot be listed.
    init(_ folder: String, keeping keeps: (String) -> Bool) throws {
        var above = URL(fileURLWithPath: folder, isDirectory: true).resolvingSymlinksInPath()
        while above.pathComponents.count > 1 {
            above.deleteLastPathComponent()
            if let place = Place(above.path) { visited.insert(place) }
        }
        // What lies in the folder itself keeps its own name; links come after it, in the order of their names.
        var pending = [""], links: [String] = []
        while let name = pending.popLast() ?? links.first {
            let isLink = links.first == name
            if isLink { links.removeFirst() }
            let path = name.isEmpty ? folder : "\(folder)/\(name)"
            if let place = Place(path), !visited.insert(place).inserted {
                if isLink { repeatedLinks.append(name) }
                continue
            }
            let (folders, linked) = try list(path, as: name, keeping: keeps)
            pending += folders
            if !linked.isEmpty { links = (links + linked).sorted(by: precedes) }
        }
        files.sort(by: precedes)
        repeatedLinks.sort(by: precedes)
    }

    private mutating func list(_ path: String, as name: String, keeping keeps: (String) -> Bool) throws -> (
        folders: [String], links: [String]
    ) {
        var folders: [String] = [], links: [String] = []
        for entry in try folderEntries(path) where !entry.name.hasPrefix(".") {
            let relative = name.isEmpty ? entry.name : "\(name)/\(entry.name)"
            switch entry.kind {
            case .folder: folders.append(relative)
            case .linkedFolder: links.append(relative)
            // A link that leads nowhere is a file that cannot be read, which whoever reads it says.
            case .file, .brokenLink: if keeps(fileEnding(entry.name)) { files.append(relative) }
            case .other: break
            }
        }
        return (folders, links)
    }
}

struct FolderEntry {
    enum Kind { case file, folder, linkedFolder, brokenLink, other }

    var name: String
    var kind: Kind
}

/// What is in one folder, in no order.
/// - Throws: `DatasetError.badCaptionFile`.
func folderEntries(_ path: String) throws -> [FolderEntry] {
    guard let folder = opendir(path) else {
        throw DatasetError.badCaptionFile(path: path, line: nil, problem: "cannot be listed (\(String(cString: strerror(errno))))")
    }
    defer { closedir(folder) }
    var entries: [FolderEntry] = []
    while let entry = readdir(folder) {
        let name = String(cString: UnsafeRawPointer(entry).advanced(by: nameOffset).assumingMemoryBound(to: CChar.self))
        guard name != ".", name != ".." else { continue }
        let kind: FolderEntry.Kind
        switch Int32(entry.pointee.d_type) {
        case Int32(DT_REG): kind = .file
        case Int32(DT_DIR): kind = .folder
        case Int32(DT_LNK), Int32(DT_UNKNOWN): kind = kindOfFile("\(path)/\(name)")
        default: kind = .other
        }
        entries.append(FolderEntry(name: name, kind: kind))
    }
    return entries
}

private let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name)!

/// Asked where the folder's own list does not say it.
private func kindOfFile(_ path: String) -> FolderEntry.Kind {
    var itself = stat(), target = stat()
    guard lstat(path, &itself) == 0 else { return .other }
    guard stat(path, &target) == 0 else { return .brokenLink }
    switch target.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return itself.st_mode & S_IFMT == S_IFLNK ? .linkedFolder : .folder
    default: return .other
    }
}

/// "sub/a.PNG" -> "png"; nothing for a name without an ending.
func fileEnding(_ name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    let ending = name[name.index(after: dot)...]
    return ending.utf8.contains(UInt8(ascii: "/")) ? "" : ending.lowercased()
}

/// "sub/a.PNG" -> "sub/a".
func withoutEnding(_ name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), !name[dot...].utf8.contains(UInt8(ascii: "/")) else { return name }
    return String(name[..<dot])
}
