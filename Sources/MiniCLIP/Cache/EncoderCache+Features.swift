import Datasets
import Foundation
import Platform
import TensorFiles

extension EncoderCache {
    /// Test images whose features stand for the data set, at most.
    public static let mostReferenceItems = 10_000

    /// The features of the test split's images (the first `mostReferenceItems`), [items, imageWidth]: computed once for
    /// each encoder and kept beside it.
    /// - Throws: `TensorFileError`, `FileError`, `Stopped`.
    public func testFeatures(
        _ encoder: DualEncoder, _ dataset: any CaptionedDataset, stop: StopSignal = StopSignal()
    ) throws -> [Float] {
        let items = min(dataset.count(.test), Self.mostReferenceItems)
        return try KeptFeatures(folder: folder).features(
            "test-features", content: ContentHash.hex(["test features 1", encoder.identity, dataset.fingerprint, "\(items)"]),
            shape: [items, encoder.configuration.imageWidth], metadata: ["encoder": encoder.identity, "data": dataset.fingerprint],
            stop: stop
        ) { EncodedImages(encoder, dataset, .test, items: items, threads: threads).features }
    }
}
