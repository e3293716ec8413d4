import Foundation

/// One line of a metadata file.
struct MetadataRow {
    var name: String
    /// Without blanks at their ends, none empty.
    var captions: [String]

    init(name: String, captions: [String]) {
        self.name = name
        self.captions = captions.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
    }
}

/// A row and where it begins, or what is wrong with it.
typealias MetadataLine = (number: Int, row: Result<MetadataRow, DatasetError>)

extension FolderListing {
    /// Metadata files as Hugging Face's image folders have them, `metadata.jsonl` or `metadata.csv`: a `file_name`, relative to the
    /// file's own folder, and a `text` or `caption`. Rows for the same image add captions to it; other keys are ignored.
    ///
    /// Files in folders named for both splits, such as `train/` and `test/`, prescribe them.
    mutating func readMetadata(_ files: [String]) throws {
        let splits = files.map(splitNamed), prescribes = Set(splits.compactMap { $0 }).count == 2
        var captions: [String: [String]] = [:], refused = Set<String>(), split: [String: Split] = [:], order: [String] = []
        for (file, fileSplit) in zip(files, splits) {
            for (number, row) in try fileEnding(file) == "csv" ? csvLines(file) : jsonLines(file) {
                do {
                    let row = try row.get()
                    let image = try image(row.name, of: file, line: number)
                    if row.captions.isEmpty {
                        refused.insert(image)
                        throw DatasetError.missingCaption(
                            image: path(of: image), expected: "words in \"text\" at \(path(of: file)), line \(number)")
                    }
                    if captions[image] == nil { order.append(image) }
                    captions[image, default: []] += row.captions
                    if prescribes { split[image] = split[image] ?? fileSplit }
                } catch let error as DatasetError {
                    try report(error, path: "\(path(of: file)), line \(number)")
                }
            }
        }
        for image in try self.files(withExtensions: Self.imageExtensions) where captions[image] == nil && !refused.contains(image) {
            let file = files.last { folderPart($0).isEmpty || image.hasPrefix(folderPart($0) + "/") } ?? files[0]
            try report(.missingCaption(image: path(of: image), expected: "a line for it in \(path(of: file))"), path: path(of: image))
        }
        if prescribes { remark("training and testing take the folders that are named for them (\(files.joined(separator: ", ")))") }
        for image in order { add(image, captions: captions[image]!, split: split[image]) }
    }

    /// The image that a row names, which is there. Backslashes separate folders, as Windows writes them, where no file has one in its name.
    private func image(_ written: String, of file: String, line: Int) throws -> String {
        func inFolder(_ name: String) -> String? {
            guard isInside(name) else { return nil }
            let base = folderPart(file)
            return base.isEmpty ? normalised(name) : "\(base)/\(normalised(name))"
        }
        let slashed = written.replacingOccurrences(of: "\\", with: "/")
        if let asWritten = inFolder(written), slashed == written || exists(asWritten) { return try present(asWritten, file, line) }
        guard let image = inFolder(slashed) else {
            throw DatasetError.escapingPath(captionFile: path(of: file), line: line, name: written)
        }
        return try present(image, file, line)
    }

    private func present(_ image: String, _ file: String, _ line: Int) throws -> String {
        guard exists(image) else { throw DatasetError.missingImage(captionFile: path(of: file), line: line, path: path(of: image)) }
        return image
    }

    // MARK: JSON lines

    /// One JSON object per line. Lines end at `\n` (a `\r` before it is a blank to JSON): captions may hold other line separators.
    private func jsonLines(_ file: String) throws -> [MetadataLine] {
        let lines = try textBytes(path(of: file)).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return zip(1..., lines).compactMap { number, line in
            guard line.first == UInt8(ascii: "{") || !String(decoding: line, as: UTF8.self).allSatisfy(\.isWhitespace) else { return nil }
            return (number, Result { () throws(DatasetError) in try jsonRow(Data(line), file: path(of: file), line: number) })
        }
    }

    private func jsonRow(_ line: Data, file: String, line number: Int) throws(DatasetError) -> MetadataRow {
        func wrong(_ problem: String) -> DatasetError { .badCaptionFile(path: file, line: number, problem: problem) }
        guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else {
            throw wrong("not a JSON object; expected {\"file_name\": \"a.png\", \"text\": \"a caption\"}")
        }
        let keys = object.keys.sorted().joined(separator: ", ")
        guard let name = object["file_name"] as? String, !name.isEmpty else {
            throw wrong("no \"file_name\" with a name (found keys: \(keys))")
        }
        for key in Self.captionKeys {
            if let captions = (object[key] as? [String]) ?? (object[key] as? String).map({ [$0] }) {
                return MetadataRow(name: name, captions: captions)
            }
        }
        throw wrong("no \"text\" or \"caption\" with a caption or a list of them (found keys: \(keys))")
    }

    // MARK: CSV

    private func csvLines(_ file: String) throws -> [MetadataLine] {
        let path = path(of: file)
        var records = CSVRecords(try textBytes(path))
        func wrong(_ line: Int?, _ problem: String) -> DatasetError { .badCaptionFile(path: path, line: line, problem: problem) }
        guard let header = records.next()?.fields else { throw wrong(nil, "it is empty; expected a first line such as file_name,text") }
        let names = header.map { $0.trimmingCharacters(in: .whitespaces) }
        guard let name = names.firstIndex(of: "file_name"), let text = Self.captionKeys.lazy.compactMap(names.firstIndex).first else {
            throw wrong(
                1,
                "its first line has to name the columns file_name and text or caption, with commas between (found: "
                    + names.joined(separator: ", ") + ")")
        }
        var lines: [MetadataLine] = []
        while let record = records.next() {
            let problem: String? =
                if record.isOpen { "a quotation mark opens here and is never closed" } else if record.fields.count != names.count {
                    "\(count(record.fields.count, "field")) where the first line names \(names.count) columns; "
                        + "put fields that hold commas between quotation marks"
                } else if record.fields[name].isEmpty { "no file_name" } else { nil }
            lines.append(
                (
                    record.line,
                    problem.map { .failure(wrong(record.line, $0)) }
                        ?? .success(MetadataRow(name: record.fields[name], captions: [record.fields[text]]))
                ))
        }
        return lines
    }

    /// In the order in which they are looked for.
    private static let captionKeys = ["text", "caption"]
}

/// The split that a folder on a file's way is named for.
private func splitNamed(_ file: String) -> Split? {
    for part in folderPart(file).lowercased().split(separator: "/") {
        switch part {
        case "train", "training": return .train
        case "test", "testing", "validation", "valid", "val", "dev", "eval", "evaluation": return .test
        default: continue
        }
    }
    return nil
}
