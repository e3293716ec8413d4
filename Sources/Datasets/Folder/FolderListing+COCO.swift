import Foundation

private struct COCOFile: Decodable {
    struct Image: Decodable {
        var id: Int
        var file_name: String
    }

    struct Annotation: Decodable {
        var image_id: Int
        var caption: String
    }

    var images: [Image]
    var annotations: [Annotation]
}

extension FolderListing {
    /// COCO caption files: `images` with id and file_name, `annotations` with image_id and caption, several per image.
    ///
    /// For `captions_NAME.json` the images lie in the first of `NAME/`, `images/NAME/`, `images/` that exists, else in the
    /// folder itself. Images on disk that the file does not list are not part of the data set.
    mutating func readCOCO(_ files: [(name: String, split: Split?)]) throws {
        for (file, split) in files {
            let content = try decodeCOCO(path(of: file))
            let place = imagePlace(for: file)
            var captions: [Int: [String]] = [:]
            for annotation in content.annotations {
                let caption = annotation.caption.trimmingCharacters(in: .whitespacesAndNewlines)
                if !caption.isEmpty { captions[annotation.image_id, default: []].append(caption) }
            }
            var known = Set<Int>(), names = Set<String>()
            for image in content.images {
                let relative = place + image.file_name
                do {
                    guard known.insert(image.id).inserted else {
                        throw DatasetError.badCaptionFile(path: path(of: file), line: nil, problem: "image id \(image.id) is listed twice")
                    }
                    guard isInside(image.file_name) else {
                        throw DatasetError.escapingPath(captionFile: path(of: file), line: nil, name: image.file_name)
                    }
                    let name = normalised(relative)
                    guard names.insert(name).inserted else {
                        throw DatasetError.badCaptionFile(path: path(of: file), line: nil, problem: "\(image.file_name) is listed twice")
                    }
                    guard exists(name) else {
                        throw DatasetError.missingImage(captionFile: path(of: file), line: nil, path: path(of: name))
                    }
                    guard let texts = captions[image.id] else {
                        throw DatasetError.missingCaption(
                            image: path(of: name), expected: "an annotation for image id \(image.id) in \(path(of: file))")
                    }
                    add(Entry(name: name, file: url(of: name), captions: texts, split: split))
                } catch let error as DatasetError {
                    try report(error, path: path(of: relative))
                }
            }
            for id in captions.keys.sorted() where !known.contains(id) {
                let problem = "an annotation names image id \(id), which `images` does not list"
                try report(.badCaptionFile(path: path(of: file), line: nil, problem: problem), path: "\(path(of: file)), image id \(id)")
            }
        }
    }

    private func decodeCOCO(_ path: String) throws -> COCOFile {
        func wrong(_ problem: String) -> DatasetError { .badCaptionFile(path: path, line: nil, problem: problem) }
        let expected = "expected COCO captions: images [id, file_name], annotations [image_id, caption]"
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw wrong("cannot be read (\(fileProblem(error)))")
        }
        do {
            return try JSONDecoder().decode(COCOFile.self, from: data)
        } catch DecodingError.keyNotFound(let key, let context) {
            throw wrong("no \"\(key.stringValue)\"\(position(context)); \(expected)")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            throw wrong("wrong type\(position(context)); \(expected)")
        } catch {
            throw wrong("not valid JSON")
        }
    }

    private func imagePlace(for file: String) -> String {
        let stem = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
        let name = stem.hasPrefix("captions_") ? String(stem.dropFirst("captions_".count)) : stem
        for place in ["\(name)/", "images/\(name)/", "images/"] {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path(of: place), isDirectory: &isFolder), isFolder.boolValue { return place }
        }
        return ""
    }
}

/// " at images[3].id", or nothing at the top.
private func position(_ context: DecodingError.Context) -> String {
    var text = ""
    for key in context.codingPath {
        if let index = key.intValue { text += "[\(index)]" } else { text += (text.isEmpty ? "" : ".") + key.stringValue }
    }
    return text.isEmpty ? "" : " at \(text)"
}
