/// Everything that can be wrong with a data set or its configuration.
public enum DatasetError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A setting is outside what is allowed.
    case badSetting(name: String, found: String, allowed: String)
    /// The folder named in the configuration is not there, or is a file.
    case noFolder(path: String)
    /// The folder holds no captions that are known, but what `found` says.
    case noCaptions(path: String, found: String)
    /// Several caption files and no way to tell which is meant.
    case severalCaptionFiles(folder: String, names: [String])
    /// A caption file cannot be read or is not what its name says.
    case badCaptionFile(path: String, line: Int?, problem: String)
    /// A caption names an image that leaves the folder.
    case escapingPath(captionFile: String, line: Int?, name: String)
    /// A caption names an image that is not there.
    case missingImage(captionFile: String, line: Int?, path: String)
    /// An image that no caption names.
    case missingCaption(image: String, expected: String)
    /// A file that is not a readable PNG or JPEG; `path` is nil for bytes in memory.
    case badImage(path: String?, problem: ImageProblem)
    /// Fewer usable images than the configuration asks for.
    case tooFewImages(path: String, available: Int, train: Int?, test: Int, skipped: [SkippedFile])
    /// No folder of cut-out pictures to make scenes of.
    case noStamps(path: String)
    /// Fewer kinds of objects pass the rules of scenes than the configuration asks for.
    case tooFewKinds(path: String, found: Int, asked: Int, captioned: Int)
    /// A file of a features data set, or the folder of a split; `path` is nil where the problem names it.
    case badFeatures(path: String?, problem: String)
    /// An image could not be encoded as PNG.
    case encodingFailed(reason: String)

    public var description: String {
        switch self {
        case .badSetting(let name, let found, let allowed):
            return "\(name): \(found) is not allowed; use \(allowed)"
        case .noFolder(let path):
            return "\(path): no such folder; give the folder that holds the images and their captions"
        case .noCaptions(let path, let found):
            return
                "\(path): no captions found, only \(found); allowed are metadata.jsonl or metadata.csv (also in folders such as train/), "
                + "captions_*.json (also under annotations/), or a .txt or .caption beside each PNG or JPEG"
        case .severalCaptionFiles(let folder, let names):
            return "\(folder): several caption files (\(names.joined(separator: ", "))); keep one of them in the folder, "
                + "or one with train and one with val in its name, and move the others out of it"
        case .badCaptionFile(let path, let line, let problem):
            return "\(place(path, line)): \(problem)"
        case .escapingPath(let file, let line, let name):
            return "\(place(file, line)): \"\(name)\" leaves the folder; name files inside it, relative to it"
        case .missingImage(let file, let line, let path):
            return "\(place(file, line)): no image at \(path); add it, or leave such files out with data.on_error: skip"
        case .missingCaption(let image, let expected):
            return "\(image): no caption; expected \(expected)"
        case .badImage(let path, let problem):
            return (path.map { "\($0): " } ?? "") + problem.description
        case .tooFewImages(let path, let available, let train, let test, let skipped):
            let asked = train.map { "\($0) for training and \(test) for testing" } ?? "\(test) for testing and at least 1 for training"
            return "\(path): \(available) captioned images (\(skipped.count) skipped), but \(asked) asked for; "
                + "lower `train` or `test`, or add images" + (skipped.isEmpty ? "" : "; skipped:" + firstReasons(skipped))
        case .noStamps(let path):
            return "\(path): no captioned pictures here; `make data-stamps` fills data/stamps with the cut-outs "
                + "that scenes are made of, then name that folder as data.path"
        case .tooFewKinds(let path, let found, let asked, let captioned):
            return "\(path): \(found) kinds of objects can be used in scenes (of \(captioned) that captions like \"A brown potato.\" "
                + "name), but data.kinds asks for \(asked); lower data.kinds or add pictures: docs/scenes.md says which can be used"
        case .badFeatures(let path, let problem):
            return (path.map { "\($0): " } ?? "") + problem
        case .encodingFailed(let reason):
            return "PNG encoding failed: \(reason)"
        }
    }
}

/// A file that was left out, and why.
public struct SkippedFile: Sendable, Hashable {
    public var path: String
    /// The message that `on_error: fail` would have stopped with.
    public var reason: String
}

/// The reasons of the first three, a line each.
func firstReasons(_ skipped: [SkippedFile]) -> String {
    (skipped.prefix(3).map { "\n  \($0.reason)" } + (skipped.count > 3 ? ["\n  and \(skipped.count - 3) more"] : [])).joined()
}

/// Throws: `DatasetError.badSetting` unless the setting `holds`.
func checkSetting(_ holds: Bool, _ name: String, _ found: Any, _ allowed: String) throws {
    guard holds else { throw DatasetError.badSetting(name: name, found: "\(found)", allowed: allowed) }
}

/// Why some bytes are not an image that can be used.
public enum ImageProblem: Error, Equatable, Sendable, CustomStringConvertible {
    case unreadable(reason: String)
    case empty
    case notAnImage(firstBytes: [UInt8])
    case tooLarge(width: Int, height: Int, limit: Int)
    case corrupt(format: String, reason: String)

    public var description: String {
        switch self {
        case .unreadable(let reason):
            return "cannot be read (\(reason))"
        case .empty:
            return "empty file, not a PNG or JPEG image"
        case .notAnImage(let bytes):
            let shown = bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined(separator: " ")
            return "not a PNG or JPEG image (it begins with bytes \(shown))"
        case .tooLarge(let width, let height, let limit):
            return "\(width) x \(height) pixels; at most \(limit) pixels per image are read"
        case .corrupt(let format, let reason):
            return "damaged or truncated \(format) (\(reason))"
        }
    }
}

private func place(_ path: String, _ line: Int?) -> String {
    line.map { "\(path), line \($0)" } ?? path
}
