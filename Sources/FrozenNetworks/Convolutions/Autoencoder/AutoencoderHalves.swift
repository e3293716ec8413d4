import Kernels
import TensorFiles

/// Pictures to moments, before the quantisation's convolution.
struct AutoencoderEncoder: Sendable {
    private let start: ConvolutionLayer
    private let levels: [(blocks: [ResidualBlock], halving: ConvolutionLayer?)]
    private let middle: MiddleBlock
    private let norm: GroupNormLayer
    private let end: ConvolutionLayer

    init(_ reader: inout AutoencoderReader, _ configuration: AutoencoderConfiguration) {
        let (widths, names) = (configuration.blockOutChannels, reader.names)
        start = reader.convolution(names.conv("encoder", "in"), inputs: configuration.inChannels, outputs: widths[0])
        var (levels, channels): ([(blocks: [ResidualBlock], halving: ConvolutionLayer?)], Int) = ([], widths[0])
        for (level, width) in widths.enumerated() {
            var blocks: [ResidualBlock] = []
            for block in 0..<configuration.layersPerBlock {
                let name = names.residual("encoder", level: level, of: widths.count, block: block)
                blocks.append(reader.residual(name, inputs: channels, outputs: width))
                channels = width
            }
            let name = names.resampling("encoder", level: level, of: widths.count)
            let isLast = level == widths.count - 1
            levels.append((blocks, isLast ? nil : reader.convolution(name, inputs: width, outputs: width, halves: true)))
        }
        self.levels = levels
        middle = reader.middle("encoder", channels: channels, hasAttention: configuration.hasMiddleAttention)
        norm = reader.norm(names.finalNorm("encoder"), channels: channels)
        end = reader.convolution(names.conv("encoder", "out"), inputs: channels, outputs: 2 * configuration.latentChannels)
    }

    func callAsFunction(_ pictures: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        var maps = start(pictures, pass)
        for level in levels {
            for block in level.blocks { maps = block(maps, pass) }
            if let halving = level.halving { maps = halving(maps, pass) }
        }
        return end(norm(middle(maps, pass), pass), pass)
    }
}

/// Latents to pictures, after the quantisation's convolution.
struct AutoencoderDecoder: Sendable {
    private let start: ConvolutionLayer
    private let middle: MiddleBlock
    private let levels: [(blocks: [ResidualBlock], doubling: UpsamplingLayer?)]
    private let norm: GroupNormLayer
    private let end: ConvolutionLayer

    init(_ reader: inout AutoencoderReader, _ configuration: AutoencoderConfiguration) {
        let (widths, names) = (Array(configuration.blockOutChannels.reversed()), reader.names)
        start = reader.convolution(names.conv("decoder", "in"), inputs: configuration.latentChannels, outputs: widths[0])
        middle = reader.middle("decoder", channels: widths[0], hasAttention: configuration.hasMiddleAttention)
        var (levels, channels): ([(blocks: [ResidualBlock], doubling: UpsamplingLayer?)], Int) = ([], widths[0])
        for (level, width) in widths.enumerated() {
            var blocks: [ResidualBlock] = []
            for block in 0...configuration.layersPerBlock {
                let name = names.residual("decoder", level: level, of: widths.count, block: block)
                blocks.append(reader.residual(name, inputs: channels, outputs: width))
                channels = width
            }
            let name = names.resampling("decoder", level: level, of: widths.count)
            levels.append((blocks, level == widths.count - 1 ? nil : reader.upsampling(name, channels: width)))
        }
        self.levels = levels
        norm = reader.norm(names.finalNorm("decoder"), channels: channels)
        end = reader.convolution(names.conv("decoder", "out"), inputs: channels, outputs: configuration.outChannels)
    }

    func callAsFunction(_ latents: FeatureMaps, _ pass: ForwardPass) -> FeatureMaps {
        var maps = middle(start(latents, pass), pass)
        for level in levels {
            for block in level.blocks { maps = block(maps, pass) }
            if let doubling = level.doubling { maps = doubling(maps, pass) }
        }
        return end(norm(maps, pass), pass)
    }
}
