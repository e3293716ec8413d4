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

    /// - Throws: `TensorFileError`, naming the file and what is wrong in it.
    public init(contentsOf url: URL) throws {
        let file = try SafetensorsFile(contentsOf: url)
        self.init(path: file.path, tensors: file.names.compactMap { file[$0] })
    }

    /// The tensor of that name, or nil.
    public subscript(name: String) -> Tensor? { tensors[name] }
}
