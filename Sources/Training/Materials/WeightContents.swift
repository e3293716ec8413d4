import Datasets
import Foundation
import Platform

extension JobAssets {
    /// What stands in job keys for a file, or for a folder of weights: its descriptions, vocabularies and tensors, by name and bytes. Other
    /// files of a folder decide nothing.
    /// - Throws: `FileError`.
    public static func content(of path: String) throws -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw FileError.unreadable(file: path, reason: "no such file or folder")
        }
        guard isFolder.boolValue else { return try digest(URL(fileURLWithPath: path)) }
        let folder = URL(fileURLWithPath: path, isDirectory: true)
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { name in
            !name.hasPrefix(".") && weightExtensions.contains { name.hasSuffix(".\($0)") }
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard !names.isEmpty else {
            throw FileError.unreadable(
                file: path, reason: "no weights are here (files that end in \(weightExtensions.joined(separator: ", ")))")
        }
        return ContentHash.hex(["weights 1"] + (try names.flatMap { [$0, try digest(folder.appendingPathComponent($0))] }))
    }

    private static let weightExtensions = ["json", "txt", "gz", "model", "safetensors", "bin", "pth", "pt", "npz"]

    private static func digest(_ url: URL) throws -> String {
        do {
            return ContentHash.hex(of: try Data(contentsOf: url, options: .mappedIfSafe))
        } catch {
            throw FileError.unreadable(file: url.path, reason: error.localizedDescription)
        }
    }
}
