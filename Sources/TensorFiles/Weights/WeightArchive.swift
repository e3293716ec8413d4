import Foundation

/// The named tensors of a trained network, whatever the format of the file that holds them.
public struct WeightArchive: Sendable {
    /// Where they come from, for messages.
    public let path: String
    /// Tensor names, sorted.
    public let names: [String]
    private let tensors: [String: Tensor]

    /// - Precondition: no two tensors share a name.
    public init(path: String, tensors: [Tensor]) {
        self.path = path
        self.tensors = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0) })
        names = tensors.map(\.name).sorted()
    }

    /// Reads a safetensors file, a PyTorch file (ZIP or older; nothing in it is executed), an index of shards, or a folder with one of
    /// these under its usual name. Tensors stay on the disk until they are used: the files must not be shortened meanwhile.
    /// - Throws: `TensorFileError`, naming the file and what is wrong in it.
    public init(contentsOf url: URL) throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
            try self.init(contentsOf: Self.usualFile(in: url))
        } else if url.pathExtension == "json" {
            self.init(path: url.path, tensors: try ShardIndex(contentsOf: url).tensors())
        } else {
            self.init(path: url.path, tensors: try Self.tensors(of: url))
        }
    }

    /// The tensor of that name, or nil.
    public subscript(name: String) -> Tensor? { tensors[name] }

    /// Of one file, which its first bytes tell the kind of.
    static func tensors(of url: URL) throws -> [Tensor] {
        let data = try RegularFile(url.path).mapped()
        let isPyTorch = PyTorchFile.isArchive(data) || PyTorchFile.isPickle(data)
        guard !isPyTorch else { return try PyTorchFile(data, path: url.path).tensors }
        let file = try SafetensorsFile(contentsOf: url, isMapped: true)
        return file.names.compactMap { file[$0] }
    }

    private static func usualFile(in folder: URL) throws -> URL {
        let whole = ["model", "diffusion_pytorch_model", "open_clip_model"].map { "\($0).safetensors" }
        let older = ["pytorch_model.bin", "diffusion_pytorch_model.bin", "open_clip_pytorch_model.bin"]
        let names = whole + whole.map { $0 + ".index.json" } + older + older.map { $0 + ".index.json" }
        guard let name = names.first(where: { FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path) }) else {
            throw TensorFileError.noWeights(folder: folder.path, expected: names)
        }
        return folder.appendingPathComponent(name)
    }
}
