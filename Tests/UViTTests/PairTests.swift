import Kernels
import Testing
@testable import UViT

@Suite("Prediction of pairs")
struct PairTests {
    /// The second half of the images and times repeats the first.
    private func pairs(_ configuration: ModelConfiguration, _ count: Int) -> RandomBatch {
        let batch = RandomBatch(configuration, size: 2 * count), elements = count * configuration.imageElements
        (batch.noisy.pointer + elements).update(from: batch.noisy.pointer, count: elements)
        (batch.timesteps.pointer + count).update(from: batch.timesteps.pointer, count: count)
        return batch
    }

    private func run(_ predictor: Predictor, _ batch: RandomBatch, pairs: Bool) -> [UInt32] {
        let out = FloatBuffer(count: batch.size * predictor.configuration.imageElements)
        predictor.setContext(batch.context.readPointer, batch: batch.size, pairs: pairs)
        #expect(predictor.batch == batch.size)
        predictor.predict(out.pointer, noisy: batch.noisy.readPointer, timesteps: batch.timesteps.readPointer)
        return out.array.map(\.bitPattern)
    }

    @Test("has the bits of the same batch without pairs, for any number of lanes, threads and pairs", arguments: allFusions)
    func bits(configuration: ModelConfiguration) {
        let parameters = randomParameters(configuration)
        for (lanes, threads) in [(1, 1), (2, 1), (2, 2), (3, 1), (5, 3)] {
            let predictor = Predictor(
                configuration: configuration, parameters: parameters, maximumBatch: 11, lanes: lanes, threads: threads)
            for count in [5, 1, 2, 4, 3, 5] {
                let batch = pairs(configuration, count)
                #expect(run(predictor, batch, pairs: true) == run(predictor, batch, pairs: false))
            }
        }
    }

    @Test("hides text from the same samples", arguments: allFusions, [0..<4, 2..<6, 0..<8, 4..<8, 3..<5, 6..<7])
    func knockout(configuration: ModelConfiguration, samples: Range<Int>) {
        let predictor = Predictor(
            configuration: configuration, parameters: randomParameters(configuration), maximumBatch: 8, lanes: 2, threads: 1)
        let batch = pairs(configuration, 4)
        let seeing = Set(configuration.blocks.indices.filter { configuration.blocks[$0].seesText })
        let before = run(predictor, batch, pairs: true)
        predictor.knockout = TextKnockout(blocks: seeing, samples: samples)
        let hidden = run(predictor, batch, pairs: true)
        #expect(hidden == run(predictor, batch, pairs: false))
        #expect(hidden != before)
    }

    @Test("does not read the second images and times where both halves share blocks, in batches of every size", arguments: allFusions)
    func sharing(configuration: ModelConfiguration) {
        let predictor = Predictor(
            configuration: configuration, parameters: randomParameters(configuration), maximumBatch: 14, lanes: 2, threads: 2)
        for count in 2...7 {
            let batch = pairs(configuration, count), elements = count * configuration.imageElements
            let expected = run(predictor, batch, pairs: true)
            for i in 0..<elements { batch.noisy.pointer[elements + i] = .nan }
            for i in 0..<count { batch.timesteps.pointer[count + i] = .nan }
            #expect((run(predictor, batch, pairs: true) == expected) == (configuration.imageDepth > 0))
        }
    }
}
