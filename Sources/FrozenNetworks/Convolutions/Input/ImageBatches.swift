import Datasets
import Kernels
import Platform

/// Pictures a forward pass holds at once: enough rows for the matrix products of the smallest maps, and bounded memory.
let picturesPerPass = 8

/// Features of any number of pictures, a few at a time.
/// - Parameters:
///   - side: height and width of the network's input.
///   - fill: overwrites `[side, side, 3]` from a picture of three channels.
///   - network: makes `[batch, width]` of `[batch, side, side, 3]`.
func batched(
    _ images: [PixelImage], side: Int, threads: ThreadPool, buffers: SpareBuffers, fill: @Sendable (Out, PixelImage) -> Void,
    network: (FeatureMaps, ForwardPass) -> FeatureMaps
) -> [Float] {
    let pass = ForwardPass(threads, buffers)
    var features: [Float] = []
    var first = 0
    while first < images.count {
        let batch = images[first..<min(first + picturesPerPass, images.count)]
        let shape = MapShape(batch: batch.count, height: side, width: side, channels: 3)
        let input = pass.maps(shape)
        nonisolated(unsafe) let pointer = input.pointer  // each iteration fills the maps of its own sample
        threads.forEach(batch.count) { index in fill(pointer + index * shape.sampleCount, batch[batch.startIndex + index].asRGB()) }
        features += network(input, pass).values
        first += batch.count
    }
    return features
}
