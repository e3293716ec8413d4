import Datasets
import Diffusion
import Evaluation
import Experiments
import Foundation
import Kernels
import TensorFiles
import TextEncoding
import UViT

/// A finished job's network, for making pictures and attention maps of any caption.
public final class TrainedModel {
    public let job: TrainingJob
    public let model: ModelConfiguration
    public let encoder: any FrozenTextEncoder
    private let configuration: JobConfiguration
    private let dataset: any CaptionedDataset
    private let oracle: (any ImageOracle)?
    private let weights: Parameters
    private let threads: Int

    /// - Throws: `TrainingError.noModel` when the job has not been trained here; file errors otherwise.
    public init(job: TrainingJob, assets: JobAssets, files: JobFiles, threads: Int) throws {
        weights = try TrainedWeights.load(of: job, from: files).weights
        self.job = job
        configuration = job.configuration
        model = configuration.modelConfiguration
        self.threads = threads
        dataset = try assets.dataset(configuration.data)
        oracle = assets.oracle(for: dataset)
        encoder = try assets.encoder(configuration.text, for: dataset)
    }

    private func makeGenerator(seed: Int, configuration: JobConfiguration) throws -> ImageGenerator {
        try ImageGenerator(
            predictor: Predictor(
                configuration: model, parameters: weights,
                maximumBatch: ImageGenerator.networkBatch(guidance: configuration.sample.guidance),
                lanes: configuration.train.lanes, threads: threads),
            encoder: encoder, schedule: NoiseSchedule(), configuration: configuration, seed: seed)
    }

    /// `count` pictures of one caption; the same seed gives the same pictures.
    /// - Parameters guidance, steps: the job's own when nil.
    public func sample(caption: String, count: Int, seed: Int, guidance: Double?, steps: Int?) throws -> [PixelImage] {
        let images = try samples(caption: caption, count: count, seed: seed, guidance: guidance, steps: steps)
        return (0..<count).map {
            PixelImage(generated: images.readPointer + $0 * model.imageElements, channels: model.channels, side: model.imageSize)
        }
    }

    /// What the network itself makes, [count, channels, imageSize, imageSize]: pixels in [-1, 1], or latents as their decoder takes them.
    /// - Parameters guidance, steps: the job's own when nil.
    public func planarSamples(caption: String, count: Int, seed: Int, guidance: Double?, steps: Int?) throws -> (
        values: [Float], shape: [Int]
    ) {
        let images = try samples(caption: caption, count: count, seed: seed, guidance: guidance, steps: steps)
        let scale = configuration.data.kind.isPrecomputed ? Float(1 / configuration.data.latentScale) : 1
        let values = (0..<count * model.imageElements).map { images.pointer[$0] * scale }
        return (values, [count, model.channels, model.imageSize, model.imageSize])
    }

    private func samples(caption: String, count: Int, seed: Int, guidance: Double?, steps: Int?) throws -> FloatBuffer {
        var options = configuration
        options.sample.guidance = guidance ?? options.sample.guidance
        options.sample.steps = steps ?? options.sample.steps
        let generator = try makeGenerator(seed: seed, configuration: options)
        let captions = Array(repeating: caption, count: count)
        let images = generator.generate(captions: captions, shouldStop: { false })!
        try dataset.checkReads()
        return images
    }

    /// The attention to one caption at some timesteps on a picture generated for it; objects are those an oracle sees.
    public func attention(caption: String, timesteps: [Int], seed: Int) throws -> CaptionAttention {
        let generator = try makeGenerator(seed: seed, configuration: configuration)
        let records = capture(seed: seed).run(
            captions: [caption], timesteps: timesteps, generator: generator, shouldStop: { false })!
        let image = generator.generate(captions: [caption], shouldStop: { false })!
        let objects = oracle?.objects(in: image.readPointer, imageSize: model.imageSize) ?? []
        return describe(records, caption: caption, image: image, objects: objects)
    }

    /// Stands for the content of the data.
    public var dataFingerprint: String { dataset.fingerprint }

    /// How many test items the job's data set has.
    public var testItems: Int { dataset.count(.test) }

    /// The attention to a test item's caption at some timesteps on its own picture; objects are the true ones.
    /// - Precondition: `item` is in `0..<testItems`.
    public func attention(item: Int, timesteps: [Int]) throws -> CaptionAttention {
        let caption = dataset.caption(.test, item, wording: 0)
        let image = FloatBuffer(count: model.channels * model.imageSize * model.imageSize)
        dataset.fillImage(image.pointer, .test, item)
        let predictor = try makeGenerator(seed: 0, configuration: configuration).predictor
        let dataSeed = UInt64(bitPattern: Int64(configuration.data.seed)), capture = self.capture(seed: 0)
        let records = timesteps.flatMap { timestep in
            capture.records(
                caption: caption, image: image.readPointer, timestep: timestep,
                noise: LocalisationCapture.noise(dataSeed: dataSeed, item: item, timestep: timestep), predictor: predictor)
        }
        return describe(records, caption: caption, image: image, objects: dataset.objects(.test, item) ?? [])
    }

    private func capture(seed: Int) -> AttentionCapture {
        AttentionCapture(
            configuration: configuration, model: model, encoder: encoder, schedule: NoiseSchedule(),
            seed: UInt64(bitPattern: Int64(seed)))
    }

    private func describe(
        _ records: [AttentionRecord], caption: String, image: FloatBuffer, objects: [LocatedObject]
    ) -> CaptionAttention {
        let words = WordOnObject.all(
            in: encoder.tokens(caption), dataset: dataset, objects: objects, imageSize: model.imageSize,
            patchSize: model.patchSize)
        let localisations = records.enumerated().flatMap { number, record in
            words.compactMap { word in
                word.localisation(in: record.map, textTokens: model.textTokens).map {
                    CaptionAttention.WordLocalisation(record: number, reference: word.reference, value: $0)
                }
            }
        }
        let picture = PixelImage(generated: image.readPointer, channels: model.channels, side: model.imageSize)
        let masks = words.map { ($0.reference.position, objects.mask(of: $0.reference.kind)!) }
        return CaptionAttention(
            picture: picture, records: records, masks: Dictionary(masks) { $1 }, localisations: localisations)
    }

    /// Checks that a weights file fits a job's model and makes it that job's network.
    /// - Throws: when a tensor is missing or has another shape.
    public static func install(_ file: URL, as job: TrainingJob, files: JobFiles) throws {
        let weights = Parameters(job.configuration.modelConfiguration)
        try weights.load(from: SafetensorsFile(contentsOf: file))
        try files.create()
        try weights.save(
            to: files.model, metadata: ["format": "fusiongrid-model-1", "job": job.key, "source": file.lastPathComponent],
            layout: .reference)
    }
}
