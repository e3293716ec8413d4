import Kernels

/// Hands out the buffers of a workspace and counts them, or, when it only measures, counts without allocating.
///
/// `@unchecked Sendable`: used while a workspace is built, by one thread.
package final class BufferPool: @unchecked Sendable {
    private let measuresOnly: Bool
    private let empty = FloatBuffer(count: 1)
    private var buffers: [FloatBuffer] = []
    /// Floats handed out so far.
    package private(set) var floats = 0

    package init(measuresOnly: Bool = false) { self.measuresOnly = measuresOnly }

    /// `count` zeros that live as long as this pool. A measuring pool returns memory that must not be used.
    package func take(_ count: Int) -> Out {
        floats += count
        if measuresOnly || count == 0 { return empty.pointer }
        let buffer = FloatBuffer(count: count)
        buffers.append(buffer)
        return buffer.pointer
    }

    /// Floats in the buffers that really exist.
    package var allocatedFloats: Int { buffers.reduce(0) { $0 + $1.count } }
}
