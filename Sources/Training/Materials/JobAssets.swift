import Datasets
import Evaluation
import Experiments
import Foundation
import MiniCLIP
import Synchronization
import TextEncoding

/// What jobs share, built once and kept by content: data sets and frozen text encoders.
///
/// Thread safety: every method may be called from any worker; a second worker that asks for the same data set or mini-clip
/// waits for the first to finish building it.
public final class JobAssets: Sendable {
    private struct Cache {
        var datasets: [String: any CaptionedDataset] = [:]
        var encoders: [String: any FrozenTextEncoder] = [:]
        var truncated: [String: Int] = [:]
        var oracles: [String: any ImageOracle] = [:]
    }
    private let cache = Mutex(Cache())

    let miniCLIPs: MiniCLIPAssets

    /// - Parameters:
    ///   - folder: where trained mini-clips and reference features are kept; nil keeps them in memory only.
    ///   - threads: for training them. No result depends on it.
    public init(folder: URL? = nil, threads: Int = 1) {
        miniCLIPs = MiniCLIPAssets(cache: EncoderCache(folder: folder, threads: threads))
    }

    /// The SHA-256 that stands for a data section in job keys, without decoding any image.
    /// - Throws: when the folder or its captions cannot be read.
    public static func fingerprint(_ data: JobConfiguration.Data) throws -> String {
        switch data.kind {
        case .shapes: try ShapesDataset.fingerprint(of: data.composition)
        case .images: try ImageFolderDataset.fingerprint(of: data.imageFolder)
        case .scenes: try ScenesDataset.fingerprint(of: data.scenes)
        case .features: try FeaturesDataset.fingerprint(of: data.features)
        }
    }

    /// Checks what a spec alone cannot tell: that the text options of a job are the shape of its precomputed contexts.
    /// - Throws: `DatasetError`.
    public static func check(_ configuration: JobConfiguration) throws {
        guard configuration.data.kind.isPrecomputed, let path = configuration.data.path else { return }
        let shape = try FeaturesDataset.contextShape(of: path), text = configuration.text
        guard shape == ContextShape(tokens: text.maxTokens, width: text.width) else {
            throw DatasetError.badSetting(
                name: "text.max_tokens and text.width", found: "\(text.maxTokens) x \(text.width)",
                allowed: "\(shape.tokens) and \(shape.width), the shape of \(path)/empty_context.npy")
        }
    }

    /// The data set of a data section, decoded or rendered on first use.
    public func dataset(_ data: JobConfiguration.Data) throws -> any CaptionedDataset {
        let name = String(describing: data)
        return try cache.withLock { cache in
            if let known = cache.datasets[name] { return known }
            let made: any CaptionedDataset =
                switch data.kind {
                case .shapes: try ShapesDataset(data.composition)
                case .images: try ImageFolderDataset(data.imageFolder)
                case .scenes: try ScenesDataset(data.scenes)
                case .features: try FeaturesDataset(data.features)
                }
            for split in [Split.train, .test] where made.count(split) == 0 {
                throw TrainingError.emptySplit(split: split.rawValue, data: data.kind.rawValue)
            }
            cache.datasets[name] = made
            return made
        }
    }

    /// The frozen text encoder of a job, fitted on its data set's training captions where it needs fitting.
    /// - Throws: `MiniCLIPError` when one has to be trained and cannot be, or a stop was asked for.
    public func encoder(_ text: JobConfiguration.Text, for dataset: any CaptionedDataset) throws -> any FrozenTextEncoder {
        try encoder(text, for: dataset, preparation: Preparation())
    }

    func encoder(
        _ text: JobConfiguration.Text, for dataset: any CaptionedDataset, preparation: Preparation
    ) throws -> any FrozenTextEncoder {
        let name = dataset.fingerprint + String(describing: text)
        if let known = cache.withLock({ $0.encoders[name] }) { return known }
        let made: any FrozenTextEncoder =
            switch text.encoder {
            case .random:
                RandomTokenEncoder(
                    tokenizer: WordTokenizer.fit(dataset.allCaptions(.train)),
                    maximumTokens: text.maxTokens, width: text.width, seed: UInt64(text.seed))
            case .miniCLIP:
                MiniCLIPTextEncoder(
                    try miniCLIPs.encoder(
                        .conditioner(tokens: text.maxTokens, width: text.width), steps: text.encoderSteps, seed: text.seed,
                        dataset: dataset, stop: preparation))
            case .precomputed:
                if let features = dataset as? FeaturesDataset {
                    PrecomputedTextEncoder(features)
                } else {
                    throw DatasetError.badSetting(name: "text.encoder", found: "precomputed", allowed: "it with data.kind: features only")
                }
            }
        let truncated =
            dataset is FeaturesDataset
            ? 0
            : WordTokenizer.truncatedCaptions(dataset.allCaptions(.train), maximumTokens: text.maxTokens)
        return cache.withLock { cache in
            // Another worker may have made the same meanwhile: all share the first.
            if let known = cache.encoders[name] { return known }
            cache.encoders[name] = made
            cache.truncated[name] = truncated
            return made
        }
    }

    /// What judges generated images of a data set; nil when nothing can. That of scenes learns its kinds first.
    public func oracle(for dataset: any CaptionedDataset) -> (any ImageOracle)? {
        switch dataset {
        case is ShapesDataset: return ShapeOracle()
        case let scenes as ScenesDataset:
            return cache.withLock { cache in
                if let known = cache.oracles[scenes.fingerprint] { return known }
                let made = SceneOracle(for: scenes)
                cache.oracles[scenes.fingerprint] = made
                return made
            }
        default: return nil
        }
    }

    /// What a reader of results should know of the data: items per split, files left out under `on_error: skip`, and
    /// training captions longer than `text.max_tokens`, whose ends the model never sees.
    func dataMetrics(_ text: JobConfiguration.Text, for dataset: any CaptionedDataset) -> [MetricValue] {
        let truncated = cache.withLock { $0.truncated[dataset.fingerprint + String(describing: text)] } ?? 0
        let skipped = (dataset as? ImageFolderDataset)?.skipped.count ?? 0
        return [
            MetricValue("items", split: "train", step: 0, value: Double(dataset.count(.train))),
            MetricValue("items", split: "test", step: 0, value: Double(dataset.count(.test))),
            MetricValue("skipped_files", split: "data", step: 0, value: Double(skipped)),
            MetricValue("truncated_captions", split: "train", step: 0, value: Double(truncated)),
        ]
    }
}
