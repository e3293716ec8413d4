import Choices

/// The shape of one U-ViT with text: everything that decides its parameters and its arithmetic.
///
/// Source: arXiv 2209.12152 (the backbone), arXiv 2403.16530 (where text enters).
public struct ModelConfiguration: Sendable, Equatable, Hashable, Codable {
    /// Height and width of the image or latent, in pixels.
    public var imageSize: Int
    public var channels: Int
    public var patchSize: Int
    /// Width of a token (D).
    public var width: Int
    /// Blocks beside the middle one (L, even): half before it, half after it.
    public var depth: Int
    public var heads: Int
    /// Width of the MLP's hidden layer over `width`.
    public var mlpRatio: Int
    /// Text tokens per caption (T).
    public var textTokens: Int
    /// Width of a frozen text feature.
    public var textWidth: Int
    public var conditioning: Conditioning
    /// The fusion point (v): image-only blocks before, and again after, the joint blocks. 0 is early fusion, `depth / 2` mid-only.
    public var imageDepth: Int
    /// Trainable text blocks (c) before fusion.
    public var textDepth: Int
    public var qkvBias: Bool
    /// Whether the sinusoidal time embedding passes through Linear - SiLU - Linear.
    public var timeMLP: Bool

    public init(
        imageSize: Int, channels: Int, patchSize: Int, width: Int, depth: Int, heads: Int, mlpRatio: Int = 4,
        textTokens: Int, textWidth: Int, conditioning: Conditioning, imageDepth: Int, textDepth: Int,
        qkvBias: Bool = false, timeMLP: Bool = false
    ) {
        self.imageSize = imageSize
        self.channels = channels
        self.patchSize = patchSize
        self.width = width
        self.depth = depth
        self.heads = heads
        self.mlpRatio = mlpRatio
        self.textTokens = textTokens
        self.textWidth = textWidth
        self.conditioning = conditioning
        self.imageDepth = imageDepth
        self.textDepth = textDepth
        self.qkvBias = qkvBias
        self.timeMLP = timeMLP
    }

    /// Image tokens per sample (N).
    public var imageTokens: Int { (imageSize / patchSize) * (imageSize / patchSize) }
    public var headSize: Int { width / heads }
    /// Values of one image: `channels * imageSize * imageSize`.
    public var imageElements: Int { channels * imageSize * imageSize }
    /// Values of one caption's features: `textTokens * textWidth`.
    public var contextElements: Int { textTokens * textWidth }

    /// Values of one patch.
    var patchElements: Int { channels * patchSize * patchSize }
    /// Tokens of the image stream: the image tokens, then the time token.
    var imageStreamTokens: Int { imageTokens + 1 }
    var hiddenWidth: Int { width * mlpRatio }

    /// - Throws: `ModelError.configuration` for the first field whose value is not allowed.
    public func validate() throws {
        func require(_ field: String, _ found: Int, _ allowed: ClosedRange<Int>) throws {
            guard allowed.contains(found) else {
                throw ModelError.configuration(
                    field: field, found: "\(found)", allowed: "\(allowed.lowerBound) to \(allowed.upperBound)")
            }
        }
        func requireDivisor(_ field: String, _ found: Int, of whole: Int, _ wholeName: String) throws {
            guard whole % found == 0 else {
                throw ModelError.configuration(field: field, found: "\(found)", allowed: "a divisor of \(wholeName) (\(whole))")
            }
        }
        try require("imageSize", imageSize, 1...4096)
        try require("channels", channels, 1...64)
        try require("patchSize", patchSize, 1...imageSize)
        try requireDivisor("patchSize", patchSize, of: imageSize, "imageSize")
        try require("width", width, 2...16384)
        try require("depth", depth, 2...256)
        guard depth % 2 == 0 else {
            throw ModelError.configuration(field: "depth", found: "\(depth)", allowed: "an even number")
        }
        try require("heads", heads, 1...width)
        try requireDivisor("heads", heads, of: width, "width")
        try require("mlpRatio", mlpRatio, 1...64)
        try require("textTokens", textTokens, 1...4096)
        try require("textWidth", textWidth, 1...65536)
        try require("imageDepth", imageDepth, 0...depth / 2)
        try require("textDepth", textDepth, 0...256)
    }
}

extension ModelConfiguration {
    /// Rows of a chunk. Few keep a narrow model's activations in the caches; a wide model's do not fit anyway, and more rows
    /// mean fewer passes over the gradients of its weights.
    private var chunkRows: Int { width < 384 ? 256 : 680 }

    /// The most samples that a lane of so many works on at a time: equal chunks. Part of what decides the last bits, so it
    /// depends on the model alone.
    func chunkSamples(of samples: Int) -> Int {
        let most = max(1, chunkRows / (imageStreamTokens + textTokens))
        let chunks = (samples + most - 1) / most
        return (samples + chunks - 1) / chunks
    }

    /// The samples of each lane of a prediction, for batches of at most `batch` samples.
    func predictionLanes(batch: Int, fewest: Int) -> [Int] {
        let lanes = min(batch, fewest)
        var samples = chunkSamples(of: (batch + lanes - 1) / lanes)
        // Pairs fill a lane where they share blocks.
        if imageDepth > 0, batch > 1 { samples += samples % 2 }
        return [Int](repeating: samples, count: max(lanes, (batch + samples - 1) / samples))
    }
}
