import Foundation

extension FolderListing {
    /// The captions files of COCO that are used: one for both splits, or one for each.
    ///
    /// Of several, those count whose pictures' folder is here.
    /// - Throws: `DatasetError.severalCaptionFiles` when that leaves more than one, or more than a train and a val file.
    mutating func cocoFiles() throws -> [(name: String, split: Split?)] {
        var found: [String] = []
        for place in ["", "annotations/"] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path(of: place))) ?? []
            found += names.filter { $0.hasPrefix("captions_") && $0.hasSuffix(".json") }.map { place + $0 }
        }
        found.sort()
        let withPictures = found.filter { imageFolder(for: $0) != nil }
        let files = withPictures.isEmpty ? found : withPictures, unused = found.filter { !files.contains($0) }
        if !unused.isEmpty { remark("not read, for want of their pictures' folder: \(unused.joined(separator: ", "))") }
        if files.count < 2 { return files.map { ($0, nil) } }
        let train = files.filter { $0.contains("train") }, validation = files.filter { $0.contains("val") }
        guard files.count == 2, train.count == 1, validation.count == 1, train != validation else {
            throw DatasetError.severalCaptionFiles(folder: folder, names: files)
        }
        return [(train[0], .train), (validation[0], .test)]
    }

    /// COCO caption files: `images` with id and file_name, `annotations` with image_id and caption, several per image.
    ///
    /// For `captions_NAME.json` the images lie in the first of `NAME/`, `images/NAME/`, `images/` that exists, else in the
    /// folder itself. Images on disk that the file does not list are not part of the data set.
    mutating func readCOCO(_ files: [(name: String, split: Split?)]) throws {
        for (file, split) in files {
            let content = try COCOFile(path(of: file))
            let captions = try captions(of: content, file: file)
            var known = Set<String>(), names = Set<String>()
            for (place, image) in content.images.enumerated() {
                do {
                    let image = try image.get()
                    guard known.insert(image.id.text).inserted else { throw content.wrong("image id \(image.id.text) is listed twice") }
                    let name = try self.image(image, of: file)
                    guard names.insert(name).inserted else { throw content.wrong("\(image.file_name) is listed twice") }
                    guard let texts = captions[image.id.text] else {
                        let expected = "an annotation for image id \(image.id.text) in \(content.path)"
                        throw DatasetError.missingCaption(image: path(of: name), expected: expected)
                    }
                    add(name, captions: texts, split: split)
                } catch let error as DatasetError {
                    try report(error, path: "\(content.path), images[\(place)]")
                } catch let error as COCOFile.Oddity {
                    try report(content.wrong("images[\(place)] \(error.problem)"), path: "\(content.path), images[\(place)]")
                }
            }
            for id in captions.keys.sorted() where !known.contains(id) {
                let error = content.wrong("an annotation names image id \(id), which `images` does not list")
                try report(error, path: "\(content.path), image id \(id)")
            }
        }
    }

    /// By image id. Annotations of other kinds (boxes, segmentations) and those without words are left out with a remark: they say
    /// nothing of any picture.
    private mutating func captions(of content: COCOFile, file: String) throws -> [String: [String]] {
        var captions: [String: [String]] = [:], wordless: [Int] = []
        for (place, annotation) in content.annotations.enumerated() {
            do {
                let annotation = try annotation.get()
                let caption = annotation.caption?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
                guard let id = annotation.image_id, !caption.isEmpty else {
                    wordless.append(place)
                    continue
                }
                captions[id.text, default: []].append(caption)
            } catch {
                try report(content.wrong("annotations[\(place)] \(error.problem)"), path: "\(content.path), annotations[\(place)]")
            }
        }
        if let first = wordless.first {
            remark("\(file): \(count(wordless.count, "annotation")) without a caption left out, the first is annotations[\(first)]")
        }
        return captions
    }

    /// The file of an image, which is there: below the captions file's own folder, or where its name says.
    private func image(_ image: COCOFile.Image, of file: String) throws -> String {
        let place = imageFolder(for: file) ?? ""
        for name in [image.file_name, image.file_name.replacingOccurrences(of: "\\", with: "/")] where isInside(name) {
            for candidate in [normalised(place + name), normalised(name)] where exists(candidate) { return candidate }
        }
        let captionFile = "\(path(of: file)), image id \(image.id.text)"
        guard isInside(image.file_name) else {
            throw DatasetError.escapingPath(captionFile: captionFile, line: nil, name: image.file_name)
        }
        throw DatasetError.missingImage(captionFile: captionFile, line: nil, path: path(of: normalised(place + image.file_name)))
    }

    /// With the last "/"; nil where none of the usual ones is here.
    private func imageFolder(for file: String) -> String? {
        let stem = withoutEnding(lastPart(file))
        let name = stem.hasPrefix("captions_") ? String(stem.dropFirst("captions_".count)) : stem
        return ["\(name)/", "images/\(name)/", "images/"].first { place in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path(of: place), isDirectory: &isFolder) && isFolder.boolValue
        }
    }
}
