import Datasets
import Evaluation
import Experiments
import Foundation
import MiniCLIP
import Platform
import Synchronization
import TextEncoding

/// What jobs share, built once and kept by content: data sets, frozen text encoders, oracles and judges.
///
/// Thread safety: every method may be called from any worker; a second worker that asks for the same data set or mini-clip
/// waits for the first to finish building it.
public final class JobAssets: Sendable {
    typealias FittedEncoder = (encoder: any FrozenTextEncoder, truncatedCaptions: Int)
    private struct Cache {
        var sources: [String: DataSource] = [:]
        var encoders: [String: FittedEncoder] = [:]
        var oracles: [String: any ImageOracle] = [:]
        var baselines: [String: OracleBaseline] = [:]
    }
    private let cache = Mutex(Cache())

    let miniCLIPs: MiniCLIPAssets
    let frozen: FrozenAssets

    /// - Parameters:
    ///   - folder: where trained mini-clips and reference features are kept; nil keeps them in memory only.
    ///   - threads: for training them. No result depends on it.
    public init(folder: URL? = nil, threads: Int = 1) {
        miniCLIPs = MiniCLIPAssets(cache: EncoderCache(folder: folder, threads: threads))
        frozen = FrozenAssets(folder: folder, threads: threads)
    }

    /// The SHA-256 that stands for a data section in job keys, and what a look at its files tells, without decoding any image.
    /// - Throws: when the folder or its captions cannot be read.
    public static func survey(_ data: JobConfiguration.Data) throws -> DataSurvey {
        switch data.kind {
        case .shapes: DataSurvey(fingerprint: try ShapesDataset.fingerprint(of: data.composition))
        case .images: try ImageFolderDataset.survey(of: data.imageFolder)
        case .scenes: DataSurvey(fingerprint: try ScenesDataset.fingerprint(of: data.scenes))
        case .features: try FeaturesDataset.survey(of: data.features)
        }
    }

    public static func fingerprint(_ data: JobConfiguration.Data) throws -> String { try survey(data).fingerprint }

    /// Checks what a spec alone cannot tell: that the text options of a job are the shape of its precomputed contexts, or that of the
    /// pretrained encoder that they name.
    /// - Throws: `DatasetError`, `FrozenNetworksError`.
    public static func check(_ configuration: JobConfiguration) throws {
        if configuration.text.encoder.isPretrained { try PretrainedText.check(configuration.text) }
        guard configuration.data.kind.isPrecomputed, let path = configuration.data.path else { return }
        let shape = try FeaturesDataset.contextShape(of: path), text = configuration.text
        guard shape == ContextShape(tokens: text.maxTokens, width: text.width) else {
            throw DatasetError.badSetting(
                name: "text.max_tokens and text.width", found: "\(text.maxTokens) x \(text.width)",
                allowed: "\(shape.tokens) and \(shape.width), the shape of \(path)/empty_context.npy")
        }
    }

    /// Everything that a job needs; what nobody has yet is made or trained now.
    /// - Parameter judged: whether generated images will be judged: for drawing alone no evaluator is trained.
    /// - Throws: errors of the data and the model, `MiniCLIPError`; `Stopped` while a mini-clip was being trained.
    func materials(for configuration: JobConfiguration, judged: Bool, preparation: Preparation = Preparation()) throws -> JobMaterials {
        let model = configuration.modelConfiguration
        try model.validate()
        let dataset = try dataset(configuration.data)
        let (encoder, truncated) = try fittedEncoder(configuration.text, for: dataset, readsAll: judged, preparation: preparation)
        let (judge, problem) =
            judged
            ? try judge(configuration, for: dataset, textEncoder: encoder.identity, preparation: preparation) : (nil, nil)
        let maker = PictureMaker(
            channels: dataset.channels, side: dataset.imageSize, scale: Float(configuration.data.latentScale),
            decoder: try configuration.sample.autoencoder.map(frozen.decoder))
        return JobMaterials(
            configuration: configuration, model: model, dataset: dataset, encoder: encoder, truncatedCaptions: truncated,
            oracle: try oracle(configuration.data), oracleBaseline: judged ? try oracleBaseline(configuration.data) : nil, judge: judge,
            judgeProblem: problem, maker: maker,
            outside: judged ? try frozen.view(configuration.evaluate, of: dataset, maker, preparation) : nil,
            hasHeldOut: (0..<dataset.count(.test)).contains { dataset.isHeldOut(.test, $0) })
    }

    /// Makes what jobs of a configuration share, so that it is in the folder.
    /// - Throws: errors of the data and the model; `Stopped`.
    public func prepare(_ configuration: JobConfiguration, stop: StopSignal) throws {
        _ = try materials(for: configuration, judged: true, preparation: Preparation(stop: stop))
    }

    /// The data set of a data section, decoded or rendered on first use.
    func dataset(_ data: JobConfiguration.Data) throws -> any CaptionedDataset { try source(data).dataset }

