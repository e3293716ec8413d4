import Foundation

extension Spec {
    /// The spec's own file as it stands now, and after it each file it extends; what the store keeps for the record.
    /// - Throws: when a file has gone since it was loaded.
    public func sourceText() throws -> String {
        try files.map { try String(contentsOfFile: $0, encoding: .utf8) }.joined(separator: "\n")
    }

    /// Hex SHA-256 of a text.
    public static func hash(of text: String) -> String {
        Array(text.utf8).withUnsafeBytes(JobKeys.hash)
    }
}
