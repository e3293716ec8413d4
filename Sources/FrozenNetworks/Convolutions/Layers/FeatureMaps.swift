import Kernels
import Platform

/// Maps `[batch, height, width, channels]` within a forward pass; their memory goes back to the pass when nobody holds them any more.
final class FeatureMaps {
    let shape: MapShape
    private let buffer: FloatBuffer
    private let buffers: SpareBuffers

    fileprivate init(_ shape: MapShape, _ buffers: SpareBuffers) {
        (self.shape, self.buffers) = (shape, buffers)
        buffer = buffers.take(shape.count)
    }

    deinit { buffers.give(buffer) }

    /// Valid while the maps are held.
    var pointer: Out { buffer.pointer }
    var values: [Float] { Array(UnsafeBufferPointer(start: buffer.pointer, count: shape.count)) }
}

/// Threads and memory of forward passes that follow one another; one thread calls it.
final class ForwardPass {
    let threads: ThreadPool
    let buffers: SpareBuffers

    init(_ threads: ThreadPool, _ buffers: SpareBuffers) { (self.threads, self.buffers) = (threads, buffers) }

    /// Undefined contents.
    func maps(_ shape: MapShape) -> FeatureMaps { FeatureMaps(shape, buffers) }

    /// - Parameter values: `[batch, height, width, channels]`.
    func maps(_ shape: MapShape, _ values: [Float]) -> FeatureMaps {
        precondition(values.count == shape.count, "\(values.count) floats for maps of \(shape.count)")
        let maps = maps(shape)
        values.withUnsafeBufferPointer { maps.pointer.update(from: $0.baseAddress!, count: shape.count) }
        return maps
    }

    /// The mean over all positions: `[batch, channels]`.
    func globalAverage(_ x: FeatureMaps) -> FeatureMaps {
        let means = maps(MapShape(batch: x.shape.batch, height: 1, width: 1, channels: x.shape.channels))
        withExtendedLifetime((x, means)) { Kernels.globalAverage(means.pointer, In(x.pointer), shape: x.shape, pool: threads) }
        return means
    }
}
