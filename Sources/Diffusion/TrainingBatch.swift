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
        combine(
            noisy + offset, target + offset, images + offset, noise + offset, count: elements,
            first: (alpha, sigma), second: (imageFactor, noiseFactor))
    }
}

/// `out1 = first.0 a + first.1 b`, `out2 = second.0 a + second.1 b`, each element read once.
/// Plain multiply and add: a fused one is a library call where the target's instruction set lacks it.
private func combine(
    _ out1: Out, _ out2: Out, _ a: In, _ b: In, count: Int, first: (Float, Float), second: (Float, Float)
) {
    typealias Vector = SIMD8<Float>
    let vectorEnd = count & ~7
    var index = 0
    while index < vectorEnd {
        let x = UnsafeRawPointer(a + index).loadUnaligned(as: Vector.self)
        let y = UnsafeRawPointer(b + index).loadUnaligned(as: Vector.self)
        let sum1 = x * first.0 + y * first.1
        let sum2 = x * second.0 + y * second.1
        UnsafeMutableRawPointer(out1 + index).storeBytes(of: sum1, as: Vector.self)
        UnsafeMutableRawPointer(out2 + index).storeBytes(of: sum2, as: Vector.self)
        index += 8
    }
    while index < count {
        let (x, y) = (a[index], b[index])
        out1[index] = x * first.0 + y * first.1
        out2[index] = x * second.0 + y * second.1
        index += 1
    }
}
