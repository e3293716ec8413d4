import Datasets
import Evaluation
import Experiments
import Foundation
import Kernels
import Platform
import TextEncoding
import UViT

/// A finished job's network, for making pictures and attention maps of any caption.
public final class TrainedModel {
    let materials: JobMaterials
    let weights: Parameters
    /// The version that trained the weights; nil for weights that were imported or are older than checksums.
    let engine: String?
    private let threads: Int

    /// - Throws: `TrainingError.noModel` when the job has not been trained here; file errors otherwise.
    public init(job: TrainingJob, assets: JobAssets, files: JobFiles, threads: Int) throws {
        (weights, engine) = try TrainedWeights.load(of: job, from: files)
        materials = try assets.materials(for: job.configuration, judged: false)
        self.threads = threads
    }

    /// Stands for the content of the data.
    public var dataFingerprint: String { materials.dataset.fingerprint }
    public var encoder: any FrozenTextEncoder { materials.encoder }
    /// How many test items the job's data set has.
    public var testItems: Int { materials.dataset.count(.test) }

    private var model: ModelConfiguration { materials.model }

    private func network(_ materials: JobMaterials, seed: Int) -> JobNetwork {
        JobNetwork(materials, weights: weights, seed: seed, step: materials.lastStep, threads: threads, stop: StopSignal())
    }

    /// `count` pictures of one caption; the same seed gives the same pictures.
    /// - Parameters guidance, steps: the job's own when nil.
    public func sample(caption: String, count: Int, seed: Int, guidance: Double?, steps: Int?) throws -> [PixelImage] {
        let images = try samples(caption: caption, count: count, seed: seed, guidance: guidance, steps: steps)
        return materials.maker.pictures(of: images.readPointer, count: count, threads: threads)
    }

    /// The pictures that a job with this seed makes of `captions`: number `i` depends on the seed, `i` and its caption alone.
    /// - Parameter guidance: the job's own when nil.
    public func pictures(of captions: [String], seed: Int, guidance: Double? = nil) throws -> [PixelImage] {
        var materials = materials
        materials.configuration.sample.guidance = guidance ?? materials.configuration.sample.guidance
        let images = try network(materials, seed: seed).images(for: captions)
        return materials.maker.pictures(of: images.readPointer, count: captions.count, threads: threads)
    }

    /// The captions of the pictures that a job's evaluation draws first, in its order.
    public func evaluationCaptions(_ count: Int) -> [String] {
        (0..<count).map { materials.dataset.caption(.test, $0 % testItems, wording: 0) }
    }

    /// What the network itself makes, [count, channels, imageSize, imageSize]: pixels in [-1, 1], or latents as their decoder takes them.
    /// - Parameters guidance, steps: the job's own when nil.
    public func planarSamples(caption: String, count: Int, seed: Int, guidance: Double?, steps: Int?) throws -> (
        values: [Float], shape: [Int]
    ) {
        let images = try samples(caption: caption, count: count, seed: seed, guidance: guidance, steps: steps)
        let data = materials.configuration.data
        let scale = data.kind.isPrecomputed ? Float(1 / data.latentScale) : 1
        let values = (0..<count * model.imageElements).map { images.pointer[$0] * scale }
        return (values, [count, model.channels, model.imageSize, model.imageSize])
    }

    private func samples(caption: String, count: Int, seed: Int, guidance: Double?, steps: Int?) throws -> FloatBuffer {
        var materials = materials
        materials.configuration.sample.guidance = guidance ?? materials.configuration.sample.guidance
        materials.configuration.sample.steps = steps ?? materials.configuration.sample.steps
        let images = try network(materials, seed: seed).images(for: Array(repeating: caption, count: count))
        try materials.dataset.checkReads()
        return images
    }

    /// The attention to one caption at some timesteps on a picture generated for it; objects are those an oracle sees.
    public func attention(caption: String, timesteps: [Int], seed: Int) throws -> CaptionAttention {
        let network = network(materials, seed: seed)
        let image = try network.images(for: [caption])
        let objects = materials.oracle?.objects(in: image.readPointer, imageSize: model.imageSize) ?? []
        return try attention(of: network, caption: caption, image: image, objects: objects, timesteps: timesteps) {
            RandomKey(seed: network.seed, purpose: .evaluation, step: UInt64($0))
        }
    }

    /// The attention to a test item's caption at some timesteps on its own picture; objects are the true ones.
    /// - Precondition: `item` is in `0..<testItems`.
    public func attention(item: Int, timesteps: [Int]) throws -> CaptionAttention {
        let dataset = materials.dataset
        let image = FloatBuffer(count: model.imageElements)
        dataset.fillImage(image.pointer, .test, item)
        return try attention(
            of: network(materials, seed: 0), caption: dataset.caption(.test, item, wording: 0), image: image,
            objects: dataset.objects(.test, item) ?? [], timesteps: timesteps
        ) { [materials] in materials.noise(item: item, timestep: $0) }
    }

    private func attention(
        of network: JobNetwork, caption: String, image: FloatBuffer, objects: [LocatedObject], timesteps: [Int],
        noise: (_ timestep: Int) -> RandomKey
    ) throws -> CaptionAttention {
        let records = try AttentionCapture(materials: materials).records(
            of: network, caption: caption, image: image.readPointer, timesteps: timesteps, noise: noise)
        let words = WordOnObject.all(in: caption, objects: objects, materials)
        let localisations = records.enumerated().flatMap { number, record in
            words.compactMap { word in
                word.localisation(in: record.map.values, textTokens: model.textTokens).map {
                    CaptionAttention.WordLocalisation(record: number, reference: word.reference, value: $0)
                }
            }
        }
        let picture = materials.maker.preview(image.readPointer)
        let masks = words.map { ($0.reference.position, objects.mask(of: $0.reference.kind)!) }
        return CaptionAttention(
            picture: picture, records: records, masks: Dictionary(masks) { $1 }, localisations: localisations)
    }
}
