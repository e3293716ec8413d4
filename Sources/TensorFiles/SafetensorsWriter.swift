import Foundation
import Platform

/// Writes float32 tensors as a safetensors file: the same input gives the same bytes (tensors and keys sorted by name).
///
/// The file appears whole or not at all: written beside its final name, synced, renamed, and the folder synced.
/// - Parameter beforeRename: called when the new file is safe on disk and the old one is still in its place; an error
///   thrown by it leaves the old one there.
/// - Throws: `TensorFileError.invalidTensor` for a repeated or reserved name and a shape that does not fit the data;
///   `FileError` for what the file system reports.
public func writeSafetensors(
    to url: URL, tensors: [(name: String, shape: [Int], floats: UnsafeBufferPointer<Float>)],
    metadata: [String: String] = [:], beforeRename: () throws -> Void = {}
) throws {
    let sorted = tensors.sorted { $0.name < $1.name }
    let header = try safetensorsHeader(sorted.map { ($0.name, $0.shape, $0.floats.count) }, metadata, file: url.path)
    try NewFile.make(url, beforeRename: beforeRename) { file in
        try header.withUnsafeBytes { try file.write($0) }
        for tensor in sorted { try write(tensor.floats, to: file) }
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
        throw FileError.unwritable(file: file, reason: "the header would have \(json.count) bytes, more than the format allows")
    }
    return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json
}

private func quoted(_ text: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(text), as: UTF8.self)
}

private func write(_ floats: UnsafeBufferPointer<Float>, to file: NewFile) throws {
    #if _endian(little)
    try file.write(UnsafeRawBufferPointer(floats))
    #else
    var bytes: [UInt8] = []
    bytes.reserveCapacity(floats.count * 4)
    for value in floats {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    try bytes.withUnsafeBytes { try file.write($0) }
    #endif
}
