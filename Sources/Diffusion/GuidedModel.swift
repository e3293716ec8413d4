import Kernels

/// A network as samplers see it: overwrites `out` [batch, C, H, W] with its raw output for `noisy` [batch, C, H, W]
/// at `timesteps` [batch] (`1000 t`, fractional). The batch size is the one the caller agreed with the sampler.
public typealias NoisePredictor = (_ out: Out, _ noisy: In, _ timesteps: In) -> Void

/// Classifier-free guidance around a network: `cond + s (cond - uncond)`.
///
/// With a scale other than 0 the network is called once with both halves in one batch of `2 * count` rows: the
/// captions' rows first, then the same noisy images for the empty context; a network may count on that and compute once what does not
/// depend on the context. With scale 0 it is called with the
/// captions' rows only.
///
/// Source: Ho & Salimans, arXiv 2207.12598, in the papers' parametrisation (s = 0 is no guidance).
public final class GuidedModel {
    public let guidance: Double
    /// C·H·W of one image.
    public let elements: Int
    /// The most images one call takes.
    public let batch: Int
    private let noisy: FloatBuffer
    private let output: FloatBuffer
    private let timesteps: FloatBuffer

    public init(guidance: Double, elements: Int, batch: Int) {
        self.guidance = guidance
        self.elements = elements
        self.batch = batch
        let rows = guidance == 0 ? batch : 2 * batch
        noisy = FloatBuffer(count: rows * elements)
        output = FloatBuffer(count: rows * elements)
        timesteps = FloatBuffer(count: rows)
    }

    /// Rows of the network call for `count` images.
    public func networkRows(for count: Int) -> Int { guidance == 0 ? count : 2 * count }

    /// Overwrites `out` [count, elements] with the guided raw output of the network for `state` at one time.
    ///
    /// Guidance is linear, so it means the same for a noise and for a velocity prediction.
    /// - Parameters:
    ///   - state: noisy images, [count, elements].
    ///   - networkTime: `1000 t`, the same for every image.
    /// - Precondition: `1...batch ~= count`.
    func evaluate(
        _ out: UnsafeMutablePointer<Double>, state: UnsafePointer<Double>, count: Int, networkTime: Double,
        predictor: NoisePredictor
    ) {
        precondition(1...batch ~= count, "\(count) images for a guided model of up to \(batch)")
        let total = count * elements
        let rows = networkRows(for: count)
        for row in 0..<rows { timesteps.pointer[row] = Float(networkTime) }
        for index in 0..<total { noisy.pointer[index] = Float(state[index]) }
        if guidance != 0 { (noisy.pointer + total).update(from: noisy.pointer, count: total) }
        predictor(output.pointer, noisy.pointer, timesteps.pointer)
        if guidance == 0 {
            for index in 0..<total { out[index] = Double(output.pointer[index]) }
        } else {
            let unconditional = output.pointer + total
            for index in 0..<total {
                let conditional = Double(output.pointer[index])
                out[index] = conditional + guidance * (conditional - Double(unconditional[index]))
            }
        }
    }
}
