import Foundation
import TensorFiles

/// A folder as Hugging Face's hub and `save_pretrained` lay it out.
public struct ModelFolder: Sendable {
    public let url: URL

    /// Weight files, the first that is there.
    static let weightFiles = ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"]

    public init(_ url: URL) { self.url = url }

    /// - Throws: `FrozenNetworksError.notConfigured` without weights; `TensorFileError`.
    public func weights() throws -> WeightArchive {
        let files = Self.weightFiles.map { url.appendingPathComponent($0) }
        guard let file = files.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            throw FrozenNetworksError.notConfigured(folder: url.path, looked: Self.weightFiles)
        }
        return try WeightArchive(contentsOf: file)
    }
}
