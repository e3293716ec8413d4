import TensorFiles

/// What an autoencoder's layers are called in a file.
struct AutoencoderNames {
    /// diffusers' names, or those of the original programs of latent diffusion (also U-ViT's files).
    let isDiffusers: Bool
    /// Before every name: `first_stage_model.` where the file holds a whole diffusion model.
    let prefix: String
    /// diffusers' older names of the attention's layers.
    let hasOldAttention: Bool

    init(_ archive: WeightArchive) {
        let whole = "first_stage_model."
        prefix = archive.names.contains { $0.hasPrefix(whole) } ? whole : ""
        isDiffusers = !archive.names.contains { [prefix] name in name.hasPrefix("\(prefix)encoder.down.") }
        hasOldAttention = archive.names.contains { $0.contains(".mid_block.attentions.0.query.") }
    }

    func conv(_ half: String, _ end: String) -> String { "\(prefix)\(half).conv_\(end)" }
    func finalNorm(_ half: String) -> String { "\(prefix)\(half)." + (isDiffusers ? "conv_norm_out" : "norm_out") }
    func quant(_ kind: String) -> String { "\(prefix)\(kind)_conv" }

    /// - Parameter level: in the order of computation.
    func residual(_ half: String, level: Int, of levels: Int, block: Int) -> String {
        let direction = half == "encoder" ? "down" : "up"
        return isDiffusers
            ? "\(prefix)\(half).\(direction)_blocks.\(level).resnets.\(block)"
            : "\(prefix)\(half).\(direction).\(original(half, level, levels)).block.\(block)"
    }

    func resampling(_ half: String, level: Int, of levels: Int) -> String {
        let direction = half == "encoder" ? "down" : "up"
        return isDiffusers
            ? "\(prefix)\(half).\(direction)_blocks.\(level).\(direction)samplers.0.conv"
            : "\(prefix)\(half).\(direction).\(original(half, level, levels)).\(direction)sample.conv"
    }

    /// The original programs count the decoder's levels by their fineness, too.
    private func original(_ half: String, _ level: Int, _ levels: Int) -> Int { half == "encoder" ? level : levels - 1 - level }

    func middle(_ half: String, block: Int) -> String {
        "\(prefix)\(half)." + (isDiffusers ? "mid_block.resnets.\(block)" : "mid.block_\(block + 1)")
    }

    func shortcut(_ block: String) -> String { "\(block)." + (isDiffusers ? "conv_shortcut" : "nin_shortcut") }

    func attention(_ half: String) -> AttentionNames {
        let base = "\(prefix)\(half)." + (isDiffusers ? "mid_block.attentions.0." : "mid.attn_1.")
        let layers =
            !isDiffusers
            ? ["norm", "q", "k", "v", "proj_out"]
            : hasOldAttention
                ? ["group_norm", "query", "key", "value", "proj_attn"] : ["group_norm", "to_q", "to_k", "to_v", "to_out.0"]
        return AttentionNames(
            norm: base + layers[0], query: base + layers[1], key: base + layers[2], value: base + layers[3], projection: base + layers[4])
    }

    struct AttentionNames {
        let norm: String
        let query: String
        let key: String
        let value: String
        let projection: String
    }
}
