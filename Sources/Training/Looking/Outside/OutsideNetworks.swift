import Datasets

/// A frozen network that turns pictures into features, in which sets of pictures are compared.
protocol PictureFeatures: Sendable {
    /// Names network and weights completely.
    var identity: String { get }
    /// Values of one picture.
    var dimensions: Int { get }

    /// [pictures, dimensions], of pictures of any size.
    /// - Parameter threads: no result depends on it.
    func features(of pictures: [PixelImage], threads: Int) -> [Float]
}

/// A frozen network that puts pictures and captions into one space.
protocol PictureScorer: Sendable {
    var identity: String { get }
    /// Values of one embedding.
    var embedding: Int { get }

    /// [pictures, embedding], of length 1.
    func units(of pictures: [PixelImage]) -> [Float]
    /// [texts, embedding], of length 1.
    /// - Parameter prefixed: after "A photo depicts ".
    func units(of texts: [String], prefixed: Bool) -> [Float]
}

/// A frozen network that turns latents into pictures.
protocol LatentDecoder: Sendable {
    var identity: String { get }

    /// Pictures of latents [count, channels, side, side] as the autoencoder made them, without a data set's scale.
    func pictures(of latents: UnsafePointer<Float>, count: Int, side: Int, threads: Int) -> [PixelImage]
}
