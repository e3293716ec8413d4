import Datasets
import Foundation
import Kernels
import Platform
import TensorFiles

extension EncoderCache {
    /// Test images whose features stand for the data set, at most.
    public static let mostReferenceItems = 10_000

    /// The features of the test split's images (the first `mostReferenceItems`), [items, imageWidth]: computed once for
    /// each encoder and kept beside it.
    /// - Throws: `MiniCLIPError`, `TensorFileError`, `Stopped`.
    public func testFeatures(
        _ encoder: DualEncoder, _ dataset: any CaptionedDataset, stop: StopSignal = StopSignal()
    ) throws -> [Float] {
        let items = min(dataset.count(.test), Self.mostReferenceItems)
        guard let folder else { return extract(encoder, dataset, items: items) }
        let content = ContentHash.hex(["test features 1", encoder.identity, dataset.fingerprint, "\(items)"])
        let file = folder.appendingPathComponent("test-features-\(content.prefix(32)).safetensors")
        if let kept = try load(file, content: content, count: items * encoder.configuration.imageWidth) { return kept }
        return try FileLock.holding(URL(fileURLWithPath: file.path + ".lock"), stop: stop) {
            if let kept = try load(file, content: content, count: items * encoder.configuration.imageWidth) { return kept }
            let features = extract(encoder, dataset, items: items)
            try features.withUnsafeBufferPointer {
                try writeSafetensors(
                    to: file, tensors: [("features", [items, encoder.configuration.imageWidth], $0)],
                    metadata: ["content": content, "encoder": encoder.identity, "data": dataset.fingerprint])
            }
            return features
        }
    }

    /// nil when there is no file.
    private func load(_ url: URL, content: String, count: Int) throws -> [Float]? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        let file = try SafetensorsFile(contentsOf: url)
        let features = try file.tensor("features").floats
        guard file.metadata["content"] == content, features.count == count else {
            throw MiniCLIPError.damaged(path: url.path, problem: "it holds features of other images")
        }
        return features
    }

    private func extract(_ encoder: DualEncoder, _ dataset: any CaptionedDataset, items: Int) -> [Float] {
        EncodedImages(encoder, dataset, .test, items: items, threads: threads).features
    }
}
