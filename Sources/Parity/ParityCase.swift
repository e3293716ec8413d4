import Choices
import Foundation
import TensorFiles
import Transformer
import UViT

/// The PyTorch model that a case was recorded from.
public enum ReferenceModel: String, Sendable, CaseIterable {
    case concat = "uvit_t2i"
    case crossAttention = "uvit_t2i_cross"
    /// The published U-ViT: other block names, token order [time, text, image].
    case original = "uvit_t2i_old"

    var conditioning: Conditioning {
        switch self {
        case .concat, .original: .concat
        case .crossAttention: .crossAttention
        }
    }

    var fileLayout: ParameterFileLayout {
        switch self {
        case .concat, .crossAttention: .reference
        case .original: .original
        }
    }
}

/// The optimizer and schedule of a case's recorded training steps.
public struct RecordedTraining: Sendable, Equatable {
    public let learningRate: Double
    /// The rate of step s (from 0) is `learningRate * min(s / warmupSteps, 1)`.
    public let warmupSteps: Int
    public let steps: Int
    public let settings: AdamWSettings

    func learningRate(step: Int) -> Double {
        warmupSteps == 0 ? learningRate : learningRate * min(Double(step) / Double(warmupSteps), 1)
    }
}

/// One recorded run of a reference model: `NAME.weights.safetensors`, `NAME.case.safetensors` and its entry in `index.json`.
public struct ParityCase: Sendable {
    public let name: String
    public let directory: URL
    public let reference: ReferenceModel
    public let configuration: ModelConfiguration
    public let training: RecordedTraining

    /// Every case of the directory's `index.json`, sorted by name.
    /// - Throws: `ParityError`, `ModelError`.
    public static func all(in directory: URL) throws -> [ParityCase] {
        let file = directory.appendingPathComponent("index.json")
        let entries: [String: IndexEntry]
        do {
            entries = try JSONDecoder().decode([String: IndexEntry].self, from: Data(contentsOf: file))
        } catch let error as DecodingError {
            throw ParityError.index(file: file.path, reason: explain(error))
        } catch {
            throw ParityError.index(file: file.path, reason: error.localizedDescription)
        }
        return try entries.sorted { $0.key < $1.key }.map { name, entry in
            try ParityCase(name: name, directory: directory, entry: entry)
        }
    }

    private init(name: String, directory: URL, entry: IndexEntry) throws {
        guard let reference = ReferenceModel(rawValue: entry.reference) else {
            throw ParityError.unknownReference(caseName: name, found: entry.reference)
        }
        guard entry.training.steps >= 1, entry.training.betas.count == 2 else {
            throw ParityError.index(
                file: directory.appendingPathComponent("index.json").path,
                reason: "'\(name)' has \(entry.training.steps) training steps and \(entry.training.betas.count) betas; "
                    + "it needs at least 1 step and 2 betas")
        }
        self.name = name
        self.directory = directory
        self.reference = reference
        configuration = entry.config.configuration(reference)
        training = RecordedTraining(
            learningRate: entry.training.lr, warmupSteps: entry.training.warmup_steps, steps: entry.training.steps,
            settings: AdamWSettings(
                beta1: entry.training.betas[0], beta2: entry.training.betas[1], epsilon: entry.training.eps,
                weightDecay: entry.training.weight_decay, emaDecay: entry.training.ema))
        try configuration.validate()
        let expected = configuration.blocks.map { reference.fileLayout.fileName($0.name) }
        guard entry.blocks == expected else {
            throw ParityError.blocks(caseName: name, found: entry.blocks, expected: expected)
        }
    }

    /// The file `NAME.KIND.safetensors`.
    /// - Throws: `TensorFileError`.
    public func file(_ kind: String) throws -> SafetensorsFile {
        try SafetensorsFile(contentsOf: directory.appendingPathComponent("\(name).\(kind).safetensors"))
    }

    /// The reference weights.
    /// - Throws: `TensorFileError`, `ModelError`.
    public func weights() throws -> Parameters {
        let parameters = Parameters(configuration)
        try parameters.load(from: file("weights"))
        return parameters
    }
}

/// An entry of `index.json`, keys as published.
private struct IndexEntry: Decodable {
    struct Config: Decodable {
        let img_size: Int
        let in_chans: Int
        let patch_size: Int
        let embed_dim: Int
        let depth: Int
        let num_heads: Int
        let clip_dim: Int
        let num_clip_token: Int
        let caption_depth: Int?
        let image_only_depth: Int?
        let mlp_ratio: Int?
        let qkv_bias: Bool?
        let mlp_time_embed: Bool?

        func configuration(_ reference: ReferenceModel) -> ModelConfiguration {
            ModelConfiguration(
                imageSize: img_size, channels: in_chans, patchSize: patch_size, width: embed_dim, depth: depth, heads: num_heads,
                mlpRatio: mlp_ratio ?? 4, textTokens: num_clip_token, textWidth: clip_dim,
                conditioning: reference.conditioning, imageDepth: image_only_depth ?? 0,
                textDepth: caption_depth ?? 0, qkvBias: qkv_bias ?? false, timeMLP: mlp_time_embed ?? false)
        }
    }

    struct Training: Decodable {
        let lr: Double
        let weight_decay: Double
        let betas: [Double]
        let eps: Double
        let warmup_steps: Int
        let ema: Double
        let steps: Int
    }

    let reference: String
    let config: Config
    let blocks: [String]
    let training: Training
}

private func explain(_ error: DecodingError) -> String {
    let (what, context): (String, DecodingError.Context) =
        switch error {
        case .typeMismatch(let type, let context): ("expected \(type)", context)
        case .valueNotFound(let type, let context): ("null instead of \(type)", context)
        case .keyNotFound(let key, let context): ("no '\(key.stringValue)'", context)
        case .dataCorrupted(let context): (context.debugDescription, context)
        @unknown default: ("\(error)", .init(codingPath: [], debugDescription: ""))
        }
    let place = context.codingPath.map(\.stringValue).joined(separator: ".")
    return place.isEmpty ? what : "\(what) at \(place)"
}
