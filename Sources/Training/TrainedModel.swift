import Datasets
import Diffusion
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
    private let weights: Parameters
    private let threads: Int

    /// - Throws: `TrainingError.noModel` when the job has not been trained here; file errors otherwise.
    public init(job: TrainingJob, assets: JobAssets, files: JobFiles, threads: Int) throws {
        guard FileManager.default.fileExists(atPath: files.model.path) else {
            throw TrainingError.noModel(key: job.key, path: files.model.path)
        }
        self.job = job
        configuration = job.configuration
        model = configuration.modelConfiguration
        self.threads = threads
        let dataset = try assets.dataset(configuration.data)
        encoder = try assets.encoder(configuration.text, for: dataset)
        weights = Parameters(model)
        try weights.load(from: SafetensorsFile(contentsOf: files.model))
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
        var options = configuration
        options.sample.guidance = guidance ?? options.sample.guidance
        options.sample.steps = steps ?? options.sample.steps
        let generator = try makeGenerator(seed: seed, configuration: options)
        let captions = Array(repeating: caption, count: count)
        let images = generator.generate(captions: captions, shouldStop: { false })!
        let elements = model.channels * model.imageSize * model.imageSize
        return (0..<count).map {
            PixelImage(
                planarFloats: images.pointer + $0 * elements, channels: 3, width: model.imageSize,
                height: model.imageSize)
        }
    }

    /// The attention records of one caption and the picture they were taken on.
    public func attention(caption: String, timesteps: [Int], seed: Int) throws -> (picture: PixelImage, records: [AttentionRecord]) {
        let generator = try makeGenerator(seed: seed, configuration: configuration)
        let capture = AttentionCapture(
            configuration: configuration, model: model, encoder: encoder, schedule: NoiseSchedule(),
            seed: UInt64(bitPattern: Int64(seed)))
        let records = capture.run(
            captions: [caption], timesteps: timesteps, generator: generator, shouldStop: { false })!
        return (try sample(caption: caption, count: 1, seed: seed, guidance: nil, steps: nil)[0], records)
    }

    /// Writes the averaged weights.
    /// - Throws: when the layout cannot hold this model, or on file errors.
    public func export(to url: URL, layout: ParameterFileLayout) throws {
        try weights.save(to: url, metadata: ["format": "fusiongrid-model-1", "job": job.key], layout: layout)
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
