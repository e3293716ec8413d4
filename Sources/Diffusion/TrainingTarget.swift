import Choices
import Kernels

/// Overwrites `noisy` and `target` [samples, elements] with a training batch:
/// `noisy = alpha x0 + sigma eps`, and `target` is what `prediction` says the network should answer.
///
/// - Parameters:
///   - images: clean images `x0`, [samples, elements].
///   - noise: standard normal `eps`, [samples, elements].
///   - timesteps: [samples], whole numbers in `1...schedule.timesteps`.
///   - elements: C·H·W of one image.
/// - Precondition: the outputs overlap neither each other nor an input, except that `noisy` may be `images` and
///   `target` may be `noise`.
public func makeTrainingBatch(
    noisy: Out, target: Out, images: In, noise: In, timesteps: In,
    samples: Int, elements: Int, prediction: Prediction, schedule: NoiseSchedule
) {
    for sample in 0..<samples {
        let offset = sample * elements
        let timestep = Int(timesteps[sample])
        let (alpha, sigma) = (schedule.signal(timestep), schedule.noise(timestep))
        let (imageFactor, noiseFactor): (Float, Float) =
            switch prediction {
            case .epsilon: (0, 1)
            case .v: (-sigma, alpha)
            case .x0: (1, 0)
            }
        // Plain multiply and add: a fused one is a library call where the target's instruction set lacks it.
        for index in offset..<offset + elements {
            let (image, eps) = (images[index], noise[index])
            noisy[index] = image * alpha + eps * sigma
            target[index] = image * imageFactor + eps * noiseFactor
        }
    }
}
