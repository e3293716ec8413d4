import Foundation

/// One named array of a safetensors file: row-major, little-endian.
public struct Tensor: Sendable, Equatable {
    public let name: String
    public let dtype: TensorType
    /// Extents, outermost first; empty for a scalar.
    public let shape: [Int]
    /// The raw bytes; `count * dtype.byteCount` of them.
    public let data: Data

    /// Number of elements (1 for a scalar, 0 when an extent is 0).
    public var count: Int { data.count / dtype.byteCount }

    /// The elements as `Float`: 64-bit values are rounded to the nearest.
    public var floats: [Float] {
        switch dtype {
        case .f32: singles
        case .f64: elements(UInt64.self) { Float(Double(bitPattern: $0)) }
        case .f16: elements(UInt16.self) { Float(Float16(bitPattern: $0)) }
        case .bf16: elements(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .bool, .u8: elements(UInt8.self) { Float($0) }
        case .i8: elements(Int8.self) { Float($0) }
        case .u16: elements(UInt16.self) { Float($0) }
        case .i16: elements(Int16.self) { Float($0) }
        case .u32: elements(UInt32.self) { Float($0) }
        case .i32: elements(Int32.self) { Float($0) }
        case .u64: elements(UInt64.self) { Float($0) }
        case .i64: elements(Int64.self) { Float($0) }
        }
    }

    /// The elements as `Double`: only 64-bit integers beyond 2^53 are rounded.
    public var doubles: [Double] {
        switch dtype {
        case .f64: elements(UInt64.self) { Double(bitPattern: $0) }
        case .u64: elements(UInt64.self) { Double($0) }
        case .i64: elements(Int64.self) { Double($0) }
        case .u32: elements(UInt32.self) { Double($0) }
        case .i32: elements(Int32.self) { Double($0) }
        default: floats.map(Double.init)
        }
    }

    /// The common case without a detour per element, where memory is laid out like the file.
    private var singles: [Float] {
        #if _endian(little)
        Array(unsafeUninitializedCapacity: count) { buffer, initialized in
            _ = data.copyBytes(to: buffer)
            initialized = count
        }
        #else
        elements(UInt32.self) { Float(bitPattern: $0) }
        #endif
    }

    /// Decodes every element; `Data` slices need not be aligned.
    private func elements<Raw: FixedWidthInteger & BitwiseCopyable, Value>(
        _ raw: Raw.Type, _ convert: (Raw) -> Value
    ) -> [Value] {
        data.withUnsafeBytes { bytes in
            (0..<count).map { index in
                let stored = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Raw>.size, as: Raw.self)
                return convert(Raw(littleEndian: stored))
            }
        }
    }
}
