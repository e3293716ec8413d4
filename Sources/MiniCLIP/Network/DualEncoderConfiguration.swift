/// The shape of one mini-clip: a vision transformer and a text transformer that meet in one space.
///
/// Source: Radford et al., "Learning transferable visual models from natural language supervision", arXiv 2103.00020.
public struct DualEncoderConfiguration: Sendable, Equatable, Hashable, Codable {
    /// Height and width of the images, in pixels.
    public var imageSize: Int
    public var channels: Int
    /// Pixels along one side of a patch; divides `imageSize`.
    public var patchSize: Int
    /// Features of an image token: what Frechet distance and its like look at.
    public var imageWidth: Int
    public var imageDepth: Int
    public var imageHeads: Int
    /// Text tokens of every caption (T).
    public var textTokens: Int
    /// Words the text tower knows, padding and unknown included.
    public var vocabulary: Int
    /// Features of a text token.
    public var textWidth: Int
    public var textDepth: Int
    public var textHeads: Int
    /// Values of the shared space, in which cosines are taken.
    public var embedding: Int

    /// Heads of this many features each, as in the towers of CLIP but smaller.
    public static let headSize = 16

    /// Patches along one side that the standard sizes aim at.
    private static let patchGrid = 8

    /// The encoder whose text tower conditions jobs: `width` features a token, two blocks a tower.
    /// - Precondition: `width` is a positive multiple of `headSize`.
    public static func conditioner(
        imageSize: Int, channels: Int, textTokens: Int, vocabulary: Int, width: Int
    ) -> DualEncoderConfiguration {
        DualEncoderConfiguration(
            imageSize: imageSize, channels: channels, patchSize: patchSize(for: imageSize), imageWidth: 64, imageDepth: 2,
            imageHeads: 4, textTokens: textTokens, vocabulary: vocabulary, textWidth: width, textDepth: 2,
            textHeads: width / headSize, embedding: 64)
    }

    /// The encoder that judges images: three blocks a tower, so that no seed makes it a conditioner.
    public static func evaluator(
        imageSize: Int, channels: Int, textTokens: Int, vocabulary: Int
    ) -> DualEncoderConfiguration {
        DualEncoderConfiguration(
            imageSize: imageSize, channels: channels, patchSize: patchSize(for: imageSize), imageWidth: 80, imageDepth: 3,
            imageHeads: 5, textTokens: textTokens, vocabulary: vocabulary, textWidth: 48, textDepth: 3, textHeads: 3,
            embedding: 48)
    }

    /// The smallest patch that divides the image and leaves at most 8 x 8 of them.
    static func patchSize(for imageSize: Int) -> Int {
        (1...imageSize).first { imageSize % $0 == 0 && imageSize / $0 <= patchGrid } ?? imageSize
    }

    public var imageTokens: Int { (imageSize / patchSize) * (imageSize / patchSize) }
    /// Values of one image: `channels * imageSize * imageSize`.
    public var imageElements: Int { channels * imageSize * imageSize }
    var patchElements: Int { channels * patchSize * patchSize }

    var imageTower: TowerConfiguration {
        TowerConfiguration(
            name: "image", tokens: imageTokens, width: imageWidth, depth: imageDepth, heads: imageHeads, embedding: embedding)
    }
    var textTower: TowerConfiguration {
        TowerConfiguration(
            name: "text", tokens: textTokens, width: textWidth, depth: textDepth, heads: textHeads, embedding: embedding)
    }

    /// Multiply-adds x 2 of the matrix and attention products of one pair in training: forward, and twice that backward.
    public var trainingFLOPs: Int {
        func blocks(_ tower: TowerConfiguration) -> Int {
            // Queries, keys, values, projection and an MLP of four times the width: 12 width^2 a token.
            tower.tokens * tower.depth * (24 * tower.width * tower.width + 4 * tower.tokens * tower.width)
        }
        return 3 * (blocks(imageTower) + blocks(textTower) + 2 * imageTokens * patchElements * imageWidth)
    }

    /// Everything in one line, for identities: equal lines mean equal shapes.
    public var canonicalText: String {
        "image=\(imageSize)x\(imageSize)x\(channels) patch=\(patchSize) image_tower=\(imageWidth)x\(imageDepth)x\(imageHeads) "
            + "text=\(textTokens) vocabulary=\(vocabulary) text_tower=\(textWidth)x\(textDepth)x\(textHeads) embedding=\(embedding)"
    }
}
