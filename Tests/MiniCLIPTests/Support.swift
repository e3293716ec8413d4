import Datasets
import Foundation
import Kernels
import TextEncoding
import TestSupport
@testable import MiniCLIP

/// Small towers of different sizes; nothing divides anything else by accident.
func tinyConfiguration() -> DualEncoderConfiguration {
    DualEncoderConfiguration(
        imageSize: 6, channels: 2, patchSize: 3, imageWidth: 12, imageDepth: 2, imageHeads: 3, textTokens: 5, vocabulary: 7,
        textWidth: 8, textDepth: 1, textHeads: 2, embedding: 6)
}

/// Parameters without special values: norms' scales differ from 1, biases from 0.
func randomParameters(_ configuration: DualEncoderConfiguration, seed: UInt64 = 1) -> DualEncoderParameters {
    let parameters = DualEncoderParameters(configuration)
    parameters.initialise(seed: seed)
    parameters.addNoise(seed: seed)
    return parameters
}

/// Random images and captions of 1 to T words; `groups` as given, else all different.
func randomBatch(
    _ c: DualEncoderConfiguration, size: Int, seed: UInt64 = 3, groups: [Int32]? = nil
) -> PairBatch {
    let batch = PairBatch(c, size: size)
    fillNormal(
        batch.images.pointer, count: size * c.imageElements, key: RandomKey(seed: seed, purpose: .noise))
    for row in 0..<size {
        let key = RandomKey(seed: seed, purpose: .text, sample: UInt64(row))
        batch.counts[row] = Int32(1 + uniformInteger(below: c.textTokens, key, 0))
        for token in 0..<c.textTokens {
            let isWord = token < Int(batch.counts[row])
            batch.numbers[row * c.textTokens + token] =
                isWord ? Int32(2 + uniformInteger(below: c.vocabulary - 2, key, 1 + token)) : 0
        }
        batch.groups[row] = groups?[row] ?? Int32(row)
    }
    return batch
}

func tinyShapes(train: Int = 120, test: Int = 40, seed: UInt64 = 1) throws -> ShapesDataset {
    try ShapesDataset(
        CompositionOptions(
            imageSize: 16, train: train, test: test, seed: seed, minimumObjects: 1, maximumObjects: 3, grammar: [.counts]))
}

/// Trains in well under a second.
func tinyRequest(
    _ dataset: any CaptionedDataset, seed: UInt64 = 1, steps: Int = 3, recipe: EncoderRecipe? = nil
) -> EncoderRequest {
    let tokenizer = WordTokenizer.fit(dataset.allCaptions(.train))
    let configuration = DualEncoderConfiguration(
        imageSize: 16, channels: 3, patchSize: 4, imageWidth: 32, imageDepth: 1, imageHeads: 2, textTokens: 8,
        vocabulary: tokenizer.count, textWidth: 16, textDepth: 1, textHeads: 1, embedding: 16)
    return EncoderRequest(
        configuration: configuration, recipe: recipe ?? EncoderRecipe(steps: steps, batchSize: 32, lanes: 4), seed: seed,
        dataset: dataset, tokenizer: tokenizer)
}
