import Datasets
import Foundation
import Platform
import TensorFiles
import TestSupport
import Testing

@testable import FrozenNetworks

@Suite struct AutoencoderTests {
    private func configuration() throws -> AutoencoderConfiguration {
        try AutoencoderConfiguration(contentsOf: ConvolutionFixtures.folder.appendingPathComponent("config.json"))
    }

    private func configuration(_ json: String) throws -> AutoencoderConfiguration {
        let folder = TemporaryFolder()
        try folder.write("config.json", json)
        return try AutoencoderConfiguration(contentsOf: folder.url.appendingPathComponent("config.json"))
    }

    @Test("moments, latents and pictures equal diffusers', with any number of threads")
    func parity() throws {
        let network = try AutoencoderKL(ConvolutionFixtures.archive("autoencoder.txt"), configuration: configuration())
        let pictures = ConvolutionFixtures.values("pixels", 2 * 3 * 24 * 40)
        let moments = [2, 1, 3].map { network.moments(pictures, batch: 2, height: 24, width: 40, threads: ThreadPool(threads: $0)) }
        try expectClose(moments[0], to: "autoencoder.moments")
        #expect(moments.allSatisfy { $0 == moments[0] })

        let drawn = network.latents(moments: moments[0], noise: ConvolutionFixtures.values("noise", 2 * 3 * 60), batch: 2)
        try expectClose(drawn, to: "autoencoder.latents")

        let latents = ConvolutionFixtures.values("latents", 2 * 3 * 60)
        let decoded = [2, 1].map { network.decode(latents, batch: 2, height: 6, width: 10, threads: ThreadPool(threads: $0)) }
        try expectClose(decoded[0], to: "autoencoder.pictures")
        #expect(decoded[0] == decoded[1])
        let rescaled = network.decode(latents.map { $0 * 2 }, batch: 2, height: 6, width: 10, scale: 1)
        #expect(relativeError(rescaled, decoded[0]) < 1e-6)
    }

    /// A diffusers name as the original programs spell it.
    private static func original(_ name: String) -> String {
        var name = name
        for level in 0..<3 {
            name = name.replacingOccurrences(of: "encoder.down_blocks.\(level).resnets.", with: "encoder.down.\(level).block.")
            name = name.replacingOccurrences(of: "encoder.down_blocks.\(level).downsamplers.0.", with: "encoder.down.\(level).downsample.")
            name = name.replacingOccurrences(of: "decoder.up_blocks.\(level).resnets.", with: "decoder.up.\(2 - level).block.")
            name = name.replacingOccurrences(of: "decoder.up_blocks.\(level).upsamplers.0.", with: "decoder.up.\(2 - level).upsample.")
        }
        for (new, old) in [
            ("conv_shortcut", "nin_shortcut"), ("mid_block.resnets.0", "mid.block_1"), ("mid_block.resnets.1", "mid.block_2"),
            ("mid_block.attentions.0.group_norm", "mid.attn_1.norm"), ("mid_block.attentions.0.to_q", "mid.attn_1.q"),
            ("mid_block.attentions.0.to_k", "mid.attn_1.k"), ("mid_block.attentions.0.to_v", "mid.attn_1.v"),
            ("mid_block.attentions.0.to_out.0", "mid.attn_1.proj_out"), ("conv_norm_out", "norm_out"),
        ] {
            name = name.replacingOccurrences(of: new, with: old)
        }
        return name
    }

    private static func oldAttention(_ name: String) -> String {
        [("to_q", "query"), ("to_k", "key"), ("to_v", "value"), ("to_out.0", "proj_attn")].reduce(name) {
            $0.replacingOccurrences(of: "attentions.0.\($1.0)", with: "attentions.0.\($1.1)")
        }
    }

