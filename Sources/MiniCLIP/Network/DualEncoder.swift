import Datasets
import Kernels
import Platform
import TextEncoding
import Transformer

/// A trained mini-clip. Immutable; sessions and text encoders that share it may run side by side.
public final class DualEncoder: Sendable {
    /// Names shape, recipe, seed and training data completely: equal identities mean equal weights.
    public let identity: String
    public let configuration: DualEncoderConfiguration
    public let tokenizer: WordTokenizer
    /// How well it finds the right caption of held-out pictures.
    public let retrieval: [RetrievalAccuracy]
    let parameters: DualEncoderParameters
    let network: DualEncoderNetwork
    /// Valid while the encoder lives.
    let weights: NetworkWeights
    private let packed: PackedWeights

    init(identity: String, tokenizer: WordTokenizer, parameters: DualEncoderParameters, retrieval: [RetrievalAccuracy]) {
        self.identity = identity
        self.tokenizer = tokenizer
        self.parameters = parameters
        self.retrieval = retrieval
        configuration = parameters.configuration
        network = DualEncoderNetwork(parameters.configuration)
        packed = network.packedWeights(.prediction)
        weights = packed.pack(parameters.storage.readPointer, pool: ThreadPool(threads: 1))
    }

    /// Whether a caption has more words than the text tower reads.
    public func truncates(_ caption: String) -> Bool { WordTokenizer.words(of: caption).count > configuration.textTokens }
}

/// The working memory of one user of a mini-clip: images and captions to vectors.
///
/// Inputs are cut into chunks of a fixed size, so the result does not depend on the number of threads. Not reentrant.
public final class EncoderSession {
    /// Images or captions of one call of the network.
    private static let chunk = 16

    public let encoder: DualEncoder
    private let pool: ThreadPool
    private let lanes: [DualEncoderLane]

    public init(_ encoder: DualEncoder, threads: Int) {
        self.encoder = encoder
        pool = ThreadPool(threads: threads)
        lanes = (0..<threads).map { _ in DualEncoderLane(encoder.network, samples: Self.chunk, .prediction) }
    }

    /// Encodes `images` [count, C, H, W].
    /// - Returns: `features` [count, imageWidth], the mean image token before the projection, in which sets of images are
    ///   compared; `units` [count, embedding], of length 1, which meet the captions' `units`.
    public func encodeImages(_ images: In, count: Int) -> (features: [Float], units: [Float]) {
        let c = encoder.configuration
        let features = FloatBuffer(count: count * c.imageWidth)
        let units = FloatBuffer(count: count * c.embedding)
        let source = ReadOnly(images)
        forEachChunk(count) { [encoder] lane, first, samples in
            lane.forwardImages(source.pointer + first * c.imageElements, encoder.weights, samples: samples)
            (features.pointer + first * c.imageWidth).update(from: lane.image.pooled, count: samples * c.imageWidth)
            (units.pointer + first * c.embedding).update(from: lane.image.unit, count: samples * c.embedding)
        }
        return (features.array, units.array)
    }

    /// [captions, embedding], of length 1; words beyond the text tower's tokens are dropped.
    public func encodeTexts(_ captions: [String]) -> [Float] {
        let c = encoder.configuration
        let units = FloatBuffer(count: captions.count * c.embedding)
        let numbers = Int32Buffer(count: captions.count * c.textTokens)
        let counts = Int32Buffer(count: captions.count)
        for (row, caption) in captions.enumerated() {
            counts.pointer[row] = encoder.tokenizer.fill(
                numbers.pointer + row * c.textTokens, caption: caption, tokens: c.textTokens)
        }
        forEachChunk(captions.count) { [encoder] lane, first, samples in
            lane.forwardTexts(
                numbers.pointer + first * c.textTokens, counts: counts.pointer + first, encoder.weights, samples: samples)
            (units.pointer + first * c.embedding).update(from: lane.text.unit, count: samples * c.embedding)
        }
        return units.array
    }

    private func forEachChunk(_ count: Int, _ body: @Sendable (DualEncoderLane, _ first: Int, _ samples: Int) -> Void) {
        let chunks = (count + Self.chunk - 1) / Self.chunk
        for group in stride(from: 0, to: chunks, by: lanes.count) {
            pool.forEach(min(lanes.count, chunks - group)) { [lanes] index in
                let first = (group + index) * Self.chunk
                body(lanes[index], first, min(Self.chunk, count - first))
            }
        }
    }
}

/// `@unchecked Sendable`: the caller keeps the memory alive and untouched during the call.
private struct ReadOnly: @unchecked Sendable {
    let pointer: In
    init(_ pointer: In) { self.pointer = pointer }
}
