import Foundation

extension FolderListing {
    /// A `.txt` or `.caption` beside each image, in any depth: each line with text is a caption, the first the plain one.
    ///
    /// Lines that Tux Paint's stamps have for other languages (`de.utf8=Eine braune Kartoffel.`) are left out.
    mutating func readTextFiles() throws {
        let files = try files(withExtensions: Self.imageExtensions.union(["txt", "caption"]))
        let images = files.filter { Self.imageExtensions.contains(fileEnding($0)) }
        let texts = files.filter { !Self.imageExtensions.contains(fileEnding($0)) }
        guard !images.isEmpty, !texts.isEmpty else { throw DatasetError.noCaptions(path: folder, found: try whatIsThere()) }
        // A .txt goes before a .caption.
        let stems = Dictionary(texts.map { (withoutEnding($0), $0) }, uniquingKeysWith: { fileEnding($0) == "txt" ? $0 : $1 })
        var several = 0, translated = 0
        for image in images {
            let stem = withoutEnding(image)
            guard let text = stems[stem] else {
                let expected = "a caption in \(path(of: stem)).txt or .caption"
                try report(.missingCaption(image: path(of: image), expected: expected), path: path(of: image))
                continue
            }
            do {
                let lines = textLines(try textBytes(path(of: text)))
                let captions = lines.enumerated().filter { $0.offset == 0 || !isTranslation($0.element) }.map(\.element)
                guard !captions.isEmpty else {
                    throw DatasetError.missingCaption(
                        image: path(of: image), expected: "a line of text in \(path(of: text)), which is empty")
                }
                several += captions.count > 1 ? 1 : 0
                translated += lines.count - captions.count
                add(image, captions: captions)
            } catch let error as DatasetError {
                try report(error, path: path(of: image))
            }
        }
        let described = Set(images.map(withoutEnding)), used = Set(stems.values)
        for text in texts where !described.contains(withoutEnding(text)) {
            let wanted = "\(path(of: withoutEnding(text))).png, .jpg or .jpeg"
            try report(.missingImage(captionFile: path(of: text), line: nil, path: wanted), path: path(of: text))
        }
        let beside = texts.filter { !used.contains($0) }
        if several > 0 { remark("\(count(several, "picture")) with several lines of captions: each line is a wording") }
        if translated > 0 { remark("\(count(translated, "line")) for other languages (de=...) left out") }
        if let first = beside.first { remark("\(count(beside.count, ".caption file")) not read, such as \(first): a .txt is beside it") }
    }

    /// The endings of the folder's files with their numbers, the commonest first: "8 .png, 1 .xml".
    private mutating func whatIsThere() throws -> String {
        var counts: [String: Int] = [:]
        for file in try FolderWalk(folder, keeping: { _ in true }).files { counts[fileEnding(file), default: 0] += 1 }
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let shown = sorted.prefix(4).map { "\($0.value) \($0.key.isEmpty ? "without an ending" : ".\($0.key)")" }
        return shown.isEmpty ? "no files" : shown.joined(separator: ", ") + (sorted.count > 4 ? ", ..." : "")
    }
}

/// The lines that have text, without blanks at their ends. Lines end as text files end them, at `\n`, `\r\n` or `\r`: other
/// characters that Unicode calls line breaks are part of a caption.
private func textLines(_ bytes: [UInt8]) -> [String] {
    bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        .map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
        .filter { !$0.isEmpty }
}

/// `de=...`, `pt_BR.utf8=...`, `ca@valencia=...`: a language's code, perhaps with an encoding.
private func isTranslation(_ line: String) -> Bool {
    guard let sign = line.utf8.firstIndex(of: UInt8(ascii: "=")) else { return false }
    let code = line[..<sign], language = code.prefix { $0.isASCII && $0.isLetter }
    return (2...3).contains(language.count) && code.dropFirst(language.count).first.map { "._@".contains($0) } ?? true
        && code.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._@-".contains($0)) }
}
