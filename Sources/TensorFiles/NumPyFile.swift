import Foundation

/// A NumPy array on disk (`.npy`, format versions 1 to 3): floats of 2, 4 or 8 bytes, little-endian, row-major.
///
/// Opening reads and checks the header; the values are read when they are asked for. A damaged or hostile file gives an error, never
/// a trap, and no more memory than its bytes need.
/// Source: the format, https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
public struct NumPyFile: @unchecked Sendable {  // the file is only read, at given offsets
    public let path: String
    /// Extents, outermost first; empty for a scalar.
    public let shape: [Int]
    /// Number of values.
    public let count: Int
    private let type: TensorType
    private let file: RegularFile
    private let dataStart: Int

    /// - Throws: `TensorFileError.unreadable` or `.numPy`, naming the file and what is wrong in it.
    public init(_ url: URL) throws { try self.init(path: url.path) }

    /// - Throws: as ``init(_:)``.
    public init(path: String) throws {
        self.path = path
        file = try RegularFile(path)
        let file = file
        let header = try NumPyHeader(file: path, size: file.size) { try file.read($0, from: $1) }
        (type, shape, count, dataStart) = (header.type, header.shape, header.count, header.dataStart)
    }

    /// Overwrites `out` [count]; 64-bit values are rounded to the nearest.
    /// - Throws: `TensorFileError.unreadable`.
    public func read(into out: UnsafeMutablePointer<Float>) throws {
        #if _endian(little)
        if type == .f32 {
            return try file.read(into: UnsafeMutableRawBufferPointer(start: out, count: 4 * count), from: dataStart)
        }
        #endif
        let data = try file.read(count * type.byteCount, from: dataStart)
        for (index, value) in Tensor(name: path, dtype: type, shape: shape, data: data).floats.enumerated() { out[index] = value }
    }

    /// All values in row-major order.
    public func floats() throws -> [Float] {
        try [Float](unsafeUninitializedCapacity: count) { out, initialized in
            if let start = out.baseAddress, count > 0 { try read(into: start) }
            initialized = count
        }
    }
}
