import Diffusion
import Kernels
import Platform
import TextEncoding
import UViT

/// Turns captions into images with one network: sampler, guidance and frozen text features of a job.
///
/// Image `i` depends on (seed, i, caption) alone, apart from the fixed batch size that all jobs share.
final class ImageGenerator {
    /// Images per network batch; guidance doubles it. A constant: it is part of what a result means.
    static let batch = 32

    private let predictor: Predictor
    private let encoder: any FrozenTextEncoder
    private let seed: UInt64
    private let elements: Int
    private let contextElements: Int
    private let contexts: FloatBuffer
    private let sampler: Sampler
    private var shared: SharedImages

    /// - Throws: when the sampling options are out of range.
    init(_ materials: JobMaterials, predictor: Predictor, seed: UInt64) throws {
        let configuration = materials.configuration
        (self.predictor, self.seed) = (predictor, seed)
        encoder = materials.encoder
        elements = materials.model.imageElements
        contextElements = materials.model.contextElements
        contexts = FloatBuffer(count: 2 * Self.batch * contextElements)
        sampler = try Sampler(
            kind: configuration.sample.sampler, schedule: materials.schedule, steps: configuration.sample.steps,
            prediction: configuration.train.prediction, guidance: configuration.sample.guidance,
            elements: elements, batch: Self.batch)
        shared = SharedImages(elements: elements, most: configuration.sharedImages)
    }

    /// The network batch a predictor must hold for this generator.
    static func networkBatch(guidance: Double) -> Int { guidance == 0 ? batch : 2 * batch }

    /// `consume` gets the images of a range of captions, planar [count,C,S,S] around 0, which it may read during the call.
    /// - Parameter hidden: places in `ModelConfiguration.blocks` where the captions' images do not see their text; those of the empty
    ///   context that guidance adds do.
    /// - Throws: `Stopped`, and what `consume` throws.
    func generate(
        _ captions: [String], hidingTextIn hidden: Set<Int> = [], stop: StopSignal,
        consume: (_ images: In, _ range: Range<Int>) throws -> Void
    ) throws {
        defer { predictor.knockout = nil }
        let images = FloatBuffer(count: min(Self.batch, captions.count) * elements)
        for first in stride(from: 0, to: captions.count, by: Self.batch) {
            let range = first..<min(first + Self.batch, captions.count)
            if hidden.isEmpty, let known = shared.images(of: captions[range]) {
                try consume(known, range)
                continue
            }
            predictor.knockout = hidden.isEmpty ? nil : TextKnockout(blocks: hidden, samples: 0..<range.count)
            try fill(images.pointer, captions: captions[range], stop: stop)
            if hidden.isEmpty { shared.keep(images.readPointer, of: captions[range]) }
            try consume(images.readPointer, range)
        }
    }

    private func fill(_ images: Out, captions: ArraySlice<String>, stop: StopSignal) throws {
        let count = captions.count
        let rows = sampler.networkRows(for: count)
        for (row, (number, caption)) in zip(captions.indices, captions).enumerated() {
            encoder.encode(caption, into: contexts.pointer + row * contextElements)
            fillNormal(
                images + row * elements, count: elements,
                key: RandomKey(seed: seed, purpose: .sampling, step: 0, sample: UInt64(number)))
        }
        for row in count..<max(rows, count) { encoder.encode("", into: contexts.pointer + row * contextElements) }
        predictor.setContext(contexts.pointer, batch: rows, pairs: rows == 2 * count)
        try sampler.run(
            images, count: count, predictor: { [predictor] in predictor.predict($0, noisy: $1, timesteps: $2) }, stop: stop)
    }
}
