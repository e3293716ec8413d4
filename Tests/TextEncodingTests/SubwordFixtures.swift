import Foundation
import Synchronization

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

/// A folder that is there until the process ends: optimised code lets go of an object before the last use of its `url`.
final class TokenizerFolder: Sendable {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private static let all = Mutex([URL]())
    private static let removal: Void = {
        atexit { for url in TokenizerFolder.all.withLock({ $0 }) { try? FileManager.default.removeItem(at: url) } }
    }()

    init(_ files: [String: String] = [:]) throws {
        _ = Self.removal
        Self.all.withLock { $0.append(url) }
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: url.appendingPathComponent(name)) }
    }

    /// What a loader says of it, with the folder's path left out.
    func message(_ load: (URL) throws -> some Any) -> String {
        do {
            _ = try load(url)
            return "no error"
        } catch { return "\(error)".replacingOccurrences(of: url.path, with: "FOLDER") }
    }
}

func jsonText(_ value: some Encodable) throws -> String { String(decoding: try JSONEncoder().encode(value), as: UTF8.self) }
