/// What a transformer's layers are, by size and rule.
public struct TransformerShape: Sendable, Equatable {
    /// The nonlinearity between the two layers of an MLP, as `hidden_act` spells it.
    public enum Activation: String, Sendable, CaseIterable {
        /// x sigmoid(1.702 x)
        case quickGELU = "quick_gelu"
        /// The exact form with erf.
        case gelu
    }

    public enum NormPlacement: Sendable {
        /// Before attention and MLP, inside the residual (CLIP).
        case before
        /// After each residual sum (BERT).
        case after
    }

    public var width: Int
    public var depth: Int
    public var heads: Int
    /// Width between the two layers of an MLP.
    public var hidden: Int
    public var activation: Activation
    /// Added to the variance in every layer norm.
    public var epsilon: Float
    public var norms: NormPlacement
    /// Whether a token sees only itself and those before it.
    public var isCausal: Bool

    public var headSize: Int { width / heads }
}

extension TransformerShape {
    /// From the keys that all Hugging Face configurations share; missing ones mean `fallback`, the class's defaults.
    init(_ file: ConfigurationFile, fallback: TransformerShape) throws {
        self = fallback
        width = try file.integer("hidden_size", in: 1...8192, missing: fallback.width)
        depth = try file.integer("num_hidden_layers", in: 1...256, missing: fallback.depth)
        heads = try file.integer("num_attention_heads", in: 1...8192, missing: fallback.heads)
        hidden = try file.integer("intermediate_size", in: 1...32768, missing: fallback.hidden)
        activation = try file.word("hidden_act", missing: fallback.activation)
        epsilon = Float(try file.number("layer_norm_eps", in: 0...1, missing: Double(fallback.epsilon)))
        guard width % heads == 0 else { throw file.refusal("num_attention_heads", "\(heads)", "a divisor of the width \(width)") }
    }
}
