import Foundation
import Platform

/// Named NumPy arrays in one file (`.npz`), stored or deflated: floats of 2, 4 or 8 bytes, row-major.
///
/// Opening reads the directory; an array is unpacked and checked when it is asked for.
/// Source: `numpy.savez`; pytorch-fid's statistics are `mu` [features] and `sigma` [features, features], both `<f8`.
public struct NumPyArchive: Sendable {
    public let path: String
    /// Of the arrays, sorted.
    public let names: [String]
    private let zip: ZipArchive

    /// - Throws: `TensorFileError`, naming the file and what is wrong in it.
    public init(contentsOf url: URL) throws {
        path = url.path
        zip = try ZipArchive(RegularFile(url.path).mapped(), path: url.path)
        names = zip.names.filter { $0.hasSuffix(".npy") }.map { String($0.dropLast(4)) }
    }

    /// The array of that name.
    /// - Throws: `TensorFileError.missingTensor`, `.numPy` for other kinds of values, `.archive` for damage.
    public func array(_ name: String) throws -> Tensor {
        guard let data = try zip.contents(name + ".npy") else {
            throw TensorFileError.missingTensor(file: path, tensor: name, available: names)
        }
        let header = try NumPyHeader(file: "\(path), array '\(name)'", size: data.count) { count, place in
            data.dropFirst(place).prefix(count)
        }
        return Tensor(name: name, dtype: header.type, shape: header.shape, data: data.dropFirst(header.dataStart))
    }

    /// Writes arrays of doubles (`<f8`), whole or not at all; the same arrays give the same bytes.
    /// - Precondition: each has as many values as its shape says; no name occurs twice.
    /// - Throws: `FileError`, `TensorFileError.archive` for more than 4 GB.
    public static func write(
        to url: URL, arrays: [(name: String, shape: [Int], values: [Double])], isPacked: Bool = false
    ) throws {
        precondition(Set(arrays.map(\.name)).count == arrays.count, "two arrays share a name")
        let entries = arrays.map { name, shape, values in
            precondition(values.count == shape.reduce(1, *), "'\(name)' has \(values.count) values for the shape \(shape)")
            var data = numPyHeader(type: "<f8", shape: shape)
            for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
            return (name: name + ".npy", contents: data)
        }
        try writeZip(to: url, entries, isPacked: isPacked)
    }
}
