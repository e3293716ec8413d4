import Synchronization

/// Buffers that forward passes hand back and take again: memory that the system gives for the first time costs as much as a pass over it.
public final class BufferPool: Sendable {
    /// Free buffers of more than this many floats together, 256 MB, are given back to the system, the oldest first.
    static let mostFree = 1 << 26

    private let free = Mutex<[FloatBuffer]>([])

    public init() {}

    /// A buffer of at least `count` floats with undefined contents: the smallest free one that is not more than twice as large, or a
    /// new one.
    public func take(_ count: Int) -> FloatBuffer {
        let found = free.withLock { free -> FloatBuffer? in
            let fitting = free.indices.filter { free[$0].count >= count && free[$0].count <= 2 * count + 64 }
            return fitting.min { free[$0].count < free[$1].count }.map { free.remove(at: $0) }
        }
        return found ?? FloatBuffer(count: count)
    }

    /// - Precondition: nobody uses the buffer any more.
    public func give(_ buffer: FloatBuffer) {
        free.withLock { free in
            free.append(buffer)
            while free.reduce(0, { $0 + $1.count }) > Self.mostFree { free.removeFirst() }
        }
    }
}
