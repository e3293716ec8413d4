import Datasets
import FrozenNetworks
import Kernels

/// Makes pictures of what a network generates: pixels as they are, latents through their decoder.
struct PictureMaker: Sendable {
    let channels: Int
    /// Of the generated images.
    let side: Int
    /// What the data set multiplied its latents with.
    let scale: Float
    /// nil for pixels, and for latents whose decoder nobody gave.
    let decoder: (any LatentDecoder)?

    /// Whether what it makes shows what a person would see.
    var isFaithful: Bool { channels == 3 || decoder != nil }

    /// - Parameters:
    ///   - images: [count, channels, side, side].
    ///   - threads: no result depends on it.
    func pictures(of images: In, count: Int, threads: Int) -> [PixelImage] {
        let elements = channels * side * side
        guard let decoder else {
            return (0..<count).map { preview(images + $0 * elements) }
        }
        let latents = (0..<count * elements).map { images[$0] / scale }
        return latents.withUnsafeBufferPointer { decoder.pictures(of: $0.baseAddress!, count: count, side: side, threads: threads) }
    }

    /// One image [channels, side, side] without its decoder: pixels as they are, of latents a pixel a position.
    func preview(_ image: In) -> PixelImage {
        let values = Array(UnsafeBufferPointer(start: image, count: channels * side * side))
        if channels == 3 { return PixelImage(planarFloats: values, channels: 3, width: side, height: side) }
        guard let picture = LatentPreview.picture(values, channels: channels, height: side, width: side, scale: Double(scale)) else {
            preconditionFailure("no preview of \(channels) channels")
        }
        return picture
    }
}