    @Test("older names and those of whole models hold the same network")
    func names() throws {
        let pictures = ConvolutionFixtures.values("pixels", 3 * 16 * 16)
        func moments(_ archive: WeightArchive) throws -> [Float] {
            try AutoencoderKL(archive, configuration: configuration()).moments(pictures, batch: 1, height: 16, width: 16)
        }
        let expected = try moments(ConvolutionFixtures.archive("autoencoder.txt"))
        let older = try moments(ConvolutionFixtures.archive("autoencoder.txt", rename: Self.oldAttention))
        #expect(older == expected)
        let original = try ConvolutionFixtures.archive("autoencoder.txt", rename: Self.original)
        let renamed = try moments(original)
        #expect(renamed == expected)
        // Linear layers as 1 x 1 convolutions, in a whole model with other parts.
        let whole = WeightArchive(
            path: "model.ckpt",
            tensors: original.names.map { name in
                let tensor = original[name]!
                let isLinear = name.contains("attn_1") && tensor.shape.count == 2
                return ConvolutionFixtures.tensor("first_stage_model.\(name)", tensor.shape + (isLinear ? [1, 1] : []), tensor.floats)
            } + [
                ConvolutionFixtures.tensor("model.diffusion_model.time_embed.0.bias", [1], [0]),
                ConvolutionFixtures.tensor("first_stage_model.loss.logvar", [1], [0]),
            ])
        let part = try moments(whole)
        #expect(part == expected)
    }

    @Test("a missing and an unexpected tensor are named")
    func weights() throws {
        let archive = try ConvolutionFixtures.archive("autoencoder.txt") {
            $0 == "decoder.up_blocks.1.resnets.0.conv2.bias" ? "decoder.up_blocks.1.resnets.0.conv2.offset" : $0
        }
        #expect(
            throws: TensorFileError.disagreeingWeights(
                file: "autoencoder.txt", network: "an autoencoder of [16, 32, 64] channels, 3 latent ones",
                missing: ["decoder.up_blocks.1.resnets.0.conv2.bias"], unexpected: ["decoder.up_blocks.1.resnets.0.conv2.offset"],
                wronglyShaped: [])
        ) { try AutoencoderKL(archive, configuration: configuration()) }
    }

    @Test(
        "configurations that this network cannot have are refused by key",
        arguments: [
            (#"{"act_fn": "relu"}"#, "act_fn"), (#"{"latent_channels": 0}"#, "latent_channels"),
            (#"{"layers_per_block": 2.5}"#, "layers_per_block"),
            (#"{"block_out_channels": [64, "x"]}"#, "block_out_channels"), (#"{"block_out_channels": [40]}"#, "block_out_channels"),
            (#"{"use_quant_conv": 1}"#, "use_quant_conv"), (#"{"down_block_types": ["AttnDownEncoderBlock2D"]}"#, "down_block_types"),
            (#"{"block_out_channels": [64, 64], "down_block_types": ["DownEncoderBlock2D"]}"#, "down_block_types"),
            (#"{"latents_mean": [0]}"#, "latents_mean"),
            (#"{"scaling_factor": true}"#, "scaling_factor"), (#"{"_class_name": "VQModel"}"#, "_class_name"),
        ])
    func refused(json: String, key: String) {
        do {
            _ = try configuration(json)
            Issue.record("accepted \(json)")
        } catch FrozenNetworksError.configuration(let file, let found, _, _) {
            #expect(file.hasSuffix("/config.json"))
            #expect(found == key)
        } catch {
            Issue.record(error)
        }
    }

    @Test("diffusers' defaults, and Stable Diffusion's sizes")
    func defaults() throws {
        let defaults = try configuration("{}")
        #expect(defaults.blockOutChannels == [64])
        #expect(defaults.layersPerBlock == 1)
        #expect(AutoencoderConfiguration.stableDiffusion.reduction == 8)
        let configured = try configuration()
        #expect(configured.shiftFactor == 0.25)
        #expect(configured.scalingFactor == 0.5)
    }

    @Test("a folder without a configuration says what was looked for")
    func folder() {
        let folder = TemporaryFolder()
        #expect(throws: FrozenNetworksError.notConfigured(folder: folder.path, looked: ["config.json"])) {
            try AutoencoderKL(folder: folder.url)
        }
    }

    @Test("a preview of latents is linear in them, and knows their scale")
    func preview() throws {
        var latents = [Float](repeating: 0, count: 4 * 2)
        latents[1] = 1
        latents[7] = -1
        let picture = try #require(LatentPreview.picture(latents, channels: 4, height: 1, width: 2))
        // 0.298 + 0.184, 0.207 + 0.271, 0.208 + 0.473 from -1...1 to 0...255.
        #expect(picture == PixelImage(width: 2, height: 1, channels: 3, pixels: [128, 128, 128, 189, 188, 214]))
        let scaled = LatentPreview.picture(latents.map { $0 * 2 }, channels: 4, height: 1, width: 2, scale: 2 * 0.18215)
        #expect(scaled == picture)
        #expect(LatentPreview.picture([0, 0, 0], channels: 3, height: 1, width: 1) == nil)
    }
}
