import Foundation

/// What a COCO captions file says, each image and annotation by itself: an odd one does not make the others unreadable.
struct COCOFile {
    let path: String
    let images: [Result<Image, Oddity>]
    let annotations: [Result<Annotation, Oddity>]

    struct Image: Decodable {
        var id: ID
        var file_name: String
    }

    struct Annotation: Decodable {
        /// nil only without a caption.
        var image_id: ID?
        /// nil for annotations of other kinds.
        var caption: String?

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            caption = try fields.decodeIfPresent(String.self, forKey: .caption)
            if caption != nil { image_id = try fields.decode(ID.self, forKey: .image_id) }
        }

        private enum Key: CodingKey { case image_id, caption }
    }

    /// A number of any size, or a text; one that is spelt alike is the same.
    struct ID: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let number = try? value.decode(Int.self) {
                text = "\(number)"
            } else if let words = try? value.decode(String.self) {
                text = words
            } else {
                text = "\(try value.decode(Decimal.self))"
            }
        }
    }

    /// What is wrong with one image or annotation: the end of a sentence that begins with it.
    struct Oddity: Error { var problem: String }

    /// - Throws: `DatasetError.badCaptionFile` for a file that is not of this kind as a whole.
    init(_ path: String) throws {
        self.path = path
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path, isDirectory: false))
        } catch {
            throw DatasetError.badCaptionFile(path: path, line: nil, problem: "cannot be read (\(fileProblem(error)))")
        }
        let lists: Lists
        do {
            lists = try JSONDecoder().decode(Lists.self, from: data)
        } catch DecodingError.keyNotFound(let key, _) {
            throw DatasetError.badCaptionFile(path: path, line: nil, problem: "no \"\(key.stringValue)\"; \(Self.expected)")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            let place = context.codingPath.map(\.stringValue).first.map { " at \($0)" } ?? ""
            throw DatasetError.badCaptionFile(path: path, line: nil, problem: "wrong type\(place); \(Self.expected)")
        } catch {
            throw DatasetError.badCaptionFile(path: path, line: nil, problem: "not valid JSON; is the file complete?")
        }
        (images, annotations) = (lists.images.map(\.value), lists.annotations.map(\.value))
    }

    func wrong(_ problem: String) -> DatasetError { .badCaptionFile(path: path, line: nil, problem: problem) }

    private static let expected = "expected COCO captions: images [id, file_name], annotations [image_id, caption]"

    private struct Lists: Decodable {
        var images: [Item<Image>]
        var annotations: [Item<Annotation>]
    }

    private struct Item<Value: Decodable>: Decodable {
        var value: Result<Value, Oddity>

        init(from decoder: any Decoder) throws {
            do {
                value = .success(try Value(from: decoder))
            } catch DecodingError.keyNotFound(let key, _) {
                value = .failure(Oddity(problem: "has no \"\(key.stringValue)\""))
            } catch let error as DecodingError {
                let field = error.path.last.flatMap { $0.intValue == nil ? $0.stringValue : nil }
                value = .failure(Oddity(problem: field.map { "has a \"\($0)\" of a wrong type" } ?? "is not an object"))
            }
        }
    }
}

extension DecodingError {
    fileprivate var path: [any CodingKey] {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath
        @unknown default: []
        }
    }
}
