import Foundation

@testable import TextEncoding

/// Texts and their numbers by the Hugging Face tokenizers; Fixtures/tokenizers/make.py wrote them.
struct SubwordCase: Decodable, Sendable {
    let text: String
    let clip: [Int32]
    let bert: [Int32]

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/tokenizers")

    static func all() throws -> [SubwordCase] {
        try JSONDecoder().decode([SubwordCase].self, from: Data(contentsOf: folder.appendingPathComponent("cases.json")))
    }
}

/// A folder that is removed when the test ends.
final class TokenizerFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init(_ files: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: url.appendingPathComponent(name)) }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The folder stays until `body` has ended.
    func read<Value>(_ body: (URL) throws -> Value) rethrows -> Value { try withExtendedLifetime(self) { try body(url) } }

    var bytePairs: BytePairTokenizer { get throws { try read { try BytePairTokenizer(contentsOf: $0) } } }
    var wordPieces: WordPieceTokenizer { get throws { try read { try WordPieceTokenizer(contentsOf: $0) } } }

    /// What a loader says of it, with the folder's path left out.
    func message(_ load: (URL) throws -> some Any) -> String {
        do {
            _ = try read(load)
            return "no error"
        } catch { return "\(error)".replacingOccurrences(of: url.path, with: "FOLDER") }
    }
}

func jsonText(_ value: some Encodable) throws -> String { String(decoding: try JSONEncoder().encode(value), as: UTF8.self) }
