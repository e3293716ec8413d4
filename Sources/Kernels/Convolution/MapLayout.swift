// Pictures and latents are planar, `[channels, positions]`; the maps of a network are `[positions, channels]`.

/// `out[positions, channels] = x[channels, positions]` transposed; overwrites.
public func interleavePlanes(_ out: Out, _ x: In, positions: Int, channels: Int) {
    for channel in 0..<channels {
        let plane = x + channel * positions
        for position in 0..<positions { out[position * channels + channel] = plane[position] }
    }
}

/// `out[channels, positions] = x[positions, channels]` transposed; overwrites.
public func separatePlanes(_ out: Out, _ x: In, positions: Int, channels: Int) {
    for channel in 0..<channels {
        let plane = out + channel * positions
        for position in 0..<positions { plane[position] = x[position * channels + channel] }
    }
}

/// `out[i] = mean[i] + exp(logVariance[i] / 2) noise[i]`: samples of normal distributions; overwrites. The logarithm is taken as at
/// least -30 and at most 20, as diffusion's autoencoders do.
public func sampleNormal(_ out: Out, mean: In, logVariance: In, noise: In, count: Int) {
    forEachVector(count) { i, lanes in
        let bounded = logVariance.load(i, lanes).maximum(Float8(repeating: -30))
        let deviation = exp(0.5 * bounded.replacing(with: 20, where: bounded .> 20))
        out.store(mean.load(i, lanes).addingProduct(deviation, noise.load(i, lanes)), i, lanes)
    }
}
