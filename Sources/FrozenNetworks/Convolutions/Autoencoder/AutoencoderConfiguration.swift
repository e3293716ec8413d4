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
    /// - Throws: `FrozenNetworksError.configuration` for a value that this network cannot have; what `Data` throws where there is no such file.
    public init(contentsOf url: URL) throws {
        try self.init(json: Data(contentsOf: url), file: url.path)
    }

    init(json: Data, file: String) throws {
        guard let fields = (try? JSONSerialization.jsonObject(with: json)) as? [String: Any] else {
            throw FrozenNetworksError.configuration(
                file: file, key: "the file", found: "not a JSON object", allowed: "diffusers' config.json")
        }
        let reader = ConfigurationReader(file: file, fields: fields)
        try reader.requireText("_class_name", "AutoencoderKL")
        try reader.requireText("act_fn", "silu")
        try reader.requireAbsent("latents_mean", "latents_std")
        inChannels = try reader.integer("in_channels", 3, 1...64)
        outChannels = try reader.integer("out_channels", 3, 1...64)
        blockOutChannels = try reader.integers("block_out_channels", [64], 1...8192)
        layersPerBlock = try reader.integer("layers_per_block", 1, 1...32)
        latentChannels = try reader.integer("latent_channels", 4, 1...1024)
        normGroups = try reader.integer("norm_num_groups", 32, 1...8192)
        scalingFactor = try reader.number("scaling_factor", 0.18215)
        shiftFactor = try reader.number("shift_factor", 0)
        usesQuantConvolution = try reader.flag("use_quant_conv", true)
        usesPostQuantConvolution = try reader.flag("use_post_quant_conv", true)
        hasMiddleAttention = try reader.flag("mid_block_add_attention", true)
        try reader.requireTexts("down_block_types", "DownEncoderBlock2D", count: blockOutChannels.count)
        try reader.requireTexts("up_block_types", "UpDecoderBlock2D", count: blockOutChannels.count)
        for channels in blockOutChannels where channels % normGroups != 0 {
            throw FrozenNetworksError.configuration(
                file: file, key: "block_out_channels", found: "\(blockOutChannels)", allowed: "multiples of norm_num_groups, \(normGroups)")
        }
    }
}

/// Fields of a JSON object with their defaults and limits.
private struct ConfigurationReader {
    let file: String
    let fields: [String: Any]

    private func found(_ key: String) -> Any? { fields[key].flatMap { $0 is NSNull ? nil : $0 } }

    private func refuse(_ key: String, _ value: Any, allowed: String) -> FrozenNetworksError {
        .configuration(file: file, key: key, found: "\(value)", allowed: allowed)
    }

    func integer(_ key: String, _ missing: Int, _ range: ClosedRange<Int>) throws -> Int {
        guard let value = found(key) else { return missing }
        guard let integer = whole(value), range.contains(integer) else { throw refuse(key, value, allowed: "\(range)") }
        return integer
    }

    func integers(_ key: String, _ missing: [Int], _ range: ClosedRange<Int>) throws -> [Int] {
        guard let value = found(key) else { return missing }
        let integers = (value as? [Any])?.compactMap(whole) ?? []
        guard !integers.isEmpty, integers.count == (value as? [Any])?.count, integers.count <= 16, integers.allSatisfy(range.contains)
        else {
            throw refuse(key, value, allowed: "1 to 16 integers in \(range)")
        }
        return integers
    }

    func number(_ key: String, _ missing: Double) throws -> Double {
        guard let value = found(key) else { return missing }
        guard let number = value as? Double, !isFlag(value), number.isFinite else { throw refuse(key, value, allowed: "a number") }
        return number
    }

    func flag(_ key: String, _ missing: Bool) throws -> Bool {
        guard let value = found(key) else { return missing }
        guard isFlag(value), let flag = value as? Bool else { throw refuse(key, value, allowed: "true, false") }
        return flag
    }

    func requireText(_ key: String, _ allowed: String) throws {
        if let value = found(key), value as? String != allowed { throw refuse(key, value, allowed: allowed) }
    }

    func requireTexts(_ key: String, _ allowed: String, count: Int) throws {
        let value = found(key) ?? [allowed]
        guard let texts = value as? [String], texts.count == count, texts.allSatisfy({ $0 == allowed }) else {
            throw refuse(key, value, allowed: "\(allowed), once for each of \(count) levels")
        }
    }

    func requireAbsent(_ keys: String...) throws {
        for key in keys {
            if let value = found(key) { throw refuse(key, value, allowed: "null") }
        }
    }

    private func whole(_ value: Any) -> Int? { isFlag(value) ? nil : value as? Int }

    /// JSON's true and false, which pass for numbers otherwise.
    private func isFlag(_ value: Any) -> Bool { (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false }
}