    /// Items like those of a data section, as many as its training split, with another seed and all combinations; nil for what is read
    /// from files.
    func ownEvaluatorData(_ data: JobConfiguration.Data) throws -> (any CaptionedDataset)? {
        // Far from seeds that people choose. Drawn, not kept, so there may be many: of few an evaluator learns what each looks like.
        var options = data.composition.complete(seed: data.seed.randomBits &+ 0x9E37_79B9_7F4A_7C15)
        options.train = min(10 * data.train, 1_000_000)
        switch data.kind {
        case .shapes: return try ShapesDataset(options)
        case .scenes:
            var scenes = data.scenes
            scenes.options = options
            return try ScenesDataset(scenes)
        case .images, .features: return nil
        }
    }

    private func source(_ data: JobConfiguration.Data) throws -> DataSource {
        let name = String(describing: data)
        return try cache.withLock { cache in
            if let known = cache.sources[name] { return known }
            let made = try DataSource(data)
            for split in [Split.train, .test] where made.dataset.count(split) == 0 {
                throw TrainingError.emptySplit(split: split.rawValue, data: data.kind.rawValue)
            }
            cache.sources[name] = made
            return made
        }
    }

    /// What reads generated images of a data section; nil when nothing can. That of scenes learns its kinds first.
    func oracle(_ data: JobConfiguration.Data) throws -> (any ImageOracle)? {
        let source = try source(data)
        return cache.withLock { cache in
            if let known = cache.oracles[source.dataset.fingerprint] { return known }
            let made = source.makeOracle()
            cache.oracles[source.dataset.fingerprint] = made
            return made
        }
    }

    /// What the oracle says of real test pictures; nil without an oracle.
    private func oracleBaseline(_ data: JobConfiguration.Data) throws -> OracleBaseline? {
        guard let oracle = try oracle(data) else { return nil }
        let dataset = try dataset(data)
        return cache.withLock { cache in
            if let known = cache.baselines[dataset.fingerprint] { return known }
            let made = OracleBaseline(oracle, dataset)
            cache.baselines[dataset.fingerprint] = made
            return made
        }
    }

    /// The frozen text encoder of a job, fitted on its data set's training captions where it needs fitting.
    /// - Parameter readsAll: whether a pretrained one reads all captions beforehand, as training needs them; for a few it reads those.
    /// - Throws: `MiniCLIPError` when one has to be trained and cannot be; `Stopped`.
    func fittedEncoder(
        _ text: JobConfiguration.Text, for dataset: any CaptionedDataset, readsAll: Bool = true, preparation: Preparation
    ) throws -> FittedEncoder {
        let name = dataset.fingerprint + String(describing: text) + (readsAll ? "" : ", unread")
        if let known = cache.withLock({ $0.encoders[name] }) { return known }
        let made: any FrozenTextEncoder
        switch text.encoder {
        case .random:
            made = RandomTokenEncoder(
                tokenizer: WordTokenizer.fit(dataset.allCaptions(.train)),
                maximumTokens: text.maxTokens, width: text.width, seed: UInt64(text.seed))
        case .miniCLIP:
            made = MiniCLIPTextEncoder(
                try miniCLIPs.encoder(
                    .conditioner(tokens: text.maxTokens, width: text.width), steps: text.encoderSteps, seed: text.seed,
                    dataset: dataset, preparation))
        case .clip, .bert, .wordVectors:
            made = readsAll ? try frozen.text(text, for: dataset, preparation) : try PretrainedText.load(text)
        case .precomputed:
            guard let contexts = dataset.contexts else {
                throw DatasetError.badSetting(name: "text.encoder", found: "precomputed", allowed: "it with data.kind: features only")
            }
            made = PrecomputedTextEncoder(contexts)
        }
        let captions = dataset.contexts == nil ? dataset.allCaptions(.train) : []
        let fitted = (encoder: made, captions.count { made.truncates($0) })
        return cache.withLock { cache in
            // Another worker may have made the same meanwhile: all share the first.
            if let known = cache.encoders[name] { return known }
            cache.encoders[name] = fitted
            return fitted
        }
    }
}

/// A data set, and how the oracle is made that knows its truth.
private struct DataSource: Sendable {
    let dataset: any CaptionedDataset
    let makeOracle: @Sendable () -> (any ImageOracle)?

    init(_ data: JobConfiguration.Data) throws {
        switch data.kind {
        case .shapes:
            let shapes = try ShapesDataset(data.composition)
            (dataset, makeOracle) = (shapes, { ShapesDatasetOracle(for: shapes) })
        case .scenes:
            let scenes = try ScenesDataset(data.scenes)
            (dataset, makeOracle) = (scenes, { SceneOracle(for: scenes) })
        case .images: (dataset, makeOracle) = (try ImageFolderDataset(data.imageFolder), { nil })
        case .features: (dataset, makeOracle) = (try FeaturesDataset(data.features), { nil })
        }
    }
}
