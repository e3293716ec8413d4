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
                records += self.records(
                    caption: caption, image: images.readPointer + row * elements, timestep: timestep,
                    noise: RandomKey(seed: seed, purpose: .evaluation, step: UInt64(timestep), sample: UInt64(row)),
                    predictor: generator.predictor)
            }
        }
        return records
    }

    /// The records of one image, [C,H,W], noised to one timestep.
    func records(caption: String, image: In, timestep: Int, noise: RandomKey, predictor: Predictor) -> [AttentionRecord] {
        AttentionPass(model: model, encoder: encoder, schedule: schedule)
            .run(caption: caption, image: image, timestep: timestep, noise: noise, predictor: predictor)
            .map { record($0, caption: caption, timestep: timestep) }
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

extension [AttentionRecord] {
    /// Mean energy in the first 1, 2 and 4 singular values over all captions, blocks, heads and timesteps.
    func energyMetrics(step: Int) -> [MetricValue] {
        let kinds: [(String, KeyPath<AttentionRecord, Double?>)] = [
            ("attention_energy_first", \.energyFirst), ("attention_energy_first_two", \.energyFirstTwo),
            ("attention_energy_first_four", \.energyFirstFour),
        ]
        return kinds.compactMap { name, path in
            let values = compactMap { $0[keyPath: path] }
            guard !values.isEmpty else { return nil }
            return MetricValue(name, split: "probes", step: step, value: values.reduce(0, +) / Double(values.count))
        }
    }
}
