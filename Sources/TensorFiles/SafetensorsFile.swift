import Foundation

/// A safetensors file in memory: 8 bytes of header length, a JSON header, then the tensors' bytes.
///
/// Everything in the header is checked before it is used, so a damaged or hostile file gives an error, never a trap.
/// Source: the safetensors format, https://github.com/huggingface/safetensors
public struct SafetensorsFile: Sendable {
    /// The format's own limit on the header.
    public static let maximumHeaderBytes = 100_000_000

    /// The path it was read from, for messages.
    public let path: String
    public let metadata: [String: String]
    /// Tensor names, sorted.
    public let names: [String]
    private let tensors: [String: Tensor]

    /// - Parameter isMapped: leaves the tensors on the disk until they are used; the file must not be shortened meanwhile.
    /// - Throws: `TensorFileError`, naming the file and what is wrong in it.
    public init(contentsOf url: URL, isMapped: Bool = false) throws {
        let path = url.path
        let handle = try RegularFile(path)
        let (json, start) = try Self.readHeader(handle)
        let data = try isMapped ? handle.mapped().dropFirst(start) : handle.read(handle.size - start, from: start)
        let header = try SafetensorsHeader(json: json, dataBytes: data.count, file: path)
        self.path = path
        metadata = header.metadata
        names = header.records.map(\.name)
        tensors = Dictionary(
            uniqueKeysWithValues: header.records.map { record in
                let bytes = data[data.startIndex + record.range.lowerBound..<data.startIndex + record.range.upperBound]
                return (record.name, Tensor(name: record.name, dtype: record.dtype, shape: record.shape, data: bytes))
            })
    }

    /// The metadata alone, without reading the tensors; offsets and sizes are not checked against the data.
    /// - Throws: as `init(contentsOf:)`.
    public static func metadata(of url: URL) throws -> [String: String] {
        try SafetensorsHeader.metadata(json: readHeader(RegularFile(url.path)).json, file: url.path)
    }

    /// The tensor of that name, or nil.
    public subscript(name: String) -> Tensor? { tensors[name] }

    /// - Throws: `TensorFileError.missingTensor`.
    public func tensor(_ name: String) throws -> Tensor {
        guard let tensor = tensors[name] else {
            throw TensorFileError.missingTensor(file: path, tensor: name, available: names)
        }
        return tensor
    }

    /// The JSON header, and where the data begins.
    private static func readHeader(_ file: RegularFile) throws -> (json: Data, dataStart: Int) {
        guard file.size >= 8 else {
            throw TensorFileError.unreadable(
                file: file.path, reason: "\(file.size) bytes are too few for a safetensors file")
        }
        let prefix = try file.read(8, from: 0)
        let length = prefix.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= UInt64(maximumHeaderBytes), Int(length) <= file.size - 8 else {
            throw TensorFileError.headerLength(file: file.path, length: length, fileBytes: file.size)
        }
        return (try file.read(Int(length), from: 8), 8 + Int(length))
    }
}
