import Choices
import Foundation
import Kernels
import TestSupport
@testable import UViT

/// A small model; every option can be changed.
func tinyConfiguration(
    _ conditioning: Conditioning = .concat, imageDepth: Int = 0, textDepth: Int = 0, depth: Int = 4, qkvBias: Bool = false,
    timeMLP: Bool = false
) -> ModelConfiguration {
    ModelConfiguration(
        imageSize: 4, channels: 2, patchSize: 2, width: 12, depth: depth, heads: 3, mlpRatio: 2, textTokens: 3, textWidth: 5,
        conditioning: conditioning, imageDepth: imageDepth, textDepth: textDepth, qkvBias: qkvBias, timeMLP: timeMLP)
}

/// One image token, one text token, one head, odd width.
func oddConfiguration(_ conditioning: Conditioning) -> ModelConfiguration {
    ModelConfiguration(
        imageSize: 3, channels: 1, patchSize: 3, width: 7, depth: 2, heads: 1, mlpRatio: 1, textTokens: 1, textWidth: 1,
        conditioning: conditioning, imageDepth: 0, textDepth: 0)
}

/// Parameters without special values: norms' scales differ from 1, biases from 0.
func randomParameters(_ configuration: ModelConfiguration, seed: UInt64 = 1) -> Parameters {
    let parameters = Parameters(configuration)
    parameters.initialise(seed: seed, scheme: .fanIn)
    parameters.addNoise(seed: seed)
    return parameters
}

/// A batch of random numbers.
struct RandomBatch {
    let size: Int
    let noisy: FloatBuffer
    let target: FloatBuffer
    let context: FloatBuffer
    let timesteps: FloatBuffer
    let weights: FloatBuffer

    init(_ configuration: ModelConfiguration, size: Int, seed: UInt64 = 7) {
        func filled(_ count: Int, _ step: UInt64) -> FloatBuffer {
            let buffer = FloatBuffer(count: count)
            fillNormal(buffer.pointer, count: count, key: RandomKey(seed: seed, purpose: .noise, step: step))
            return buffer
        }
        self.size = size
        noisy = filled(size * configuration.imageElements, 0)
        target = filled(size * configuration.imageElements, 1)
        context = filled(size * configuration.contextElements, 2)
        timesteps = FloatBuffer((0..<size).map { Float(1 + 137.25 * Double($0)).truncatingRemainder(dividingBy: 1000) })
        weights = FloatBuffer((0..<size).map { 0.5 + 0.25 * Float($0) })
    }
}

extension TrainingStep {
    /// Runs on a batch and returns the losses.
    func run(_ parameters: Parameters, _ batch: RandomBatch, weighted: Bool = false) -> [Float] {
        let losses = FloatBuffer(count: batch.size)
        run(
            parameters: parameters, noisy: batch.noisy.readPointer, timesteps: batch.timesteps.readPointer,
            context: batch.context.readPointer, target: batch.target.readPointer,
            weights: weighted ? batch.weights.readPointer : nil, losses: losses.pointer)
        return losses.array
    }
}

extension Predictor {
    /// Sets the batch's context and predicts.
    func run(_ batch: RandomBatch) -> [Float] {
        let out = FloatBuffer(count: batch.size * configuration.imageElements)
        setContext(batch.context.readPointer, batch: batch.size)
        predict(out.pointer, noisy: batch.noisy.readPointer, timesteps: batch.timesteps.readPointer)
        return out.array
    }
}

func temporaryURL() -> URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors")
}

/// Every way text can enter, with and without trainable text blocks.
let allFusions: [ModelConfiguration] = [
    tinyConfiguration(.concat), tinyConfiguration(.concat, imageDepth: 1, textDepth: 1),
    tinyConfiguration(.concat, imageDepth: 2, textDepth: 2), tinyConfiguration(.crossAttention),
    tinyConfiguration(.crossAttention, imageDepth: 1, textDepth: 2), tinyConfiguration(.crossAttention, imageDepth: 2, textDepth: 1),
    tinyConfiguration(.concat, textDepth: 2, qkvBias: true, timeMLP: true),
    tinyConfiguration(.crossAttention, textDepth: 2, qkvBias: true, timeMLP: true),
    tinyConfiguration(.concat, imageDepth: 1, depth: 2, qkvBias: true, timeMLP: true),
    tinyConfiguration(.crossAttention, imageDepth: 1, depth: 2, qkvBias: true),
]
