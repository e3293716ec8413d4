import Foundation

/// A safetensors file read into memory: 8 bytes of header length, a JSON header, then the tensors' bytes.
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

    /// - Throws: `TensorFileError`, naming the file and what is wrong in it.
    public init(contentsOf url: URL) throws {
        let path = url.path
        let contents: (header: Data, data: Data)
        do {
            contents = try Self.read(url)
        } catch let error as TensorFileError {
            throw error
        } catch {
            throw TensorFileError.unreadable(file: path, reason: error.localizedDescription)
        }
        let header = try SafetensorsHeader(json: contents.header, dataBytes: contents.data.count, file: path)
        let data = contents.data
        self.path = path
        metadata = header.metadata
        names = header.records.map(\.name)
        tensors = Dictionary(uniqueKeysWithValues: header.records.map { record in
            let bytes = data[data.startIndex + record.range.lowerBound ..< data.startIndex + record.range.upperBound]
            return (record.name, Tensor(name: record.name, dtype: record.dtype, shape: record.shape, data: bytes))
        })
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

    private static func read(_ url: URL) throws -> (header: Data, data: Data) {
        let path = url.path
        // Opening a pipe would block, so anything but a regular file is turned away first.
        let kind = try FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)[.type]
        guard kind as? FileAttributeType == .typeRegular else {
            throw TensorFileError.unreadable(file: path, reason: "not a regular file")
        }
        let handle = try FileHandle(forReadingFrom: url)
        defer { try? handle.close() }
        let size = Int(clamping: try handle.seekToEnd())
        try handle.seek(toOffset: 0)
        let prefix = try handle.read(upToCount: 8) ?? Data()
        guard prefix.count == 8 else {
            throw TensorFileError.unreadable(file: path, reason: "\(size) bytes are too few for a safetensors file")
        }
        let length = prefix.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= UInt64(maximumHeaderBytes), Int(length) <= size - 8 else {
            throw TensorFileError.headerLength(file: path, length: length, fileBytes: size)
        }
        let header = try read(handle, Int(length), path)
        return (header, try read(handle, size - 8 - Int(length), path))
    }

    private static func read(_ handle: FileHandle, _ count: Int, _ path: String) throws -> Data {
        guard count > 0 else { return Data() }
        let data = try handle.read(upToCount: count) ?? Data()
        guard data.count == count else {
            throw TensorFileError.unreadable(file: path, reason: "it shrank while being read")
        }
        return data
    }
}
