import Foundation
import Platform

/// Features that are computed once and kept in a file named after what decides them.
///
/// Any number of threads and processes may ask for the same ones: the first computes them under a lock file, the others wait.
public struct KeptFeatures: Sendable {
    /// nil keeps nothing: every request computes.
    public let folder: URL?

    public init(folder: URL?) { self.folder = folder }

    /// - Parameters:
    ///   - prefix: begins the file's name.
    ///   - content: stands for all that decides the features, in hexadecimal digits.
    ///   - shape: of the features, [rows, dimensions].
    ///   - metadata: what else a reader of the file may want to know.
    ///   - make: the features.
    /// - Throws: `TensorFileError` when the file is damaged; `FileError`; `Stopped`; what `make` throws.
    public func features(
        _ prefix: String, content: String, shape: [Int], metadata: [String: String], stop: StopSignal, make: () throws -> [Float]
    ) throws -> [Float] {
        guard let folder else { return try make() }
        try createFolder(folder)
        let file = folder.appendingPathComponent("\(prefix)-\(content.prefix(32)).safetensors")
        if let kept = try load(file, content: content, shape: shape) { return kept }
        return try FileLock.holding(URL(fileURLWithPath: file.path + ".lock"), stop: stop) {
            if let kept = try load(file, content: content, shape: shape) { return kept }
            let features = try make()
            try features.withUnsafeBufferPointer {
                try writeSafetensors(
                    to: file, tensors: [("features", shape, $0)], metadata: metadata.merging(["content": content]) { _, own in own })
            }
            return features
        }
    }

    /// nil when there is no file.
    private func load(_ url: URL, content: String, shape: [Int]) throws -> [Float]? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        let file = try SafetensorsFile(contentsOf: url), features = try file.tensor("features")
        guard file.metadata["content"] == content, features.shape == shape else {
            throw TensorFileError.unreadable(
                file: url.path, reason: "it holds features of other images; remove it to have them computed anew")
        }
        return features.floats
    }
}
