import Diffusion
import Evaluation
import Experiments
import Foundation
import Kernels
import TextEncoding
import UViT

/// Image-to-text attention of a network on images it generated itself.
///
/// For each caption an image is sampled, noised again to each timestep with fixed noise, and one forward pass records
/// the softmax probabilities of every block whose image queries see text.
struct AttentionCapture {
    let configuration: JobConfiguration
    let model: ModelConfiguration
    let encoder: any FrozenTextEncoder
    let schedule: NoiseSchedule
    let seed: UInt64

    /// - Returns: one record a caption, block, head and timestep, in that order; nil when `shouldStop` said so.
    func run(captions: [String], timesteps: [Int], generator: ImageGenerator, shouldStop: @escaping () -> Bool) -> [AttentionRecord]? {
        guard let images = generator.generate(captions: captions, shouldStop: shouldStop) else { return nil }
        let elements = model.channels * model.imageSize * model.imageSize
        var records: [AttentionRecord] = []
        for (row, caption) in captions.enumerated() {
            for timestep in timesteps {
                if shouldStop() { return nil }
                records += capture(
                    caption: caption, row: row, timestep: timestep, image: images.pointer + row * elements,
                    predictor: generator.predictor)
            }
        }
        return records
    }

    private func capture(caption: String, row: Int, timestep: Int, image: In, predictor: Predictor) -> [AttentionRecord] {
        let elements = model.channels * model.imageSize * model.imageSize
        let noisy = FloatBuffer(count: elements)
        fillNormal(
            noisy.pointer, count: elements,
            key: RandomKey(seed: seed, purpose: .evaluation, step: UInt64(timestep), sample: UInt64(row)))
        let (signal, deviation) = (schedule.signal(timestep), schedule.noise(timestep))
        for i in 0..<elements { noisy.pointer[i] = signal * image[i] + deviation * noisy.pointer[i] }
        let context = FloatBuffer(count: encoder.maximumTokens * encoder.width)
        encoder.encode(caption, into: context.pointer)
        let output = FloatBuffer(count: elements)
        var time = Float(timestep)
        let tokens = encoder.tokens(caption)
        var records: [AttentionRecord] = []
        predictor.setContext(context.pointer, batch: 1)
        predictor.predictCapturing(output.pointer, noisy: noisy.pointer, timesteps: &time) { block, probabilities in
            guard block.seesText else { return }
            records += self.records(
                caption: caption, tokens: tokens, timestep: timestep, block: block, probabilities: probabilities)
        }
        return records
    }

    /// `probabilities` is [heads, queries, keys] of one sample, keys ordered image, time, text.
    private func records(
        caption: String, tokens: [String], timestep: Int, block: BlockDescription,
        probabilities: UnsafeBufferPointer<Float>
    ) -> [AttentionRecord] {
        let (images, texts) = (model.imageTokens, model.textTokens)
        let keys = images + 1 + texts
        let queries = probabilities.count / (model.heads * keys)
        let blockIndex = model.blocks.firstIndex { $0.name == block.name }!
        return (0..<model.heads).map { head in
            let map = AttentionStatistics.imageToTextMap(
                probabilities: probabilities.baseAddress! + head * queries * keys, imageTokens: images, keys: keys)
            let statistics = AttentionStatistics(map: map, queries: images, textTokens: texts)
            return AttentionRecord(
                caption: caption, tokens: tokens, blockIndex: blockIndex, block: block.name, head: head,
                timestep: timestep, queryCount: images, keyCount: texts, map: map,
                textMass: statistics?.textMass, normalisedEntropy: statistics?.normalisedEntropy,
                effectiveRank: statistics?.effectiveRank)
        }
    }
}
