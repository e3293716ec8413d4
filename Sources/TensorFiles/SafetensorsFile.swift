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
        let contents = try Self.reporting(url) { handle in
            let (json, dataBytes) = try Self.readHeader(handle)
            return (header: json, data: try handle.read(dataBytes))
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

    /// The metadata alone, without reading the tensors; offsets and sizes are not checked against the data.
    /// - Throws: as `init(contentsOf:)`.
    public static func metadata(of url: URL) throws -> [String: String] {
        let header = try reporting(url) { try readHeader($0).json }
        return try SafetensorsHeader.metadata(json: header, file: url.path)
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

    private static func reporting<Value>(_ url: URL, _ body: (RegularFile) throws -> Value) throws -> Value {
        do {
            return try body(try RegularFile(url))
        } catch let error as TensorFileError {
            throw error
        } catch {
            throw TensorFileError.unreadable(file: url.path, reason: error.localizedDescription)
        }
    }

    /// The JSON header, and how many bytes of data follow it.
    private static func readHeader(_ file: RegularFile) throws -> (json: Data, dataBytes: Int) {
        guard file.size >= 8 else {
            throw TensorFileError.unreadable(
                file: file.path, reason: "\(file.size) bytes are too few for a safetensors file")
        }
        let prefix = try file.read(8)
        let length = prefix.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= UInt64(maximumHeaderBytes), Int(length) <= file.size - 8 else {
            throw TensorFileError.headerLength(file: file.path, length: length, fileBytes: file.size)
        }
        return (try file.read(Int(length)), file.size - 8 - Int(length))
    }
}

/// An open file that is neither a folder nor a pipe (opening one would block).
private final class RegularFile {
    let path: String
    let size: Int
    private let handle: FileHandle

    init(_ url: URL) throws {
        path = url.path
        let kind = try FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)[.type]
        guard kind as? FileAttributeType == .typeRegular else {
            throw TensorFileError.unreadable(file: path, reason: "not a regular file")
        }
        handle = try FileHandle(forReadingFrom: url)
        size = Int(clamping: try handle.seekToEnd())
        try handle.seek(toOffset: 0)
    }

    deinit { try? handle.close() }

    func read(_ count: Int) throws -> Data {
        guard count > 0 else { return Data() }
        let data = try handle.read(upToCount: count) ?? Data()
        guard data.count == count else {
            throw TensorFileError.unreadable(file: path, reason: "it shrank while being read")
        }
        return data
    }
}
