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
        let pass = AttentionPass(model: model, encoder: encoder, schedule: schedule)
        var records: [AttentionRecord] = []
        for (row, caption) in captions.enumerated() {
            for timestep in timesteps {
                if shouldStop() { return nil }
                let maps = pass.run(
                    caption: caption, image: images.readPointer + row * elements, timestep: timestep,
                    noise: RandomKey(seed: seed, purpose: .evaluation, step: UInt64(timestep), sample: UInt64(row)),
                    predictor: generator.predictor)
                records += maps.map { record($0, caption: caption, timestep: timestep) }
            }
        }
        return records
    }

    private func record(_ head: HeadMap, caption: String, timestep: Int) -> AttentionRecord {
        let (images, texts) = (model.imageTokens, model.textTokens)
        let statistics = AttentionStatistics(map: head.map, queries: images, textTokens: texts)
        return AttentionRecord(
            caption: caption, tokens: encoder.tokens(caption), blockIndex: head.blockIndex, block: head.block,
            head: head.head, timestep: timestep, queryCount: images, keyCount: texts, map: head.map,
            textMass: statistics?.textMass, normalisedEntropy: statistics?.normalisedEntropy,
            effectiveRank: statistics?.effectiveRank, energyFirst: statistics?.energy?.first,
            energyFirstTwo: statistics?.energy?.firstTwo, energyFirstFour: statistics?.energy?.firstFour)
    }
}
