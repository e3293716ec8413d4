/// Buffers that passes over one network hand back and take again, so that a forward pass allocates once for all that follow.
///
/// Not for several threads at once: whoever runs a network owns its pool.
public final class SpareBuffers {
    private var free: [FloatBuffer] = []

    public init() {}

    /// A buffer of at least `count` floats with undefined contents: the smallest free one that is not more than twice as large, or a new one.
    public func take(_ count: Int) -> FloatBuffer {
        let fitting = free.indices.filter { free[$0].count >= count && free[$0].count <= 2 * count + 64 }
        guard let best = fitting.min(by: { free[$0].count < free[$1].count }) else { return FloatBuffer(count: count) }
        return free.remove(at: best)
    }

    /// - Precondition: nobody uses the buffer any more.
    public func give(_ buffer: FloatBuffer) { free.append(buffer) }
}
