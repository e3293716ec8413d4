import Choices
import UViT

/// The two model sizes that speed is reported on.
public enum BenchmarkPreset: String, CaseIterable, Sendable {
    /// The paper's latent-diffusion scale: 4x32x32 latents, width 512, 12 + 1 blocks, 77 text tokens.
    case paper
    /// A CPU-sized model on 32x32 RGB images: width 128, 6 + 1 blocks, 16 text tokens.
    case small

    /// Images of a training batch and of a sampling batch, and timed training steps.
    public var defaults: (batch: Int, samplingBatch: Int, steps: Int) {
        switch self {
        case .paper: (4, 4, 5)
        case .small: (32, 64, 20)
        }
    }

    /// - Parameters imageDepth, textDepth: image-only depth v and text depth c.
    public func configuration(conditioning: Conditioning, imageDepth: Int, textDepth: Int) -> ModelConfiguration {
        switch self {
        case .paper:
            ModelConfiguration(
                imageSize: 32, channels: 4, patchSize: 2, width: 512, depth: 12, heads: 8, mlpRatio: 4,
                textTokens: 77, textWidth: 768, conditioning: conditioning, imageDepth: imageDepth,
                textDepth: textDepth, qkvBias: false, timeMLP: false)
        case .small:
            ModelConfiguration(
                imageSize: 32, channels: 3, patchSize: 4, width: 128, depth: 6, heads: 4, mlpRatio: 4,
                textTokens: 16, textWidth: 128, conditioning: conditioning, imageDepth: imageDepth,
                textDepth: textDepth, qkvBias: false, timeMLP: false)
        }
    }
}
