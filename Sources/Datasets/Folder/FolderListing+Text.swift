import Foundation

extension FolderListing {
    /// A `.txt` beside each image, in any depth: its first line with text is the caption.
    mutating func readTextFiles() throws {
        let images = try files(withExtensions: Self.imageExtensions), texts = try files(withExtensions: ["txt"])
        guard !images.isEmpty, !texts.isEmpty else { throw DatasetError.noCaptions(path: folder) }
        let stems = Dictionary(texts.map { (stem($0), $0) }, uniquingKeysWith: { first, _ in first })
        for image in images {
            guard let text = stems[stem(image)] else {
                try report(
                    .missingCaption(image: path(of: image), expected: "a caption in \(path(of: stem(image))).txt"), path: path(of: image))
                continue
            }
            do {
                let lines = try readText(path(of: text)).split(whereSeparator: \.isNewline)
                let captions = lines.lazy.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
                guard let caption = captions.first else {
                    throw DatasetError.missingCaption(
                        image: path(of: image), expected: "a line of text in \(path(of: text)), which is empty")
                }
                add(Entry(name: image, file: url(of: image), captions: [caption]))
            } catch let error as DatasetError {
                try report(error, path: path(of: image))
            }
        }
        let described = Set(images.map(stem))
        for text in texts where !described.contains(stem(text)) {
            let wanted = "\(path(of: stem(text))).png, .jpg or .jpeg"
            try report(.missingImage(captionFile: path(of: text), line: nil, path: wanted), path: path(of: text))
        }
    }

    /// One JSON object per line: {"file_name": "a.png", "text": "a caption"}. Lines for the same file add captions to it;
    /// "text" may also be a list of captions. Other keys are ignored.
    mutating func readJSONLines(_ file: String) throws {
        var captions: [String: [String]] = [:], refused = Set<String>()
        let base = (file as NSString).deletingLastPathComponent
        let lines = try readText(path(of: file)).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in zip(1..., lines) where !line.allSatisfy(\.isWhitespace) {
            do {
                let (name, texts) = try row(String(line), file: path(of: file), line: number)
                guard isInside(name) else { throw DatasetError.escapingPath(captionFile: path(of: file), line: number, name: name) }
                let image = base.isEmpty ? normalised(name) : "\(base)/\(normalised(name))"
                guard exists(image) else {
                    throw DatasetError.missingImage(captionFile: path(of: file), line: number, path: path(of: image))
                }
                if texts.isEmpty {
                    refused.insert(image)
                    throw DatasetError.missingCaption(
                        image: path(of: image), expected: "words in \"text\" at \(path(of: file)), line \(number)")
                }
                captions[image, default: []] += texts
            } catch let error as DatasetError {
                try report(error, path: "\(path(of: file)), line \(number)")
            }
        }
        for image in try files(withExtensions: Self.imageExtensions) where captions[image] == nil && !refused.contains(image) {
            try report(.missingCaption(image: path(of: image), expected: "a line for it in \(path(of: file))"), path: path(of: image))
        }
        for (image, texts) in captions { add(Entry(name: image, file: url(of: image), captions: texts)) }
    }

    private func row(_ line: String, file: String, line number: Int) throws -> (name: String, texts: [String]) {
        func wrong(_ problem: String) -> DatasetError { .badCaptionFile(path: file, line: number, problem: problem) }
        guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            throw wrong("not a JSON object; expected {\"file_name\": \"a.png\", \"text\": \"a caption\"}")
        }
        let keys = object.keys.sorted().joined(separator: ", ")
        guard let name = object["file_name"] as? String, !name.isEmpty else {
            throw wrong("no \"file_name\" with a name (found keys: \(keys))")
        }
        let texts = (object["text"] as? [String]) ?? (object["text"] as? String).map { [$0] }
        guard let texts else { throw wrong("no \"text\" with a caption (found keys: \(keys))") }
        return (name, texts.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty })
    }
}

/// Without its ending.
private func stem(_ name: String) -> String { (name as NSString).deletingPathExtension }

/// "./a//b/../c.png" -> "a/c.png", so that one file has one name.
func normalised(_ name: String) -> String {
    var parts: [Substring] = []
    for part in name.split(separator: "/") where part != "." {
        if part == ".." { parts.removeLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
}
