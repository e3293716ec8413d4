import Choices
import Foundation

/// The captioned images of a folder, found but not yet opened.
struct FolderListing {
    struct Entry {
        /// Relative to the folder.
        var name: String
        var file: URL
        /// One or more.
        var captions: [String]
        /// The split that a pair of COCO files prescribes.
        var split: Split?
    }

    /// Sorted by name.
    private(set) var entries: [Entry] = []
    private(set) var skipped: [SkippedFile] = []
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
        case .jsonLines(let name): try readJSONLines(name)
        case .coco(let files): try readCOCO(files)
        case .textFiles: try readTextFiles()
        }
        entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    mutating func add(_ entry: Entry) { entries.append(entry) }

    /// Stops, or takes down what was wrong, as the policy says.
    mutating func report(_ error: DatasetError, path: String) throws { skipped.append(try policy.skipped(path, error)) }

    func path(of name: String) -> String { "\(folder)/\(name)" }
    func url(of name: String) -> URL { URL(fileURLWithPath: path(of: name)) }
    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(of: name)) }

    // MARK: Where the captions are

    private enum CaptionSource {
        case jsonLines(String)
        case coco([(name: String, split: Split?)])
        case textFiles
    }

    private func captionSource(_ named: String?) throws -> CaptionSource {
        if let named {
            guard isInside(named) else { throw DatasetError.escapingPath(captionFile: "captions", line: nil, name: named) }
            guard exists(named) else { throw DatasetError.badCaptionFile(path: path(of: named), line: nil, problem: "no such file") }
            if named.hasSuffix(".jsonl") { return .jsonLines(named) }
            if named.hasSuffix(".json") { return .coco([(named, nil)]) }
            throw DatasetError.badSetting(name: "captions", found: named, allowed: "a .jsonl file or a COCO captions .json file")
        }
        if exists("metadata.jsonl") { return .jsonLines("metadata.jsonl") }
        var coco: [String] = []
        for place in ["", "annotations/"] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path(of: place))) ?? []
            coco += names.filter { $0.hasPrefix("captions_") && $0.hasSuffix(".json") }.map { place + $0 }
        }
        coco.sort()
        switch coco.count {
        case 0: return .textFiles
        case 1: return .coco([(coco[0], nil)])
        default:
            // COCO itself: one file for training, one for validation.
            let train = coco.filter { $0.contains("train") }, validation = coco.filter { $0.contains("val") }
            guard coco.count == 2, train.count == 1, validation.count == 1, train != validation else {
                throw DatasetError.severalCaptionFiles(folder: folder, names: coco)
            }
            return .coco([(train[0], .train), (validation[0], .test)])
        }
    }

    // MARK: What is in the folder

    static let imageExtensions: Set<String> = ["png", "jpg", "jpeg"]

    /// Names of all plain files below the folder whose ending is one of `extensions`, hidden ones left out, sorted.
    func files(withExtensions extensions: Set<String>) throws -> [String] {
        var found: [String] = [], pending = [""]
        while let place = pending.popLast() {
            let names: [String]
            do {
                names = try FileManager.default.contentsOfDirectory(atPath: place.isEmpty ? folder : path(of: place))
            } catch {
                throw DatasetError.badCaptionFile(
                    path: place.isEmpty ? folder : path(of: place), line: nil, problem: "cannot be listed (\(fileProblem(error)))")
            }
            for name in names where !name.hasPrefix(".") {
                let relative = place.isEmpty ? name : "\(place)/\(name)"
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: path(of: relative), isDirectory: &isFolder) else { continue }
                if isFolder.boolValue {
                    // A link to a folder above would never end.
                    let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path(of: relative))) != nil
                    if !isLink { pending.append(relative) }
                } else if extensions.contains((relative as NSString).pathExtension.lowercased()) {
                    found.append(relative)
                }
            }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
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

/// The text of a caption file.
func readText(_ path: String) throws -> String {
    let data: Data
    do {
        data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
        throw DatasetError.badCaptionFile(path: path, line: nil, problem: "cannot be read (\(fileProblem(error)))")
    }
    guard var text = String(validating: data, as: UTF8.self) else {
        throw DatasetError.badCaptionFile(path: path, line: nil, problem: "not UTF-8 text; convert it to UTF-8")
    }
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    return text
}
