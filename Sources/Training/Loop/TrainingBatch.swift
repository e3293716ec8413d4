import Kernels
import UViT

/// The buffers of one training batch, allocated once per job.
final class TrainingBatch: @unchecked Sendable {  // each sample writes its own rows only
    let size: Int
    let elements: Int
    let contextElements: Int
    /// [B,C,H,W]
    let clean, noise, noisy, target: FloatBuffer
    /// [B,T,textWidth]
    let context: FloatBuffer
    /// [B]
    let timesteps, weights, losses: FloatBuffer

    init(size: Int, _ model: ModelConfiguration) {
        (self.size, elements, contextElements) = (size, model.imageElements, model.contextElements)
        clean = FloatBuffer(count: size * elements)
        noise = FloatBuffer(count: size * elements)
        noisy = FloatBuffer(count: size * elements)
        target = FloatBuffer(count: size * elements)
        context = FloatBuffer(count: size * contextElements)
        timesteps = FloatBuffer(count: size)
        weights = FloatBuffer(count: size)
        losses = FloatBuffer(count: size)
    }

    /// The weighted objective after a forward pass.
    var loss: Double {
        var sum = 0.0
        for row in 0..<size { sum += Double(weights.pointer[row]) * Double(losses.pointer[row]) }
        return sum / Double(size)
    }
}
