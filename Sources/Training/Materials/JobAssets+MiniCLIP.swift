import Datasets
import Experiments
import MiniCLIP
import Platform
import Synchronization

/// Mini-clips and judges that jobs share, by what was asked for.
///
/// A mini-clip is trained while its lock is held: whoever else wants one waits, whoever wants only data does not.
final class MiniCLIPAssets: Sendable {
    private struct Known {
        var encoders: [String: DualEncoder] = [:]
        var judges: [String: ImageJudge] = [:]
    }
    private let known = Mutex(Known())
    let cache: EncoderCache

    init(cache: EncoderCache) { self.cache = cache }

    func encoder(
        _ role: EncoderRequest.Role, steps: Int, seed: Int, dataset: any CaptionedDataset, _ preparation: Preparation
    ) throws -> DualEncoder {
        try known.withLock { known in
            let name = "\(dataset.fingerprint) \(role) \(steps) \(seed)"
            if let encoder = known.encoders[name] { return encoder }
            let request = EncoderRequest(role, steps: steps, seed: seed, dataset: dataset)
            let encoder = try cache.encoder(request, progress: preparation.report, stop: preparation.stop)
            known.encoders[name] = encoder
            return encoder
        }
    }

    func judge(steps: Int, seed: Int, dataset: any CaptionedDataset, _ preparation: Preparation) throws -> ImageJudge {
        let encoder = try encoder(.evaluator, steps: steps, seed: seed, dataset: dataset, preparation)
        return try known.withLock { known in
            if let judge = known.judges[encoder.identity] { return judge }
            let features = try cache.testFeatures(encoder, dataset, stop: preparation.stop)
            let judge = ImageJudge(encoder, dataset: dataset, testFeatures: features, threads: cache.threads)
            known.judges[encoder.identity] = judge
            return judge
        }
    }
}

/// What a job hears and says while what it needs is being made.
struct Preparation {
    var stop = StopSignal()
    var report: (EncoderProgress) -> Void = { _ in }
}

extension JobAssets {
    /// What the evaluator of a job is trained on and tried on.
    /// - Throws: `DatasetError` when the data cannot be drawn anew.
    func evaluatorItems(_ configuration: JobConfiguration, judging dataset: any CaptionedDataset) throws -> any CaptionedDataset {
        switch configuration.evaluate.evaluatorData {
        case .train: return dataset
        case .own:
            guard let own = try ownEvaluatorData(configuration.data) else {
                throw DatasetError.badSetting(
                    name: "evaluate.evaluator_data", found: "own with data.kind: \(configuration.data.kind.rawValue)",
                    allowed: "train: what is read from files cannot be drawn anew")
            }
            return EvaluatorItems(own: own, judged: dataset)
        }
    }

    /// Who judges a job's images: nil without an evaluator, or with the reason when the data cannot train one.
    /// - Throws: `TrainingError.evaluatorConditions` when it would be the encoder that conditions; `MiniCLIPError`; `Stopped`.
    func judge(
        _ configuration: JobConfiguration, for dataset: any CaptionedDataset, textEncoder: String, preparation: Preparation
    ) throws -> (judge: ImageJudge?, problem: String?) {
        guard configuration.evaluate.evaluator == .miniCLIP else { return (nil, nil) }
        do {
            let judge = try miniCLIPs.judge(
                steps: configuration.evaluate.evaluatorSteps, seed: configuration.evaluate.evaluatorSeed,
                dataset: try evaluatorItems(configuration, judging: dataset), preparation)
            guard judge.encoder.identity != textEncoder else {
                throw TrainingError.evaluatorConditions(identity: judge.encoder.identity)
            }
            return (judge, nil)
        } catch let error as MiniCLIPError {
            switch error {
            case .oneCaption, .tooFewItems: return (nil, error.description)
            default: throw error
            }
        }
    }
}
