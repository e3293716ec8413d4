import Foundation

/// The sinusoidal time token: `out[samples,width] = cat(cos(t f), sin(t f))`,
/// `f_i = exp(-ln(10000) i / (width/2))`, `i = 0..<width/2`; an odd width ends in 0. Overwrites.
///
/// `timesteps[samples]` may be fractional (samplers evaluate at `1000 t`). Angles are computed in `Double`, because at
/// t = 1000 a float angle is already off by 3e-5. `outStride` is the row stride in floats.
///
/// Source: the `timestep_embedding` of U-ViT and its ancestors.
public func timestepEmbedding(_ out: Out, timesteps: In, samples: Int, width: Int, outStride: Int? = nil) {
    let half = width / 2
    let stride = outStride ?? width
    for i in 0..<half {
        let frequency = exp(-log(10000.0) * Double(i) / Double(half))
        for sample in 0..<samples {
            let angle = Double(timesteps[sample]) * frequency
            out[sample * stride + i] = Float(cos(angle))
            out[sample * stride + half + i] = Float(sin(angle))
        }
    }
    if width % 2 == 1 {
        for sample in 0..<samples { out[sample * stride + width - 1] = 0 }
    }
}
