import Kernels
import Platform
import TensorFiles

/// CLIP's text tower: token and position embeddings, pre-norm layers with a causal mask, a final layer norm, a projection.
///
/// Tokens are numbers of the model's own tokenizer, start and end included. Captions of one call may differ in length: with a causal
/// mask, what follows a token changes nothing in it.
/// Source: Radford et al., Learning Transferable Visual Models From Natural Language Supervision, arXiv 2103.00020.
public final class CLIPText: Sendable {
    public let configuration: CLIPTextConfiguration
    /// Hex SHA-256 of the tensors it was made of.
    public let fingerprint: String
    private let embedding: TokenEmbedding
    private let stack: TransformerStack
    private let finalNorm: NormWeights
    private let projection: PackedLinear?

    /// Takes the tower out of the weights of a `CLIPModel`, `CLIPTextModel` or `CLIPTextModelWithProjection`.
    /// - Throws: `TensorFileError.disagreeingWeights`.
    public init(_ configuration: CLIPTextConfiguration, _ archive: WeightArchive) throws {
        let (shape, width) = (configuration.layers, configuration.layers.width)
        var reader = WeightReader(archive, network: "a CLIP text tower of \(shape.depth) layers of \(width)")
        // Newer files of the tower alone leave the prefix out.
        let prefix = reader.contains("embeddings.token_embedding.weight") ? "" : "text_model."
        self.configuration = configuration
        embedding = TokenEmbedding(
            &reader, tokens: "\(prefix)embeddings.token_embedding.weight", positions: "\(prefix)embeddings.position_embedding.weight",
            vocabulary: configuration.vocabulary, longest: configuration.positions, width: width)
        stack = TransformerStack(shape, from: &reader) { .clip("\(prefix)encoder.layers.\($0)") }
        finalNorm = reader.norm("\(prefix)final_layer_norm", width)
        projection =
            reader.contains("text_projection.weight")
            ? reader.linear(["text_projection"], outputs: configuration.projection, inputs: width, hasBias: false) : nil
        reader.allow { $0.hasPrefix("vision_model.") || ["visual_projection.weight", "logit_scale"].contains($0) }
        reader.allow { $0 == "\(prefix)embeddings.position_ids" }
        try reader.finish()
        fingerprint = archive.fingerprint { !$0.hasPrefix("vision_model.") && $0 != "visual_projection.weight" }
    }

    /// Values of a projected feature; nil without a projection.
    public var featureWidth: Int? { projection?.outputs }

    /// Hidden states [tokens of all captions, width], captions one after the other.
    ///
    /// - Parameter layer: how many layers: 0 gives the embeddings, `depth` the last layer's output, both without the final norm
    ///   (transformers' `hidden_states`); nil the output of the final norm (`last_hidden_state`), which conditions diffusion models.
    /// - Precondition: every caption has from 1 to `positions` tokens of the vocabulary.
    public func hiddenStates(_ captions: [[Int32]], layer: Int? = nil, pool: ThreadPool = .allCores) -> FloatBuffer {
        let (x, rows) = embedding.rows(of: captions)
        stack.run(x, rows, layers: 0..<(layer ?? configuration.layers.depth), pool: pool)
        if layer == nil { finalNorm.apply(x.pointer, x.pointer, rows: rows.count, epsilon: configuration.layers.epsilon) }
        return x
    }

    /// The states of the end-of-text rows after the final norm [captions, width] (`pooler_output`).
    public func pooled(_ captions: [[Int32]], pool: ThreadPool = .allCores) -> FloatBuffer {
        let ends = captions.map(configuration.endRow)
        // What follows the end of the text cannot reach its state.
        let (x, rows) = embedding.rows(of: zip(captions, ends).map { Array($0[...$1]) })
        let out = stack.lastStates(x, rows, of: ends, pool: pool)
        finalNorm.apply(out.pointer, out.pointer, rows: captions.count, epsilon: configuration.layers.epsilon)
        return out
    }

    /// Projected features [captions, featureWidth], not yet of unit length (`get_text_features`).
    /// - Precondition: the weights have a projection.
    public func features(_ captions: [[Int32]], pool: ThreadPool = .allCores) -> FloatBuffer {
        guard let projection else { preconditionFailure("the weights have no projection") }
        let pooled = pooled(captions, pool: pool), out = FloatBuffer(count: captions.count * projection.outputs)
        projection.forward(out.pointer, pooled.readPointer, rows: captions.count, scratch: MatrixScratch(gradientInputs: 0))
        return out
    }
}
