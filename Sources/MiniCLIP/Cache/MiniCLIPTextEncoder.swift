import Kernels
import Synchronization
import TextEncoding

/// The text tower of a mini-clip as a frozen encoder: the features of all its tokens, as diffusion models take CLIP's.
///
/// Each different caption is encoded once, alone, and kept: what a caption's features are does not depend on what else
/// was encoded.
public final class MiniCLIPTextEncoder: FrozenTextEncoder {
    /// Floats of kept features, at most (256 MB); captions beyond are encoded every time.
    private static let mostKeptFloats = 64 << 20

    private let encoder: DualEncoder
    private struct State {
        var features: [String: FloatBuffer] = [:]
        /// Idle working memory, one for each thread that was ever busy at once.
        var lanes: [DualEncoderLane] = []
    }
    private let state = Mutex(State())

    public init(_ encoder: DualEncoder) { self.encoder = encoder }

    public var identity: String { encoder.identity }
    public var maximumTokens: Int { encoder.configuration.textTokens }
    public var width: Int { encoder.configuration.textWidth }
    public var retrieval: [RetrievalAccuracy] { encoder.retrieval }

    public func encode(_ caption: String, into out: UnsafeMutablePointer<Float>) {
        let features = features(of: caption)
        out.update(from: features.pointer, count: features.count)
        withExtendedLifetime(features) {}
    }

    private func features(of caption: String) -> FloatBuffer {
        let (known, idle) = state.withLock { state in
            (state.features[caption], state.features[caption] == nil ? state.lanes.popLast() : nil)
        }
        if let known { return known }
        let lane = idle ?? DualEncoderLane(encoder.network, samples: 1, .prediction)
        let numbers = Int32Buffer(count: maximumTokens)
        var count = encoder.tokenizer.fill(numbers.pointer, caption: caption, tokens: maximumTokens)
        lane.forwardTexts(numbers.pointer, counts: &count, encoder.weights, samples: 1)
        let features = FloatBuffer(count: maximumTokens * width)
        features.pointer.update(from: lane.text.normed, count: features.count)
        state.withLock { state in
            state.lanes.append(lane)
            if (state.features.count + 1) * features.count <= Self.mostKeptFloats { state.features[caption] = features }
        }
        return features
    }

    /// The text tower up to its features, its names without their prefix.
    public var portable: PortableTextEncoder {
        let parameters = encoder.parameters, c = encoder.configuration, prefix = c.textTower.name + "."
        let tensors = parameters.entries.filter { $0.name.hasPrefix(prefix) && !$0.name.hasPrefix(prefix + "projection") }.map { entry in
            let values = FloatBuffer(count: entry.count)
            values.pointer.update(from: parameters.storage.readPointer + entry.offset, count: entry.count)
            return PortableTextEncoder.NamedTensor(String(entry.name.dropFirst(prefix.count)), entry.shape, values)
        }
        return PortableTextEncoder(
            .tower, vocabulary: encoder.tokenizer.vocabulary, heads: c.textHeads, depth: c.textDepth, tensors: tensors)
    }

    public func tokens(_ caption: String) -> [String] { Array(WordTokenizer.words(of: caption).prefix(maximumTokens)) }

    public func truncates(_ caption: String) -> Bool { WordTokenizer.words(of: caption).count > maximumTokens }

    public func unknownWords(in caption: String) -> [String] { encoder.tokenizer.unknownWords(in: caption) }
}
