/// What decides a features data set, together with the folder's content.
public struct FeaturesConfiguration: Sendable, Hashable, Codable {
    /// Latent channels; moments have twice as many.
    public static let channels = 4

    /// The folder with `train/`, `val/` and `empty_context.npy`.
    public var path: String
    /// Side of the square latents.
    public var imageSize: Int
    /// Items of `train/` and of `val/`, from the lowest number on; nil takes all.
    public var train, test: Int?
    /// What sampled latents are multiplied with, so that their deviation is about 1.
    public var scale: Double
    /// Decides the latents that are drawn where no training step draws them.
    public var seed: UInt64

    public init(
        path: String, imageSize: Int, train: Int? = nil, test: Int? = nil, scale: Double = 0.2301, seed: UInt64 = 0
    ) {
        (self.path, self.imageSize, self.train, self.test) = (path, imageSize, train, test)
        (self.scale, self.seed) = (scale, seed)
    }
}

/// Text tokens of every context of a folder, and values of each.
public struct ContextShape: Sendable, Hashable {
    public var tokens, width: Int

    public init(tokens: Int, width: Int) {
        (self.tokens, self.width) = (tokens, width)
    }
}
