import Foundation
import Platform

/// A token as a key: equal only if its bytes are.
struct TokenBytes: Hashable {
    private let bytes: [UInt8]

    init(_ token: some StringProtocol) { bytes = Array(token.utf8) }
}

/// The token of every number; numbers that no token has are empty.
func tokenTable(_ tokens: [(token: String, id: Int32)]) -> [String] {
    var table = [String](repeating: "", count: Int(tokens.map(\.id).max() ?? -1) + 1)
    for (token, id) in tokens { table[Int(id)] = token }
    return table
}

/// Reading the files that vocabularies come in.
enum VocabularyFile {
    /// The largest vocabularies of subwords have some 20 MB.
    static let maximumBytes = 1 << 28
    /// Rows of an embedding that could be meant.
    static let maximumID: Int32 = 1 << 21

    static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Unpacked when its name ends in ".gz".
    static func data(_ url: URL) throws -> Data {
        let data: Data
        do { data = try Data(contentsOf: url) } catch {
            let reason = exists(url) ? (isFolder(url) ? "it is a folder" : "\(error.localizedDescription)") : "no such file"
            throw TokenizerError.unreadable(file: url.path, reason: reason)
        }
        guard url.pathExtension == "gz" else { return data }
        do { return try data.withUnsafeBytes { bytes throws(DeflateError) in try Deflate.unpack(bytes, .gzip, limit: maximumBytes) } } catch
        {
            throw TokenizerError.damaged(file: url.path, reason: "\(error)")
        }
    }

    static func json(_ url: URL) throws -> JSONTree {
        try data(url).withUnsafeBytes { bytes in
            do { return try JSONParser.parse(bytes.assumingMemoryBound(to: UInt8.self)) } catch let fault as JSONFault {
                throw TokenizerError.notJSON(file: url.path, offset: fault.offset, reason: fault.reason)
            }
        }
    }

    /// Lines without their ends; the last may lack one.
    static func lines(_ url: URL) throws -> [String] {
        let data = try data(url)
        guard let text = String(validating: data, as: UTF8.self) else {
            throw TokenizerError.damaged(file: url.path, reason: "it is not UTF-8")
        }
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            String(line.last == UInt8(ascii: "\r") ? line.dropLast() : line) ?? ""
        }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// An object of tokens and their numbers.
    static func tokens(_ tree: JSONTree?, file: String) throws -> [(token: String, id: Int32)] {
        guard let entries = tree?.entries else {
            throw TokenizerError.damaged(file: file, reason: "its vocabulary is no object of tokens and numbers")
        }
        return try entries.map { token, value in
            guard let id = value.id, id <= maximumID else {
                throw TokenizerError.damaged(
                    file: file, reason: "token '\(token)' has the number \(value.summary); allowed: 0 to \(maximumID)")
            }
            return (token, id)
        }
    }

    /// Tokens that a `tokenizer.json` finds before words are split, in the text as it is and in the normalised one.
    static func specials(
        _ tree: JSONTree, file: String
    ) throws -> (raw: [(spelling: String, id: Int32)], normalised: [(spelling: String, id: Int32)]) {
        var raw: [(spelling: String, id: Int32)] = [], normalised: [(spelling: String, id: Int32)] = []
        for entry in tree["added_tokens"]?.elements ?? [] {
            guard let spelling = entry["content"]?.text, let id = entry["id"]?.id, id <= maximumID else {
                throw TokenizerError.damaged(file: file, reason: "an entry of added_tokens lacks content or id")
            }
            for flag in ["single_word", "lstrip", "rstrip"] where entry[flag]?.boolean == true {
                throw TokenizerError.otherTokenizer(
                    file: file, part: "added token '\(spelling)'", found: "matched with \(flag)", expected: "matched as it stands")
            }
            if entry["normalized"]?.boolean == true { normalised.append((spelling, id)) } else { raw.append((spelling, id)) }
        }
        return (raw, normalised)
    }

    /// Adds to a vocabulary the added tokens that it lacks.
    /// - Throws: `TokenizerError.damaged` for one that it has under another number: which row of an embedding it stands for is not known.
    static func add(_ added: [(spelling: String, id: Int32)], to tokens: inout [(token: String, id: Int32)], file: String) throws {
        var known = Dictionary(tokens.map { (TokenBytes($0.token), $0.id) }) { _, last in last }
        for (spelling, id) in added {
            if let other = known[TokenBytes(spelling)] {
                guard other == id else {
                    throw TokenizerError.damaged(
                        file: file, reason: "token '\(spelling)' has the number \(other) in one place and \(id) in added_tokens")
                }
                continue
            }
            known[TokenBytes(spelling)] = id
            tokens.append((spelling, id))
        }
    }

    /// What the folder's configuration says of a special token, in either of its spellings.
    static func namedToken(_ name: String, in folder: URL) throws -> String? {
        for file in ["tokenizer_config.json", "special_tokens_map.json"] {
            let url = folder.appendingPathComponent(file)
            guard exists(url), let value = try json(url)[name] else { continue }
            if let token = value.text ?? value["content"]?.text { return token }
        }
        return nil
    }
}
