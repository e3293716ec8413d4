import Diffusion
import Experiments
import Foundation
import TensorFiles
import TextEncoding
import UViT

/// What a network is, for programs that build it anew: its shape, what its output means, how the job samples, and the text encoder.
public struct PortableConfiguration: Encodable, Sendable, Equatable {
    public struct TextEncoder: Encodable, Sendable, Equatable {
        /// What computes features.
        public let kind: PortableTextEncoder.Form
        public let heads: Int
        public let depth: Int
        /// Names the encoder completely.
        public let identity: String
    }

    public let modelType: String
    public let architectures: [String]
    public let job: String
    public let seed: Int
    public let engineVersion: String?
    public let dataFingerprint: String
    public let imageSize, channels, patchSize, width, depth, heads, mlpRatio: Int
    public let qkvBias, timeMlp: Bool
    public let conditioning: String
    public let fusionPoint, textDepth, textTokens, textWidth: Int
    public let prediction, sampler: String
    public let samplingSteps: Int
    public let guidance: Double
    /// What latents were multiplied with; 1 for pixels.
    public let latentScale: Double
    public let trainingSteps: Int
    public let textEncoder: TextEncoder
}

extension TrainedModel {
    public func portableConfiguration(of job: TrainingJob) -> PortableConfiguration {
        let model = materials.model, configuration = materials.configuration, encoder = encoder.portable
        return PortableConfiguration(
            modelType: "fusiongrid-uvit", architectures: ["FusionGridModel"], job: job.key, seed: job.seed, engineVersion: engine,
            dataFingerprint: dataFingerprint, imageSize: model.imageSize, channels: model.channels, patchSize: model.patchSize,
            width: model.width, depth: model.depth, heads: model.heads, mlpRatio: model.mlpRatio, qkvBias: model.qkvBias,
            timeMlp: model.timeMLP, conditioning: model.conditioning.rawValue, fusionPoint: model.imageDepth, textDepth: model.textDepth,
            textTokens: model.textTokens, textWidth: model.textWidth, prediction: configuration.train.prediction.rawValue,
            sampler: configuration.sample.sampler.rawValue, samplingSteps: configuration.sample.steps,
            guidance: configuration.sample.guidance,
            latentScale: configuration.data.kind.isPrecomputed ? configuration.data.latentScale : 1,
            trainingSteps: configuration.train.steps,
            textEncoder: .init(kind: encoder.form, heads: encoder.heads, depth: encoder.depth, identity: self.encoder.identity))
    }

    public var trainingItems: Int { materials.dataset.count(.train) }

    /// Writes the network's tensors under their reference names and those of the text encoder under `text_encoder.`.
    public func writePortableWeights(to url: URL, metadata: [String: String]) throws {
        let encoder = encoder.portable.tensors
        let network = weights.entries.map { entry in
            (
                name: entry.name, shape: entry.shape,
                floats: UnsafeBufferPointer(start: weights.storage.readPointer + entry.offset, count: entry.count)
            )
        }
        let text = encoder.map { tensor in
            (
                name: "text_encoder.\(tensor.name)", shape: tensor.shape,
                floats: UnsafeBufferPointer(start: tensor.values.readPointer, count: tensor.values.count)
            )
        }
        try writeSafetensors(to: url, tensors: network + text, metadata: metadata)
        withExtendedLifetime((weights, encoder)) {}
    }
}
