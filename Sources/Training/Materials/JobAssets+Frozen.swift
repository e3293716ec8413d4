import Choices
import Datasets
import Evaluation
import Experiments
import Foundation
import FrozenNetworks
import Kernels
import Platform
import Results
import Synchronization
import TensorFiles
import TextEncoding

/// Frozen networks from files of weights that jobs share, and what they made of data sets, by content.
///
/// One is loaded, and a data set looked at, while the lock is held: whoever else wants it waits.
final class FrozenAssets: Sendable {
    private struct Known {
        var texts: [String: RememberedTextEncoder] = [:]
        var views: [String: OutsideView] = [:]
        var decoders: [String: any LatentDecoder] = [:]
    }
    private let known = Mutex(Known())
    let kept: KeptFeatures
    let threads: Int

    /// Real pictures that stand for a data set, at most.
    static let mostReferenceItems = 10_000
    /// Of what an encoder made of captions.
    static let mostTextBytes = 4 << 30
    /// Pictures that are looked at together.
    static let batch = 32

    init(folder: URL?, threads: Int) { (kept, self.threads) = (KeptFeatures(folder: folder), threads) }

    /// A pretrained text encoder that has read the captions of both splits.
    func text(
        _ text: JobConfiguration.Text, for dataset: any CaptionedDataset, _ preparation: Preparation
    ) throws -> RememberedTextEncoder {
        try known.withLock { known in
            let name = "\(dataset.fingerprint) \(text)"
            if let encoder = known.texts[name] { return encoder }
            let encoder = try PretrainedText.load(text)
            let captions = dataset.allCaptions(.train) + dataset.allCaptions(.test)
            let remembered = try RememberedTextEncoder(
                encoder, captions: captions, mostBytes: Self.mostTextBytes, stop: preparation.stop)
            known.texts[name] = remembered
            return remembered
        }
    }

    func decoder(_ path: String) throws -> any LatentDecoder {
        try known.withLock { known in
            if let decoder = known.decoders[path] { return decoder }
            let decoder = try loadLatentDecoder(path)
            known.decoders[path] = decoder
            return decoder
        }
    }

    /// How outside networks see the real pictures of a data set; nil where a job asks for none.
    func view(
        _ evaluate: JobConfiguration.Evaluate, of dataset: any CaptionedDataset, _ maker: PictureMaker, _ preparation: Preparation
    ) throws -> OutsideView? {
        guard evaluate.outsideJudge != .none || evaluate.clipScore != .none else { return nil }
        return try known.withLock { known in
            let name = [
                dataset.fingerprint, maker.decoder?.identity ?? "", evaluate.outsideJudge.rawValue, evaluate.outsideJudgePath ?? "",
                evaluate.referenceStatistics ?? "", evaluate.clipPath ?? "",
            ].joined(separator: "\n")
            if let view = known.views[name] { return view }
            let pictures = ReferencePictures(dataset, maker, threads: threads)
            let view = OutsideView(
                judge: try judge(evaluate, pictures, preparation.stop), scorer: try scorer(evaluate, pictures, preparation.stop))
            known.views[name] = view
            return view
        }
    }

    private func judge(
        _ evaluate: JobConfiguration.Evaluate, _ pictures: ReferencePictures, _ stop: StopSignal
    ) throws -> OutsideView.Judge? {
        guard let path = evaluate.outsideJudgePath, let (network, metrics) = try loadOutsideJudge(evaluate.outsideJudge, path) else {
            return nil
        }
        let width = network.dimensions
        @Sendable func features(_ split: Split, _ items: Int) throws -> FeatureMatrix {
            let values = try kept(network.identity, pictures, split, items, width: width, stop) {
                network.features(of: $0, threads: self.threads)
            }
            return FeatureMatrix(dimensions: width, values: values.map(Double.init))
        }
        if let statistics = evaluate.referenceStatistics {
            let fit = try loadStatistics(statistics, dimensions: width)
            return OutsideView.Judge(network: network, metrics: metrics, features: nil, fit: fit) { _ in nil }
        }
        let reference = try features(.test, min(pictures.dataset.count(.test), Self.mostReferenceItems))
        guard let fit = FeatureStatistics(reference).fit else { throw TrainingError.noReference(pictures: reference.rows) }
        let floors = KnownFloors<Double, any Error> { images in
            guard images <= pictures.dataset.count(.train) else { return nil }
            return FeatureStatistics(try features(.train, images)).fit.flatMap { frechetDistance($0, fit) }
        }
        return OutsideView.Judge(network: network, metrics: metrics, features: reference, fit: fit, floor: floors.of)
    }

    private func scorer(
        _ evaluate: JobConfiguration.Evaluate, _ pictures: ReferencePictures, _ stop: StopSignal
    ) throws -> OutsideView.Scorer? {
        guard evaluate.clipScore != .none, let path = evaluate.clipPath else { return nil }
        let network = try loadPictureScorer(path)
        let items = min(pictures.dataset.count(.test), Self.mostReferenceItems)
        let units = try kept(network.identity, pictures, .test, items, width: network.embedding, stop) {
            network.units(of: $0)
        }
        return OutsideView.Scorer(
            network: network, units: FeatureMatrix(dimensions: network.embedding, values: units.map(Double.init)))
    }

    /// What a network makes of the first pictures of a split, [items, width].
    private func kept(
        _ identity: String, _ pictures: ReferencePictures, _ split: Split, _ items: Int, width: Int, _ stop: StopSignal,
        make: ([PixelImage]) -> [Float]
    ) throws -> [Float] {
        let content = ContentHash.hex(["outside features 1", identity, pictures.identity, split.rawValue, "\(items)"])
        return try kept.features(
            "outside-features", content: content, shape: [items, width], metadata: ["network": identity, "data": pictures.identity],
            stop: stop
        ) {
            var values: [Float] = []
            values.reserveCapacity(items * width)
            for first in stride(from: 0, to: items, by: Self.batch) {
                try stop.check()
                values += make(pictures[split, first..<min(first + Self.batch, items)])
            }
            try pictures.dataset.checkReads()
            return values
        }
    }
}

/// The pictures of a data set; of latents, what the decoder makes of them.
private struct ReferencePictures: Sendable {
    let dataset: any CaptionedDataset
    private let maker: PictureMaker
    private let threads: Int

    init(_ dataset: any CaptionedDataset, _ maker: PictureMaker, threads: Int) {
        (self.dataset, self.maker, self.threads) = (dataset, maker, threads)
    }

    var identity: String { dataset.fingerprint + (maker.decoder.map { " " + $0.identity } ?? "") }

    subscript(split: Split, items: Range<Int>) -> [PixelImage] {
        let images = FloatBuffer(count: items.count * dataset.imageElements)
        for (row, item) in items.enumerated() { dataset.fillImage(images.pointer + row * dataset.imageElements, split, item) }
        return maker.pictures(of: images.readPointer, count: items.count, threads: threads)
    }
}
