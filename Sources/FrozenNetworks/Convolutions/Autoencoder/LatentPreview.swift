import Datasets

/// A rough picture of latents where no decoder is given: every latent position becomes one pixel, a linear function of its channels.
public enum LatentPreview {
    /// Red, green and blue in -1...1 of each of the four channels of Stable Diffusion 1's latents, scaled by 0.18215.
    ///
    /// Published, not fitted here: "Decoding latents to RGB without upscaling", Hugging Face forum (2022); the same numbers are in
    /// several programs.
    private static let factors: [[Float]] = [
        [0.298, 0.207, 0.208], [0.187, 0.286, 0.173], [-0.158, 0.189, 0.264], [-0.184, -0.271, -0.473],
    ]

    /// - Parameters:
    ///   - latents: `[4, height, width]` of the autoencoder of Stable Diffusion 1 or 2.
    ///   - scale: what they were multiplied with; U-ViT's experiments take 0.23010.
    /// - Returns: a picture of `width` x `height` pixels; nil where there are not four channels, since no factors are known then.
    public static func picture(_ latents: [Float], channels: Int, height: Int, width: Int, scale: Double = 0.18215) -> PixelImage? {
        guard channels == factors.count else { return nil }
        precondition(latents.count == channels * height * width, "\(latents.count) floats for \(channels) x \(height) x \(width) latents")
        let (area, factor) = (height * width, Float(0.18215 / scale))
        var colours = [Float](repeating: 0, count: 3 * area)
        for (channel, weights) in factors.enumerated() {
            for (colour, weight) in weights.enumerated() {
                for i in 0..<area { colours[colour * area + i] += factor * weight * latents[channel * area + i] }
            }
        }
        return PixelImage(planarFloats: colours, channels: 3, width: width, height: height)
    }
}
