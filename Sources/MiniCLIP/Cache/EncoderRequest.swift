import Datasets
import TextEncoding

/// A mini-clip that somebody wants: shape, recipe, seed and data, and with them its identity.
public struct EncoderRequest: Sendable {
    public enum Role: Sendable, Equatable {
        /// Conditions jobs: `tokens` x `width` features a caption.
        case conditioner(tokens: Int, width: Int)
        /// Judges images; its text tower reads the longest training caption, up to `longestText` words.
        case evaluator
    }

    /// As many tokens as CLIP's.
    public static let longestText = 77

    public let configuration: DualEncoderConfiguration
    public let recipe: EncoderRecipe
    public let seed: UInt64
    public let dataset: any CaptionedDataset
    public let tokenizer: WordTokenizer

    /// Fits the tokenizer on the training captions.
    public init(_ role: Role, steps: Int, seed: Int, dataset: any CaptionedDataset) {
        let captions = dataset.allCaptions(.train)
        let tokenizer = WordTokenizer.fit(captions)
        let configuration =
            switch role {
            case let .conditioner(tokens, width):
                DualEncoderConfiguration.conditioner(
                    imageSize: dataset.imageSize, channels: dataset.channels, textTokens: tokens, vocabulary: tokenizer.count,
                    width: width)
            case .evaluator:
                DualEncoderConfiguration.evaluator(
                    imageSize: dataset.imageSize, channels: dataset.channels,
                    textTokens: max(1, min(Self.longestText, WordTokenizer.longestCaption(captions))), vocabulary: tokenizer.count)
            }
        self.init(
            configuration: configuration, recipe: EncoderRecipe(steps: steps), seed: UInt64(seed), dataset: dataset,
            tokenizer: tokenizer)
    }

    init(
        configuration: DualEncoderConfiguration, recipe: EncoderRecipe, seed: UInt64, dataset: any CaptionedDataset,
        tokenizer: WordTokenizer
    ) {
        self.configuration = configuration
        self.recipe = recipe.fitting(items: dataset.count(.train))
        self.seed = seed
        self.dataset = dataset
        self.tokenizer = tokenizer
    }

    /// SHA-256 over everything that decides the weights. The number is the version of model and training: raise it when
    /// the same request gives other weights.
    public var fingerprint: String {
        ContentHash.hex([
            "mini-clip 2", configuration.canonicalText, recipe.canonicalText, "\(seed)", dataset.fingerprint,
            tokenizer.fingerprint,
        ])
    }

    public var identity: String {
        "mini-clip(\(fingerprint.prefix(16)), image=\(configuration.imageWidth)x\(configuration.imageDepth), "
            + "text=\(configuration.textWidth)x\(configuration.textDepth), tokens=\(configuration.textTokens), "
            + "steps=\(recipe.steps), seed=\(seed))"
    }
}
