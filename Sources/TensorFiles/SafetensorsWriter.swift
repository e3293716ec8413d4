import Foundation

/// Writes float32 tensors as a safetensors file: the same input gives the same bytes (tensors and keys sorted by name).
///
/// The file appears whole or not at all: written beside its final name, synced, renamed.
/// - Throws: `TensorFileError.invalidTensor` for a repeated or reserved name and a shape that does not fit the data;
///   `TensorFileError.unwritable` for what the file system reports.
public func writeSafetensors(
    to url: URL, tensors: [(name: String, shape: [Int], floats: UnsafeBufferPointer<Float>)], metadata: [String: String] = [:]
) throws {
    let sorted = tensors.sorted { $0.name < $1.name }
    let header = try safetensorsHeader(sorted.map { ($0.name, $0.shape, $0.floats.count) }, metadata, file: url.path)
    let temporary = url.deletingLastPathComponent()
        .appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString).partial")
    do {
        guard FileManager.default.createFile(atPath: temporary.path, contents: nil) else {
            throw TensorFileError.unwritable(
                file: url.path, reason: "cannot create a file in \(url.deletingLastPathComponent().path)")
        }
        let handle = try FileHandle(forWritingTo: temporary)
        defer { try? handle.close() }
        try handle.write(contentsOf: header)
        for tensor in sorted {
            try write(tensor.floats, to: handle)
        }
        try handle.synchronize()
        guard rename(temporary.path, url.path) == 0 else {
            throw TensorFileError.unwritable(file: url.path, reason: String(cString: strerror(errno)))
        }
        syncDirectory(url.deletingLastPathComponent())
    } catch {
        try? FileManager.default.removeItem(at: temporary)
        if let error = error as? TensorFileError { throw error }
        throw TensorFileError.unwritable(file: url.path, reason: error.localizedDescription)
    }
}

/// Length prefix and JSON header, padded with blanks so that the data starts at a multiple of 8 bytes.
private func safetensorsHeader(
    _ tensors: [(name: String, shape: [Int], count: Int)], _ metadata: [String: String], file: String
) throws -> Data {
    var fields: [String] = []
    if !metadata.isEmpty {
        let pairs = try metadata.sorted { $0.key < $1.key }.map { try "\(quoted($0.key)):\(quoted($0.value))" }
        fields.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    var previous: String?
    for tensor in tensors {
        guard tensor.name != "__metadata__", tensor.name != previous else {
            throw TensorFileError.invalidTensor(
                file: file, tensor: tensor.name, reason: tensor.name == previous ? "the name occurs twice" : "the name is reserved")
        }
        guard byteCount(of: tensor.shape, .f32) == tensor.count * 4 else {
            throw TensorFileError.invalidTensor(
                file: file, tensor: tensor.name, reason: "the shape \(tensor.shape) does not fit its \(tensor.count) values")
        }
        let shape = tensor.shape.map(String.init).joined(separator: ",")
        let end = offset + tensor.count * 4
        fields.append("\(try quoted(tensor.name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
        offset = end
        previous = tensor.name
    }
    var json = Data("{\(fields.joined(separator: ","))}".utf8)
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    guard json.count <= SafetensorsFile.maximumHeaderBytes else {
        throw TensorFileError.unwritable(file: file, reason: "the header would have \(json.count) bytes, more than the format allows")
    }
    return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json
}

private func quoted(_ text: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(text), as: UTF8.self)
}

private func write(_ floats: UnsafeBufferPointer<Float>, to handle: FileHandle) throws {
    guard let base = floats.baseAddress, !floats.isEmpty else { return }
    #if _endian(little)
    // The bytes outlive the call and are only read, so no copy is made.
    let bytes = Data(
        bytesNoCopy: UnsafeMutableRawPointer(mutating: base), count: floats.count * 4, deallocator: .none)
    try handle.write(contentsOf: bytes)
    #else
    var bytes = Data(capacity: floats.count * 4)
    for value in floats {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    try handle.write(contentsOf: bytes)
    #endif
}

/// Makes the rename itself durable; a file system that cannot sync a directory is no error.
private func syncDirectory(_ url: URL) {
    let descriptor = open(url.path.isEmpty ? "." : url.path, O_RDONLY)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
}
