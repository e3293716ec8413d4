import Kernels
import Platform
import TextEncoding

/// Captions through a BERT encoder: `[CLS]`, pieces and `[SEP]` as rows, or one row that is the mean of these.
///
/// Rows beyond the caption are zero: the network attends to no padding and was never trained on what it gives there. The empty caption is
/// `[CLS] [SEP]`.
public struct BERTTextEncoder: FrozenTextEncoder {
    public enum Features: String, Sendable, CaseIterable {
        /// A row a token.
        case tokens
        /// One row, the mean over all tokens, specials included, as sentence-transformers pools; not of unit length.
        case mean
    }

    public let maximumTokens: Int
    private let network: BERTText
    private let tokenizer: WordPieceTokenizer
    private let features: Features
    /// Of a caption, when it is read.
    private let mostTokens: Int
    private let layer: Int?
    private let pool: ThreadPool

    /// - Parameters:
    ///   - tokens: the most tokens of a caption, `[CLS]` and `[SEP]` included; nil for as many as the network has positions.
    ///   - layer: as `BERTText.hiddenStates`.
    /// - Throws: `FrozenNetworksError.unfit`.
    public init(
        _ network: BERTText, _ tokenizer: WordPieceTokenizer, features: Features = .tokens, tokens: Int? = nil, layer: Int? = nil,
        pool: ThreadPool = .allCores
    ) throws {
        let limits = network.configuration
        try checkEncoder(
            "BERT encoder", tokens: tokens, positions: limits.positions, layer: layer, depth: limits.layers.depth, tokenizer: tokenizer,
            vocabulary: limits.vocabulary)
        (self.network, self.tokenizer, self.features, self.layer, self.pool) = (network, tokenizer, features, layer, pool)
        mostTokens = tokens ?? limits.positions
        maximumTokens = features == .mean ? 1 : mostTokens
    }

    public var width: Int { network.configuration.layers.width }

    public var identity: String {
        "bert(weights=\(network.fingerprint.prefix(16)), tokenizer=\(tokenizer.fingerprint.prefix(16)), "
            + "\(network.configuration.layers.identity), layer=\(layer.map(String.init) ?? "last"), features=\(features.rawValue), "
            + "tokens=\(mostTokens), width=\(width))"
    }

    public func encode(_ caption: String, into out: UnsafeMutablePointer<Float>) { encode([caption], into: out) }

    public func encode(_ captions: [String], into out: UnsafeMutablePointer<Float>) {
        let size = maximumTokens * width
        forEachBatch(captions) { batch, first in
            let ids = batch.map { caption in
                let text = tokenizer.tokens(caption, maximumTokens: mostTokens)
                return Array(text.ids.prefix(text.count))
            }
            let target = out + first * size
            switch features {
            case .mean:
                let means = network.means(ids, layer: layer, pool: pool)
                target.update(from: means.readPointer, count: means.count)
            case .tokens:
                let states = network.hiddenStates(ids, layer: layer, pool: pool), rows = TokenRows(counts: ids.map(\.count))
                target.update(repeating: 0, count: batch.count * size)
                for index in ids.indices {
                    let own = rows.rows(index)
                    (target + index * size).update(from: states.readPointer + own.lowerBound * width, count: own.count * width)
                }
            }
        }
    }

    /// A mean stands for the caption as a whole.
    public func tokens(_ caption: String) -> [String] {
        features == .mean ? [caption] : tokenizer.tokens(caption, maximumTokens: mostTokens).words
    }

    public func truncates(_ caption: String) -> Bool { tokenizer.tokens(caption, maximumTokens: mostTokens).wasTruncated }

    public func unknownWords(in caption: String) -> [String] { tokenizer.unknownWords(in: caption) }

    public var portable: PortableTextEncoder { portableContexts }
}
