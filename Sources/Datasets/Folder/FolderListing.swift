import Choices
import Foundation

/// The captioned images of a folder, found but not yet opened.
struct FolderListing {
    struct Entry {
        /// Relative to the folder.
        var name: String
        var path: String
        /// One or more.
        var captions: [String]
        /// The split that the captions' files prescribe.
        var split: Split?

        var file: URL { URL(fileURLWithPath: path, isDirectory: false) }
    }

    /// Sorted by name.
    private(set) var entries: [Entry] = []
    private(set) var skipped: [SkippedFile] = []
    /// What was read otherwise than one may expect, a sentence each.
    private(set) var remarks: [String] = []
    let folder: String
    private let policy: FileErrorPolicy

    /// Throws: `DatasetError`; with the policy `skip` only for what concerns the folder as a whole.
    init(_ configuration: ImageFolderConfiguration) throws {
        folder =
            configuration.path.count > 1 && configuration.path.hasSuffix("/") ? String(configuration.path.dropLast()) : configuration.path
        policy = configuration.onError
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw DatasetError.noFolder(path: folder)
        }
        switch try captionSource(configuration.captions) {
        case .metadata(let files): try readMetadata(files)
        case .coco(let files): try readCOCO(files)
        case .textFiles: try readTextFiles()
        }
        entries.sort { precedes($0.name, $1.name) }
    }

    mutating func add(_ name: String, captions: [String], split: Split? = nil) {
        entries.append(Entry(name: name, path: path(of: name), captions: captions, split: split))
    }

    /// Stops, or takes down what was wrong, as the policy says.
    mutating func report(_ error: DatasetError, path: String) throws { skipped.append(try policy.skipped(path, error)) }

    mutating func remark(_ text: String) { remarks.append(text) }

    func path(of name: String) -> String { "\(folder)/\(name)" }
    func exists(_ name: String) -> Bool { access(path(of: name), F_OK) == 0 }

    // MARK: Where the captions are

    private enum CaptionSource {
        /// `metadata.jsonl` and `metadata.csv`, relative to the folder.
        case metadata([String])
        case coco([(name: String, split: Split?)])
        case textFiles
    }

    private mutating func captionSource(_ named: String?) throws -> CaptionSource {
        if let named {
            guard isInside(named) else { throw DatasetError.escapingPath(captionFile: "captions", line: nil, name: named) }
            guard exists(named) else { throw DatasetError.badCaptionFile(path: path(of: named), line: nil, problem: "no such file") }
            switch fileEnding(named) {
            case "jsonl", "csv": return .metadata([named])
            case "json": return .coco([(named, nil)])
            default:
                throw DatasetError.badSetting(
                    name: "captions", found: named, allowed: "a .jsonl or .csv file, or a COCO captions .json file")
            }
        }
        if let file = metadata(among: ["metadata.jsonl", "metadata.csv"].filter(exists)) { return .metadata([file]) }
        let coco = try cocoFiles()
        if !coco.isEmpty { return .coco(coco) }
        let below = try files(withExtensions: ["jsonl", "csv"]).filter { ["metadata.jsonl", "metadata.csv"].contains(lastPart($0)) }
        let chosen = Dictionary(grouping: below, by: folderPart).sorted { $0.key < $1.key }.compactMap { metadata(among: $0.value) }
        return chosen.isEmpty ? .textFiles : .metadata(chosen)
    }

    /// Of the metadata files of one folder the one that is read.
    private mutating func metadata(among files: [String]) -> String? {
        let sorted = files.sorted { $0 > $1 }
        if sorted.count > 1 { remark("\(sorted[1]) is not read: \(lastPart(sorted[0])) is beside it") }
        return sorted.first
    }

    // MARK: What is in the folder

    static let imageExtensions: Set<String> = ["png", "jpg", "jpeg"]

    /// Names of all files below the folder whose ending is one of `extensions`, hidden ones left out, sorted.
    mutating func files(withExtensions extensions: Set<String>) throws -> [String] {
        let walk = try FolderWalk(folder, keeping: extensions.contains)
        if let first = walk.repeatedLinks.first {
            let text =
                "\(count(walk.repeatedLinks.count, "link")) to folders not followed, such as \(first): what they lead to is read under "
                + "its own name, or holds this folder"
            if !remarks.contains(text) { remark(text) }
        }
        return walk.files
    }
}

/// "1 file", "3 files".
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

/// The name of a file in its folder.
func lastPart(_ name: String) -> String { String(name.split(separator: "/").last ?? "") }

/// The folder of a file, without the last "/"; nothing at the top.
func folderPart(_ name: String) -> String {
    name.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(name[..<$0]) } ?? ""
}

/// Whether a relative name stays in its folder by its letters; links that lie inside the folder may lead where they want.
func isInside(_ name: String) -> Bool {
    guard !name.isEmpty, !name.hasPrefix("/"), !name.contains("\0") else { return false }
    var depth = 0
    for part in name.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
        depth += part == ".." ? -1 : 1
        if depth < 0 { return false }
    }
    return depth > 0
}

/// "./a//b/../c.png" -> "a/c.png", so that one file has one name.
func normalised(_ name: String) -> String {
    var parts: [Substring] = []
    for part in name.split(separator: "/") where part != "." {
        if part == ".." { parts.removeLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
}

/// The UTF-8 bytes of a caption file, without a byte order mark.
func textBytes(_ path: String) throws -> [UInt8] {
    do {
        return try withFile(path) { bytes, _ in
            let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
            guard String(validating: text, as: UTF8.self) != nil else {
                throw DatasetError.badCaptionFile(path: path, line: nil, problem: "not UTF-8 text; convert it to UTF-8")
            }
            return [UInt8](text)
        }
    } catch DatasetError.badImage(_, .unreadable(let reason)) {
        throw DatasetError.badCaptionFile(path: path, line: nil, problem: "cannot be read (\(reason))")
    }
}
