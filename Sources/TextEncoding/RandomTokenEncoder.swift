import Kernels

/// The plainest frozen encoder: every word has a fixed random vector, drawn from the standard normal distribution.
///
/// It knows nothing about meaning or order; all understanding has to come from the trained network.
/// The same vocabulary with the same seed gives the same features.
public struct RandomTokenEncoder: FrozenTextEncoder {
    public let tokenizer: WordTokenizer
    public let maximumTokens: Int
    public let width: Int
    public let seed: UInt64
    /// [vocabulary, width]; never written after `init`.
    private let table: FloatBuffer

    /// Precondition: `maximumTokens` and `width` are at least 1.
    public init(tokenizer: WordTokenizer, maximumTokens: Int, width: Int, seed: UInt64) {
        precondition(maximumTokens >= 1 && width >= 1)
        self.tokenizer = tokenizer
        self.maximumTokens = maximumTokens
        self.width = width
        self.seed = seed
        table = FloatBuffer(count: tokenizer.count * width)
        for number in 0..<tokenizer.count {
            let key = RandomKey(seed: seed, purpose: .text, sample: UInt64(number))
            fillNormal(table.pointer + number * width, count: width, key: key)
        }
    }

    public var identity: String {
        "random-token(vocabulary=\(tokenizer.fingerprint.prefix(16)), words=\(tokenizer.count), "
            + "tokens=\(maximumTokens), width=\(width), seed=\(seed))"
    }

    /// One row per word, then the padding word's vector; words beyond `maximumTokens` are dropped.
    public func encode(_ caption: String, into out: UnsafeMutablePointer<Float>) {
        let numbers = tokenizer.encode(caption)
        for row in 0..<maximumTokens {
            let number = row < numbers.count ? numbers[row] : WordTokenizer.paddingID
            (out + row * width).update(from: table.pointer + Int(number) * width, count: width)
        }
    }

    public var portable: PortableTextEncoder {
        PortableTextEncoder(
            .table, vocabulary: tokenizer.vocabulary, tensors: [.init("table", [tokenizer.count, width], table)])
    }

    public func truncates(_ caption: String) -> Bool { WordTokenizer.words(of: caption).count > maximumTokens }

    public func unknownWords(in caption: String) -> [String] { tokenizer.unknownWords(in: caption) }

    public func tokens(_ caption: String) -> [String] {
        Array(WordTokenizer.words(of: caption).prefix(maximumTokens))
    }
}
