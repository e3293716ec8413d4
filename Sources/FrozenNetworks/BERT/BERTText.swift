import Foundation
import Kernels
import Platform
import TensorFiles

/// A BERT encoder's sizes, as Hugging Face's `config.json` has them.
public struct BERTConfiguration: Sendable, Equatable {
    public var layers: TransformerShape
    public var vocabulary: Int
    /// The most tokens.
    public var positions: Int
    public var tokenTypes: Int

    /// Reads `config.json` of a folder.
    /// - Throws: `FrozenNetworksError`.
    public init(folder: URL) throws { try self.init(ConfigurationFile(folder: folder)) }

    init(_ file: ConfigurationFile) throws {
        let type = try file.text("model_type")
        guard type == "bert" else { throw file.refusal("model_type", type.map { "'\($0)'" } ?? "missing", "bert") }
        let kind = try file.text("position_embedding_type") ?? "absolute"
        guard kind == "absolute" else { throw file.refusal("position_embedding_type", "'\(kind)'", "absolute") }
        layers = try TransformerShape(
            file,
            fallback: .init(
                width: 768, depth: 12, heads: 12, hidden: 3072, activation: .gelu, epsilon: 1e-12, norms: .after, isCausal: false))
        vocabulary = try file.integer("vocab_size", in: 1...1_000_000, missing: 30522)
        positions = try file.integer("max_position_embeddings", in: 1...16384, missing: 512)
        tokenTypes = try file.integer("type_vocab_size", in: 1...1024, missing: 2)
    }
}

/// A BERT encoder: word, position and type embeddings under a layer norm, then post-norm layers in which every token sees every token.
///
/// Tokens are numbers of the model's own tokenizer, `[CLS]` and `[SEP]` included, padding left out: captions of one call may differ in
/// length, and no mask is needed for what is not there. All tokens are of type 0.
/// Source: Devlin et al., BERT, arXiv 1810.04805.
public final class BERTText: Sendable {
    public let configuration: BERTConfiguration
    /// Hex SHA-256 of the tensors it was made of.
    public let fingerprint: String
    /// Type 0 is in its positions.
    private let embedding: TokenEmbedding
    private let firstNorm: NormWeights
    private let stack: TransformerStack

    /// Takes the encoder out of the weights of a `BertModel`, or of a model of a task around one, whose head is left out.
    /// - Throws: `TensorFileError.disagreeingWeights`.
    public init(_ configuration: BERTConfiguration, _ archive: WeightArchive) throws {
        let (shape, width) = (configuration.layers, configuration.layers.width)
        var reader = WeightReader(archive, network: "a BERT encoder of \(shape.depth) layers of \(width)")
        let prefix = reader.contains("bert.embeddings.word_embeddings.weight") ? "bert." : ""
        self.configuration = configuration
        embedding = TokenEmbedding(
            &reader, tokens: "\(prefix)embeddings.word_embeddings.weight", positions: "\(prefix)embeddings.position_embeddings.weight",
            vocabulary: configuration.vocabulary, longest: configuration.positions, width: width)
        let types = reader.buffer("\(prefix)embeddings.token_type_embeddings.weight", [configuration.tokenTypes, width])
        for row in 0..<configuration.positions { addInPlace(embedding.positions.pointer + row * width, types.readPointer, count: width) }
        firstNorm = reader.norm("\(prefix)embeddings.LayerNorm", width)
        stack = TransformerStack(shape, from: &reader) { .bert("\(prefix)encoder.layer.\($0)") }
        let isHead = { @Sendable (name: String) in
            name == "\(prefix)embeddings.position_ids" || name.hasPrefix("\(prefix)pooler.") || (!prefix.isEmpty && !name.hasPrefix(prefix))
        }
        reader.allow(isHead)
        try reader.finish()
        fingerprint = archive.fingerprint { !isHead($0) }
    }

    /// Hidden states [tokens of all captions, width], captions one after the other.
    ///
    /// - Parameter layer: how many layers: 0 gives the embeddings (transformers' `hidden_states`), nil all (`last_hidden_state`).
    /// - Precondition: every caption has from 1 to `positions` tokens of the vocabulary.
    public func hiddenStates(_ captions: [[Int32]], layer: Int? = nil, pool: ThreadPool = .allCores) -> FloatBuffer {
        let (x, rows) = embedding.rows(of: captions)
        firstNorm.apply(x.pointer, x.pointer, rows: rows.count, epsilon: configuration.layers.epsilon)
        stack.run(x, rows, layers: 0..<(layer ?? configuration.layers.depth), pool: pool)
        return x
    }

    /// The means of the tokens' states [captions, width], specials included and padding not, as sentence-transformers pools; not of
    /// unit length.
    /// - Parameter layer: as `hiddenStates`.
    public func means(_ captions: [[Int32]], layer: Int? = nil, pool: ThreadPool = .allCores) -> FloatBuffer {
        let (states, width) = (hiddenStates(captions, layer: layer, pool: pool), configuration.layers.width)
        let rows = TokenRows(counts: captions.map(\.count)), out = FloatBuffer(count: captions.count * width)
        for index in captions.indices {
            let own = rows.rows(index), mean = out.pointer + index * width
            sumRows(mean, states.readPointer + own.lowerBound * width, rows: own.count, width: width)
            scaleInPlace(mean, by: 1 / Float(own.count), count: width)
        }
        return out
    }
}
