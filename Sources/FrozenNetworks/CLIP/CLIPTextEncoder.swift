import Kernels
import Platform
import TextEncoding

/// Captions through a CLIP text tower: start, pieces, end and padding as rows, each in the state that the network gives it.
///
/// Rows beyond the caption hold the padding token's states (the end token's, in most published models), which see the caption before
/// them and differ from row to row; U-ViT and Stable Diffusion condition on them, too. The empty caption is start, end and padding: the
/// empty context those models were trained with.
public struct CLIPTextEncoder: FrozenTextEncoder {
    public let maximumTokens: Int
    private let network: CLIPText
    private let tokenizer: any SubwordTokenizer
    private let layer: Int?
    private let pool: ThreadPool

    /// - Parameters:
    ///   - tokens: rows of a caption, start and end included; nil for as many as the network has positions.
    ///   - layer: as `CLIPText.hiddenStates`.
    /// - Throws: `FrozenNetworksError.unfit`.
    public init(_ network: CLIPText, _ tokenizer: any SubwordTokenizer, tokens: Int? = nil, layer: Int? = nil, pool: ThreadPool = .allCores)
        throws
    {
        let limits = network.configuration
        try checkEncoder(
            "CLIP text tower", tokens: tokens, positions: limits.positions, layer: layer, depth: limits.layers.depth, tokenizer: tokenizer,
            vocabulary: limits.vocabulary)
        (self.network, self.tokenizer, self.layer, self.pool) = (network, tokenizer, layer, pool)
        maximumTokens = tokens ?? limits.positions
    }

    public var width: Int { network.configuration.layers.width }

    public var identity: String {
        "clip(weights=\(network.fingerprint.prefix(16)), tokenizer=\(tokenizer.fingerprint.prefix(16)), padding=\(tokenizer.paddingID), "
            + "\(network.configuration.layers.identity), layer=\(layer.map(String.init) ?? "last"), tokens=\(maximumTokens), "
            + "width=\(width))"
    }

    public func encode(_ caption: String, into out: UnsafeMutablePointer<Float>) { encode([caption], into: out) }

    public func encode(_ captions: [String], into out: UnsafeMutablePointer<Float>) {
        forEachBatch(captions) { batch, first in
            let ids = batch.map { tokenizer.tokens($0, maximumTokens: maximumTokens).ids }
            let states = network.hiddenStates(ids, layer: layer, pool: pool)
            (out + first * maximumTokens * width).update(from: states.readPointer, count: states.count)
        }
    }

    public func tokens(_ caption: String) -> [String] { tokenizer.tokens(caption, maximumTokens: maximumTokens).words }

    public func truncates(_ caption: String) -> Bool { tokenizer.tokens(caption, maximumTokens: maximumTokens).wasTruncated }

    /// None: every text has pieces, bytes if need be.
    public func unknownWords(in caption: String) -> [String] { (tokenizer as? WordPieceTokenizer)?.unknownWords(in: caption) ?? [] }

    public var portable: PortableTextEncoder { portableContexts }
}
