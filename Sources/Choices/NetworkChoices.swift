/// How text reaches the image tokens: `fusion.conditioning`.
public enum Conditioning: String, Choice {
    /// Text tokens join the sequence: every joint block updates image, time and text tokens.
    case concat
    /// Image and time tokens query keys and values of all tokens; text itself is never updated by joint blocks.
    case crossAttention = "cross-attention"
}

/// How linear weights begin: `model.init`.
public enum InitialisationScheme: String, Choice {
    /// Normal with standard deviation 0.02, as in the reference.
    case reference
    /// Normal with standard deviation `1 / sqrt(inputs)`.
    case fanIn = "fan-in"
}

/// The frozen text encoder: `text.encoder`.
public enum EncoderKind: String, Choice {
    /// A fixed random vector for every word.
    case random
    /// The text tower of a dual encoder trained on the training split.
    case miniCLIP = "mini-clip"
    /// Contexts that other programs computed.
    case precomputed
    /// The text tower of a trained CLIP, from a folder of its weights.
    case clip
    /// A trained BERT, from a folder of its weights.
    case bert
    /// The word vectors of a trained BERT without its layers.
    case wordVectors = "word-vectors"

    /// Whether it is read from a folder of weights: `text.path`.
    public var isPretrained: Bool {
        switch self {
        case .clip, .bert, .wordVectors: true
        case .random, .miniCLIP, .precomputed: false
        }
    }
}
