import Diffusion
import Experiments
import Kernels
import TextEncoding
import UViT

/// Turns captions into images with one network: sampler, guidance and frozen text features of a job.
///
/// Image `i` depends on (seed, i, caption) alone, apart from the fixed batch size that all jobs share.
final class ImageGenerator {
    /// Images per network batch; guidance doubles it. A constant: it is part of what a result means.
    static let batch = 32

    let predictor: Predictor
    private let encoder: any FrozenTextEncoder
    private let seed: UInt64
    private let elements: Int
    private let contextElements: Int
    private let contexts: FloatBuffer

    private let sampler: Sampler

    /// - Throws: when the sampling options are out of range.
    init(
        predictor: Predictor, encoder: any FrozenTextEncoder, schedule: NoiseSchedule,
        configuration: JobConfiguration, seed: Int
    ) throws {
        self.predictor = predictor
        self.encoder = encoder
        self.seed = UInt64(bitPattern: Int64(seed))
        elements = configuration.modelConfiguration.imageElements
        contextElements = encoder.maximumTokens * encoder.width
        contexts = FloatBuffer(count: 2 * Self.batch * contextElements)
        sampler = try Sampler(
            kind: configuration.sample.sampler, schedule: schedule, steps: configuration.sample.steps,
            prediction: configuration.train.prediction, guidance: configuration.sample.guidance,
            elements: elements, batch: Self.batch)
    }

    /// The network batch a predictor must hold for this generator.
    static func networkBatch(guidance: Double) -> Int { guidance == 0 ? batch : 2 * batch }

    /// Images for `captions`, planar [count,C,S,S] around 0; nil when `shouldStop` said so.
    func generate(captions: [String], shouldStop: @escaping () -> Bool) -> FloatBuffer? {
        let images = FloatBuffer(count: captions.count * elements)
        let finished = generate(captions: captions, shouldStop: shouldStop) { batch, range in
            (images.pointer + range.lowerBound * elements).update(from: batch, count: range.count * elements)
        }
        return finished ? images : nil
    }

    /// The same batch by batch: `consume` gets the images of a range of captions, which it may read during the call.
    /// - Returns: false when `shouldStop` said so.
    func generate(
        captions: [String], shouldStop: @escaping () -> Bool, consume: (_ images: In, _ range: Range<Int>) throws -> Void
    ) rethrows -> Bool {
        let images = FloatBuffer(count: min(Self.batch, captions.count) * elements)
        for first in stride(from: 0, to: captions.count, by: Self.batch) {
            let range = first..<min(first + Self.batch, captions.count)
            guard fill(images.pointer, captions: Array(captions[range]), firstIndex: first, shouldStop: shouldStop) else {
                return false
            }
            try consume(images.readPointer, range)
        }
        return true
    }

    private func fill(_ images: Out, captions: [String], firstIndex: Int, shouldStop: @escaping () -> Bool) -> Bool {
        let count = captions.count
        let rows = sampler.networkRows(for: count)
        for (row, caption) in captions.enumerated() {
            encoder.encode(caption, into: contexts.pointer + row * contextElements)
            fillNormal(
                images + row * elements, count: elements,
                key: RandomKey(seed: seed, purpose: .sampling, step: 0, sample: UInt64(firstIndex + row)))
        }
        for row in count..<max(rows, count) { encoder.encode("", into: contexts.pointer + row * contextElements) }
        predictor.setContext(contexts.pointer, batch: rows)
        return sampler.run(
            images, count: count, predictor: { predictor.predict($0, noisy: $1, timesteps: $2) },
            shouldStop: shouldStop)
    }
}
