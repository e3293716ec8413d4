import Foundation

/// A CLIP model's sizes, as Hugging Face's `config.json` has them: of a whole `CLIPModel`, or of one tower of its own.
public struct CLIPConfiguration: Sendable, Equatable {
    /// Nil where the file describes a vision tower alone.
    public var text: CLIPTextConfiguration?
    /// Nil where the file describes a text tower alone.
    public var vision: CLIPVisionConfiguration?

    /// Reads `config.json` of a folder.
    /// - Throws: `FrozenNetworksError`.
    public init(folder: URL) throws { try self.init(ConfigurationFile(folder: folder)) }

    init(_ file: ConfigurationFile) throws {
        let type = try file.text("model_type")
        switch type {
        case "clip":
            let projection = try file.integer("projection_dim", in: 1...8192, missing: 512)
            // Missing keys of either tower mean the class's defaults, and so do missing towers.
            text = try CLIPTextConfiguration(file.object("text_config") ?? file.empty("text_config"))
            vision = try CLIPVisionConfiguration(file.object("vision_config") ?? file.empty("vision_config"))
            text?.projection = projection
            vision?.projection = projection
        case "clip_text_model": text = try CLIPTextConfiguration(file)
        case "clip_vision_model": vision = try CLIPVisionConfiguration(file)
        default:
            throw file.refusal(
                "model_type", type.map { "'\($0)'" } ?? "missing", "clip, clip_text_model, clip_vision_model")
        }
    }
}

/// A CLIP text tower's sizes.
public struct CLIPTextConfiguration: Sendable, Equatable {
    public var layers: TransformerShape
    public var vocabulary: Int
    /// The most tokens.
    public var positions: Int
    /// Values of a projected feature, where the weights have a projection.
    public var projection: Int
    /// The token whose first row stands for the whole text. 2 is what the first published files say by mistake: the greatest token then.
    public var endOfText: Int

    init(_ file: ConfigurationFile) throws {
        layers = try TransformerShape(
            file,
            fallback: .init(
                width: 512, depth: 12, heads: 8, hidden: 2048, activation: .quickGELU, epsilon: 1e-5, norms: .before, isCausal: true))
        vocabulary = try file.integer("vocab_size", in: 1...1_000_000, missing: 49408)
        positions = try file.integer("max_position_embeddings", in: 1...16384, missing: 77)
        projection = try file.integer("projection_dim", in: 1...8192, missing: 512)
        endOfText = try file.integer("eos_token_id", in: 0...1_000_000, missing: 49407)
    }

    /// The row whose state stands for the text, as `CLIPTextModel` chooses it.
    /// - Precondition: at least one token.
    public func endRow(of tokens: [Int32]) -> Int {
        endOfText == 2 ? tokens.firstIndex(of: tokens.max()!)! : tokens.firstIndex(of: Int32(endOfText)) ?? 0
    }
}

/// A CLIP vision tower's sizes.
public struct CLIPVisionConfiguration: Sendable, Equatable {
    public var layers: TransformerShape
    /// Side of the square picture, in pixels.
    public var imageSize: Int
    public var patchSize: Int
    /// Values of a projected feature, where the weights have a projection.
    public var projection: Int

    init(_ file: ConfigurationFile) throws {
        layers = try TransformerShape(
            file,
            fallback: .init(
                width: 768, depth: 12, heads: 12, hidden: 3072, activation: .quickGELU, epsilon: 1e-5, norms: .before, isCausal: false))
        imageSize = try file.integer("image_size", in: 1...4096, missing: 224)
        patchSize = try file.integer("patch_size", in: 1...4096, missing: 32)
        projection = try file.integer("projection_dim", in: 1...8192, missing: 512)
        _ = try file.integer("num_channels", in: 3...3, missing: 3)
        guard imageSize % patchSize == 0 else {
            throw file.refusal("patch_size", "\(patchSize)", "a divisor of the image size \(imageSize)")
        }
    }

    /// Patches of a picture; a sequence has the class token before them.
    public var patches: Int { (imageSize / patchSize) * (imageSize / patchSize) }
    public var tokens: Int { patches + 1 }
}
