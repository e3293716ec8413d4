import Datasets
import Diffusion
import Evaluation
import Experiments
import Kernels
import Results
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
    /// What it says of real test pictures, as metrics.
    let oracleBaseline: OracleBaseline?
    let judge: ImageJudge?
    /// Why there is no judge although one was asked for.
    let judgeProblem: String?
    let maker: PictureMaker
    /// What outside networks see in real pictures; nil where a job asks for none.
    let outside: OutsideView?
    /// Whether some test item shows what training never shows.
    let hasHeldOut: Bool
    let schedule = NoiseSchedule()

    var lastStep: Int { configuration.train.steps }

    /// The splits that a picture of a test item counts in.
    func splits(ofTest item: Int) -> [Metric.Split] {
        hasHeldOut ? .sample(isHeldOut: dataset.isHeldOut(.test, item)) : [.all]
    }

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
        identities["autoencoder"] = maker.decoder?.identity
        identities.merge(outside?.identities ?? [:]) { own, _ in own }
        return identities
    }

    /// What a reader of results should know of the data, and how good those are that read captions and images: on real test images.
    var metrics: [MetricValue] {
        var metrics = [
            Metric.items.value(Double(dataset.count(.train)), on: .train, step: 0),
            Metric.items.value(Double(dataset.count(.test)), on: .test, step: 0),
            Metric.skippedFiles.value(Double(dataset.skippedItems), on: .data, step: 0),
            Metric.truncatedCaptions.value(Double(truncatedCaptions), on: .train, step: 0),
        ]
        metrics += (judge?.encoder.retrieval ?? []).map { Metric.evaluatorRetrieval.value($0.first, on: $0.split, step: 0) }
        metrics += encoder.retrieval.map { Metric.textEncoderRetrieval.value($0.first, on: $0.split, step: 0) }
        if let crops = oracle?.cropAccuracy, crops.of > 0 {
            metrics.append(Metric.oracleCropAccuracy.value(Double(crops.right) / Double(crops.of), on: .test, step: 0))
        }
        return metrics + (oracleBaseline?.metrics ?? [])
    }

    /// Overwrites `noisy` with `image` noised to a timestep, both [C,H,W].
    /// - Parameter key: names the noise.
    func noise(_ image: In, into noisy: Out, timestep: Int, key: RandomKey) {
        let (signal, deviation) = (schedule.signal(timestep), schedule.noise(timestep))
        fillNormal(noisy, count: model.imageElements, key: key)
        for i in 0..<model.imageElements { noisy[i] = signal * image[i] + deviation * noisy[i] }
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
