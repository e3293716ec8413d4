import Datasets
import Kernels

/// Images of a data set as a mini-clip sees them.
public struct EncodedImages: Sendable {
    /// [items, imageWidth], before the projection.
    public var features: [Float] = []
    /// [items, embedding], of length 1.
    public var units: [Float] = []

    /// The first `items` of a split.
    public init(_ encoder: DualEncoder, _ dataset: any CaptionedDataset, _ split: Split, items: Int, threads: Int) {
        let session = EncoderSession(encoder, threads: threads)
        let elements = encoder.configuration.imageElements
        let batch = 128
        let images = FloatBuffer(count: batch * elements)
        features.reserveCapacity(items * encoder.configuration.imageWidth)
        units.reserveCapacity(items * encoder.configuration.embedding)
        for first in stride(from: 0, to: items, by: batch) {
            let count = min(batch, items - first)
            for row in 0..<count { dataset.fillImage(images.pointer + row * elements, split, first + row) }
            let encoded = session.encodeImages(images.readPointer, count: count)
            features += encoded.features
            units += encoded.units
        }
    }
}
