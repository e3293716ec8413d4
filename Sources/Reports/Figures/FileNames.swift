import Foundation
import Platform

/// File names made of words that people chose: without special characters, short enough for every file system, and different
/// where the words are.
enum FileNames {
    /// Bytes of a name without its extension: file systems take 255, encrypted ones 143.
    static let longest = 120

    /// One name for each text; the same texts give the same names.
    ///
    /// - Parameter texts: `whole` is what must be told apart, `safe` how it reads once ``safe(_:)`` or its like has been over it.
    ///   Where two are alike in `safe` (case does not count: some file systems do not see it), or `safe` is too long, a hash of
    ///   `whole` follows.
    static func distinct(_ texts: [(whole: String, safe: String)]) -> [String] {
        var wholes: [String: Set<String>] = [:]
        for (whole, safe) in texts { wholes[safe.lowercased(), default: []].insert(whole) }
        return texts.map { whole, safe in
            let isLong = safe.utf8.count > longest
            guard isLong || wholes[safe.lowercased(), default: []].count > 1 else { return safe }
            let hash = "-" + hash(whole)
            var kept = safe
            while kept.utf8.count + hash.utf8.count > longest { kept.removeLast() }
            return kept + hash
        }
    }

    /// Letters, digits, `.` and `-` stay; everything else becomes `-`.
    static func safe(_ text: String) -> String {
        String(text.map { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" ? $0 : "-" })
    }

    /// Ten hexadecimal digits.
    private static func hash(_ text: String) -> String {
        var hash = SHA256()
        Array(text.utf8).withUnsafeBytes { hash.update($0) }
        return String(hash.hex.prefix(10))
    }
}
