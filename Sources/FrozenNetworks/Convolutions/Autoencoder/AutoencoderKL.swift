import Foundation
import Kernels
import Platform
import TensorFiles

/// The autoencoder that latent diffusion models work in: pictures to the moments of a normal distribution of latents, latents to pictures.
///
/// Weights by diffusers' names, with those of its older attention, or by those of the original programs (`encoder.down.0.block.0…`,
/// also behind `first_stage_model.` in the file of a whole model). Samples are worked on one by one.
/// Source: Rombach et al., High-Resolution Image Synthesis with Latent Diffusion Models (2022).
public struct AutoencoderKL: Sendable {
    public let configuration: AutoencoderConfiguration
    private let encoder: AutoencoderEncoder
    private let decoder: AutoencoderDecoder
    private let quant: ConvolutionLayer?
    private let postQuant: ConvolutionLayer?
    private let buffers = BufferPool()

    /// - Throws: `TensorFileError.disagreeingWeights`, naming every tensor that is missing, unexpected or of another shape.
    public init(_ archive: WeightArchive, configuration: AutoencoderConfiguration = .stableDiffusion) throws {
        self.configuration = configuration
        let (names, latents) = (AutoencoderNames(archive), configuration.latentChannels)
        var reader = AutoencoderReader(
            reader: WeightReader(archive, network: "an autoencoder of \(configuration.blockOutChannels) channels, \(latents) latent ones"),
            names: names, groups: configuration.normGroups)
        // The rest of a whole model, and what the original programs trained the autoencoder with.
        if !names.prefix.isEmpty { reader.reader.allow { [prefix = names.prefix] in !$0.hasPrefix(prefix) } }
        if !names.isDiffusers { reader.reader.allow { [prefix = names.prefix] in $0.hasPrefix("\(prefix)loss.") } }
        encoder = AutoencoderEncoder(&reader, configuration)
        decoder = AutoencoderDecoder(&reader, configuration)
        quant =
            configuration.usesQuantConvolution
            ? reader.pointwise(names.quant("quant"), inputs: 2 * latents, outputs: 2 * latents) : nil
        postQuant =
            configuration.usesPostQuantConvolution
            ? reader.pointwise(names.quant("post_quant"), inputs: latents, outputs: latents) : nil
        try reader.reader.finish()
    }

    /// From a folder as diffusers writes it: `config.json` and weights under their usual name.
    /// - Throws: `FrozenNetworksError` or `TensorFileError`, naming the file and what is wrong in it.
    public init(folder: URL) throws {
        let configuration = try AutoencoderConfiguration(ConfigurationFile(folder: folder))
        try self.init(WeightArchive(contentsOf: folder), configuration: configuration)
    }

    /// The moments of pictures `[batch, in channels, height, width]` in -1...1: `[batch, 2 latent channels, height / r, width / r]`,
    /// means first, then logarithms of variances; r is the configuration's `reduction`.
    /// - Precondition: height and width are multiples of r.
    public func moments(_ pictures: [Float], batch: Int, height: Int, width: Int, threads: ThreadPool = .allCores) -> [Float] {
        precondition(
            height % configuration.reduction == 0 && width % configuration.reduction == 0,
            "pictures of \(width) x \(height) in an autoencoder that divides by \(configuration.reduction)")
        return eachSample(pictures, batch, configuration.inChannels, height, width, threads) { pictures, pass in
            let moments = encoder(pictures, pass)
            return quant.map { $0(moments, pass) } ?? moments
        }
    }

    /// Latents `[batch, latent channels, …]` as a diffusion model sees them: `(mean + deviation noise - shift) scale`.
    /// - Parameters:
    ///   - moments: as ``moments(_:batch:height:width:threads:)`` gives them, `[batch, 2 latent channels, positions]`.
    ///   - noise: standard normal, `[batch, latent channels, positions]`.
    ///   - scale: the configuration's when nil.
    public func latents(moments: [Float], noise: [Float], batch: Int, scale: Double? = nil) -> [Float] {
        precondition(moments.count == 2 * noise.count && noise.count % batch == 0, "\(moments.count) moments with \(noise.count) noises")
        let (size, factor) = (noise.count / batch, Float(scale ?? configuration.scalingFactor))
        let shift = Float(configuration.shiftFactor)
        var latents = [Float](repeating: 0, count: noise.count)
        latents.withUnsafeMutableBufferPointer { out in
            moments.withUnsafeBufferPointer { moments in
                noise.withUnsafeBufferPointer { noise in
                    for sample in 0..<batch {
                        let mean = moments.baseAddress! + 2 * sample * size
                        sampleNormal(
                            out.baseAddress! + sample * size, mean: mean, logVariance: mean + size,
                            noise: noise.baseAddress! + sample * size,
                            count: size)
                    }
                }
            }
            for i in out.indices { out[i] = (out[i] - shift) * factor }
        }
        return latents
    }

    /// Pictures `[batch, out channels, r height, r width]`, about -1...1, of latents `[batch, latent channels, height, width]` as a
    /// diffusion model sees them.
    /// - Parameter scale: what they were multiplied with; the configuration's when nil.
    public func decode(
        _ latents: [Float], batch: Int, height: Int, width: Int, scale: Double? = nil, threads: ThreadPool = .allCores
    ) -> [Float] {
        let (factor, shift) = (Float(1 / (scale ?? configuration.scalingFactor)), Float(configuration.shiftFactor))
        let unscaled = latents.map { $0 * factor + shift }
        return eachSample(unscaled, batch, configuration.latentChannels, height, width, threads) { latents, pass in
            decoder(postQuant.map { $0(latents, pass) } ?? latents, pass)
        }
    }

    /// Applies `network` to planar samples one by one.
    private func eachSample(
        _ values: [Float], _ batch: Int, _ channels: Int, _ height: Int, _ width: Int, _ threads: ThreadPool,
        _ network: (FeatureMaps, ForwardPass) -> FeatureMaps
    ) -> [Float] {
        let shape = MapShape(batch: 1, height: height, width: width, channels: channels)
        precondition(values.count == batch * shape.count, "\(values.count) floats for \(batch) samples of \(shape)")
        let pass = ForwardPass(threads, buffers)
        var results: [Float] = []
        for sample in 0..<batch {
            let input = pass.maps(shape)
            values.withUnsafeBufferPointer {
                interleavePlanes(input.pointer, $0.baseAddress! + sample * shape.count, positions: height * width, channels: channels)
            }
            let out = network(input, pass)
            results += [Float](unsafeUninitializedCapacity: out.shape.count) { planes, count in
                separatePlanes(
                    planes.baseAddress!, In(out.pointer), positions: out.shape.height * out.shape.width, channels: out.shape.channels)
                count = out.shape.count
            }
        }
        return results
    }
}
