import Foundation

/// The words behind a split's contexts, where whoever made the folder left them: `train.captions.jsonl`, `val.captions.jsonl`, a line
/// `{"item": 0, "captions": ["..."]}` an item.
struct FeatureCaptions: Sendable {
    /// By item number.
    private let captions: [Int: [String]]

    /// - Parameter path: of the features folder.
    /// - Returns: nil when there is no such file.
    /// - Throws: `DatasetError.badCaptionFile`.
    init?(_ path: String, part: String) throws {
        struct Line: Decodable {
            let item: Int
            let captions: [String]
        }
        let file = Self.file(path, part)
        guard access(file, F_OK) == 0 else { return nil }
        var captions: [Int: [String]] = [:]
        for (number, line) in try textBytes(file).split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let line = try? JSONDecoder().decode(Line.self, from: Data(line)) else {
                throw DatasetError.badCaptionFile(
                    path: file, line: number + 1, problem: #"not of the form {"item": 0, "captions": ["..."]}"#)
            }
            captions[line.item] = line.captions
        }
        self.captions = captions
    }

    static func file(_ path: String, _ part: String) -> String { "\(path)/\(part).captions.jsonl" }

    /// The first caption of an item.
    subscript(item: Int) -> String? { captions[item]?.first }
}
