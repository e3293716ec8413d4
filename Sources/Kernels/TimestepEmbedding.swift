import Foundation

/// The sinusoidal time token: `out[samples,width] = cat(cos(t f), sin(t f))`,
/// `f_i = exp(-ln(10000) i / (width/2))`, `i = 0..<width/2`; an odd width ends in 0. Overwrites.
///
/// `timesteps[samples]` may be fractional (samplers evaluate at `1000 t`). Angles are computed in `Double`, because at
/// t = 1000 a float angle is already off by 3e-5.
///
/// Source: the `timestep_embedding` of U-ViT and its ancestors.
public func timestepEmbedding(_ out: Out, timesteps: In, samples: Int, width: Int) {
    let half = width / 2
    for i in 0..<half {
        let frequency = exp(-log(10000.0) * Double(i) / Double(half))
        for sample in 0..<samples {
            let angle = Double(timesteps[sample]) * frequency
            out[sample * width + i] = Float(cos(angle))
            out[sample * width + half + i] = Float(sin(angle))
        }
    }
    if width % 2 == 1 {
        for sample in 0..<samples { out[sample * width + width - 1] = 0 }
    }
}
