import Datasets
import Diffusion
import Evaluation
import Experiments
import Kernels
import TextEncoding
import UViT

/// What a job trains with and is looked at with: its configuration, and what ``JobAssets`` holds for it.
struct JobMaterials: Sendable {
    var configuration: JobConfiguration
    let model: ModelConfiguration
    let dataset: any CaptionedDataset
    let encoder: any FrozenTextEncoder
    /// Training captions longer than the encoder reads, whose ends the model never sees.
    let truncatedCaptions: Int
    /// What finds the objects in images; nil when nothing can.
    let oracle: (any ImageOracle)?
    let judge: ImageJudge?
    /// Why there is no judge although one was asked for.
    let judgeProblem: String?
    let schedule = NoiseSchedule()

    var lastStep: Int { configuration.train.steps }

    /// - Throws: when the job cannot be trained or probed with its data.
    func checkTraining() throws {
        guard configuration.train.batchSize <= dataset.count(.train) else {
            throw TrainingError.batchLargerThanData(batch: configuration.train.batchSize, items: dataset.count(.train))
        }
        if encoder.knowsNamesOnly, let name = configuration.evaluate.probes.first(where: { !encoder.unknownWords(in: $0).isEmpty }) {
            throw DatasetError.badSetting(
                name: "evaluate.probes", found: "\"\(name)\"",
                allowed: "names of contexts, such as \(dataset.caption(.test, 0, wording: 0))")
        }
    }

    /// Content identities of what jobs share.
    var identities: [String: String] {
        var identities = ["dataset": dataset.fingerprint, "text_encoder": encoder.identity]
        identities["evaluator"] = judge?.encoder.identity
        return identities
    }

    /// What a reader of results should know of the data, and how good those are that read captions and images: on real test images.
    var metrics: [MetricValue] {
        var metrics = [
            MetricValue("items", split: "train", step: 0, value: Double(dataset.count(.train))),
            MetricValue("items", split: "test", step: 0, value: Double(dataset.count(.test))),
            MetricValue("skipped_files", split: "data", step: 0, value: Double(dataset.skippedItems)),
            MetricValue("truncated_captions", split: "train", step: 0, value: Double(truncatedCaptions)),
        ]
        metrics += (judge?.encoder.retrieval ?? []).map { MetricValue("evaluator_retrieval", split: $0.split, step: 0, value: $0.first) }
        metrics += encoder.retrieval.map { MetricValue("text_encoder_retrieval", split: $0.split, step: 0, value: $0.first) }
        if let crops = oracle?.cropAccuracy, crops.of > 0 {
            metrics.append(MetricValue("oracle_crop_accuracy", split: "test", step: 0, value: Double(crops.right) / Double(crops.of)))
        }
        return metrics
    }

    /// Names the noise that a test item gets at a timestep: every job on the same data set sees the same.
    func noise(item: Int, timestep: Int) -> RandomKey {
        RandomKey(
            seed: configuration.data.seed.randomBits, purpose: .evaluation, step: UInt64(timestep), sample: 1 << 32 + UInt64(item))
    }
}

extension Int {
    /// A seed as random numbers take it; seeds may be negative.
    var randomBits: UInt64 { UInt64(bitPattern: Int64(self)) }
}
