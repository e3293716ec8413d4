import Foundation
import RegisterTiles

// The tiles' names, for everybody above.
public typealias In = RegisterTiles.In
public typealias Out = RegisterTiles.Out

/// An owned, fixed-size array of floats, 64-byte aligned and zero at birth.
///
/// Kernels take raw pointers; this class decides how long they live. A pointer does not keep its buffer alive: hold
/// the buffer in a property or a local variable, never write `FloatBuffer(...).pointer` or `buffers[i].pointer[j]` on
/// something that is not used afterwards; read single elements through the subscript.
///
/// `@unchecked Sendable`: the address never changes; writers of the contents must not overlap in time with other
/// users of the same elements, which is the caller's lane discipline.
public final class FloatBuffer: @unchecked Sendable {
    /// Number of floats.
    public let count: Int
    /// The first element; 64-byte aligned.
    public let pointer: UnsafeMutablePointer<Float>

    /// Allocates `count` zeros. `count` may be 0.
    /// - Precondition: `count >= 0`, and the system has that much memory.
    public init(count: Int) {
        precondition(count >= 0, "FloatBuffer: negative count \(count)")
        self.count = count
        let bytes = max(64, (count * MemoryLayout<Float>.stride + 63) & ~63)
        var raw: UnsafeMutableRawPointer?
        let status = posix_memalign(&raw, 64, bytes)
        guard status == 0, let raw else { fatalError("FloatBuffer: no memory for \(bytes) bytes") }
        memset(raw, 0, bytes)
        pointer = raw.bindMemory(to: Float.self, capacity: bytes / MemoryLayout<Float>.stride)
    }

    /// A buffer that holds a copy of `values`.
    public convenience init(_ values: [Float]) {
        self.init(count: values.count)
        values.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { pointer.update(from: base, count: source.count) }
        }
    }

    deinit { free(pointer) }

    /// One element. Unlike an access through `pointer`, this keeps the buffer alive.
    public subscript(index: Int) -> Float {
        get { withExtendedLifetime(self) { pointer[index] } }
        set { withExtendedLifetime(self) { pointer[index] = newValue } }
    }

    /// The same memory, read only.
    public var readPointer: UnsafePointer<Float> { UnsafePointer(pointer) }

    /// Overwrites every element with `value`.
    public func fill(_ value: Float) {
        if value.bitPattern == 0 {
            memset(pointer, 0, count * MemoryLayout<Float>.stride)
        } else {
            pointer.update(repeating: value, count: count)
        }
    }

    /// Overwrites every element with the elements of `other`.
    /// - Precondition: equal counts.
    public func copy(from other: FloatBuffer) {
        precondition(other.count == count, "FloatBuffer: copying \(other.count) floats into \(count)")
        memcpy(pointer, other.pointer, count * MemoryLayout<Float>.stride)
    }

    /// A copy of the contents.
    public var array: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}
