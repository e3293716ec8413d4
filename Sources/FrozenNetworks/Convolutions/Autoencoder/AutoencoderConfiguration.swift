import Foundation

/// The sizes of an ``AutoencoderKL``, spelt as in diffusers' `config.json`.
public struct AutoencoderConfiguration: Sendable, Equatable {
    /// Channels of pictures, in and out.
    public var inChannels = 3
    public var outChannels = 3
    /// Channels of each level, the finest first; every level but the last halves height and width.
    public var blockOutChannels = [128, 256, 512, 512]
    public var layersPerBlock = 2
    public var latentChannels = 4
    public var normGroups = 32
    /// What latents are multiplied with before a diffusion model sees them, so that their deviation is about 1.
    public var scalingFactor = 0.18215
    /// What is subtracted from them before.
    public var shiftFactor = 0.0
    public var usesQuantConvolution = true
    public var usesPostQuantConvolution = true
    public var hasMiddleAttention = true

    /// Stable Diffusion's KL-f8, versions 1 and 2. (U-ViT's experiments multiply its latents with 0.23010 instead.)
    public static let stableDiffusion = AutoencoderConfiguration()

    public init() {}

    /// Pixels per latent position, in each direction.
    public var reduction: Int { 1 << (blockOutChannels.count - 1) }

    /// Read from a diffusers `config.json`; keys that are left out have diffusers' defaults.
    /// - Throws: `FrozenNetworksError` for a value that this network cannot have.
    public init(contentsOf url: URL) throws { try self.init(ConfigurationFile(contentsOf: url)) }

    init(_ file: ConfigurationFile) throws {
        for (key, allowed) in [("_class_name", "AutoencoderKL"), ("act_fn", "silu")] {
            if let found = try file.text(key), found != allowed { throw file.refusal(key, "'\(found)'", "'\(allowed)'") }
        }
        for key in ["latents_mean", "latents_std"] where file.isSet(key) { throw file.refusal(key, "set", "null") }
        inChannels = try file.integer("in_channels", in: 1...64, missing: 3)
        outChannels = try file.integer("out_channels", in: 1...64, missing: 3)
        blockOutChannels = try file.integers("block_out_channels", in: 1...4096, limit: 8, missing: [64])
        layersPerBlock = try file.integer("layers_per_block", in: 1...32, missing: 1)
        latentChannels = try file.integer("latent_channels", in: 1...256, missing: 4)
        normGroups = try file.integer("norm_num_groups", in: 1...4096, missing: 32)
        scalingFactor = try file.number("scaling_factor", in: 1e-6...1e6, missing: 0.18215)
        shiftFactor = try file.number("shift_factor", in: -1e6...1e6, missing: 0)
        usesQuantConvolution = try file.boolean("use_quant_conv", missing: true)
        usesPostQuantConvolution = try file.boolean("use_post_quant_conv", missing: true)
        hasMiddleAttention = try file.boolean("mid_block_add_attention", missing: true)
        try file.requireWords("down_block_types", "DownEncoderBlock2D", count: blockOutChannels.count)
        try file.requireWords("up_block_types", "UpDecoderBlock2D", count: blockOutChannels.count)
        for channels in blockOutChannels where channels % normGroups != 0 {
            throw file.refusal("block_out_channels", "\(blockOutChannels)", "multiples of norm_num_groups, \(normGroups)")
        }
    }
}
