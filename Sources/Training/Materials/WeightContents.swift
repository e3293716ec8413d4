import Datasets
import Foundation
import Platform

extension JobAssets {
    /// What stands in job keys for a file, or for a folder of weights: its descriptions, vocabularies and tensors, by name and bytes. Other
    /// files of a folder decide nothing.
    /// Large files are read once and then known by size and time.
    /// - Throws: `FileError`, `DatasetError`.
    public static func content(of path: String) throws -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw FileError.unreadable(file: path, reason: "no such file or folder")
        }
        guard isFolder.boolValue else { return try fileDigests([path], in: (path as NSString).deletingLastPathComponent)[0] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { name in
            !name.hasPrefix(".") && weightExtensions.contains { name.hasSuffix(".\($0)") }
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard !names.isEmpty else {
            throw FileError.unreadable(
                file: path, reason: "no weights are here (files that end in \(weightExtensions.joined(separator: ", ")))")
        }
        let digests = try fileDigests(names.map { "\(path)/\($0)" }, in: path)
        return ContentHash.hex(["weights 1"] + zip(names, digests).flatMap { [$0, $1] })
    }

    private static let weightExtensions = ["json", "txt", "gz", "model", "safetensors", "bin", "pth", "pt", "npz"]
}
