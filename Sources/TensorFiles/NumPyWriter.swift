import Foundation
import Platform

/// Writes floats as a NumPy array (`.npy`, version 1, `<f4`, row-major), whole or not at all.
/// - Precondition: `floats` has as many values as `shape` says.
/// - Throws: `FileError`.
public func writeNumPy(to url: URL, shape: [Int], floats: UnsafeBufferPointer<Float>) throws {
    precondition(floats.count == shape.reduce(1, *))
    let header = numPyHeader(type: "<f4", shape: shape)
    try NewFile.make(url) { file in
        try header.withUnsafeBytes { try file.write($0) }
        try file.write(UnsafeRawBufferPointer(floats))
    }
}

/// What stands before a row-major array's values.
func numPyHeader(type: String, shape: [Int]) -> Data {
    let extents = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
    // Data begins at a multiple of 64 bytes; the header ends with a newline.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    var bytes = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
    withUnsafeBytes(of: UInt16(header.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: header.utf8)
    return bytes
}
