import Kernels
import Testing
@testable import UViT

@Suite("Knock-out of text")
struct KnockoutTests {
    private func predictor(_ configuration: ModelConfiguration, lanes: Int = 2) -> Predictor {
        Predictor(
            configuration: configuration, parameters: randomParameters(configuration), maximumBatch: 5, lanes: lanes, threads: 2)
    }

    private func blocks(_ configuration: ModelConfiguration, where condition: (BlockDescription) -> Bool) -> Set<Int> {
        Set(configuration.blocks.indices.filter { condition(configuration.blocks[$0]) })
    }

    @Test("in every block that sees text makes the prediction independent of the caption, bit for bit", arguments: allFusions)
    func everywhere(configuration: ModelConfiguration) {
        let predictor = predictor(configuration), batch = RandomBatch(configuration, size: 5)
        let before = predictor.run(batch)
        predictor.knockout = TextKnockout(blocks: blocks(configuration, where: \.seesText), samples: 0..<5)
        let hidden = predictor.run(batch)
        #expect(hidden != before && hidden.allSatisfy(\.isFinite))
        let other = RandomBatch(configuration, size: 5, seed: 8)
        batch.context.copy(from: other.context)
        #expect(predictor.run(batch) == hidden)
        predictor.knockout = nil
        #expect(predictor.run(batch) != before)
    }

    @Test("touches the samples that are named and no others, whatever the lanes", arguments: allFusions, [0..<2, 1..<4, 4..<9])
    func samples(configuration: ModelConfiguration, samples: Range<Int>) {
        let batch = RandomBatch(configuration, size: 5), elements = configuration.imageElements
        let seeing = blocks(configuration, where: \.seesText)
        let before = predictor(configuration).run(batch)
        let results = [1, 2, 3].map { lanes in
            let predictor = predictor(configuration, lanes: lanes)
            predictor.knockout = TextKnockout(blocks: seeing, samples: samples)
            return predictor.run(batch)
        }
        #expect(results[1] == results[0] && results[2] == results[0])
        for sample in 0..<5 {
            let range = sample * elements..<(sample + 1) * elements
            #expect((results[0][range] == before[range]) == !samples.contains(sample))
        }
    }

    @Test("in blocks that see no text changes nothing; each block that does counts", arguments: allFusions)
    func single(configuration: ModelConfiguration) {
        let predictor = predictor(configuration), batch = RandomBatch(configuration, size: 2)
        let before = predictor.run(batch)
        predictor.knockout = TextKnockout(blocks: blocks(configuration) { !$0.seesText }, samples: 0..<2)
        #expect(predictor.run(batch) == before)
        var results: Set<[Float]> = [before]
        for block in blocks(configuration, where: \.seesText) {
            predictor.knockout = TextKnockout(blocks: [block], samples: 0..<2)
            results.insert(predictor.run(batch))
        }
        #expect(results.count == 1 + blocks(configuration, where: \.seesText).count)
    }

    @Test("an observer sees the same pass, and no attention to hidden text", arguments: allFusions)
    func observed(configuration: ModelConfiguration) {
        let predictor = predictor(configuration), batch = RandomBatch(configuration, size: 5)
        let hidden = blocks(configuration, where: \.seesText).min()!
        predictor.knockout = TextKnockout(blocks: [hidden], samples: 1..<4)
        let expected = predictor.run(batch), out = FloatBuffer(count: expected.count)
        var last: [Float] = []
        predictor.predict(out.pointer, noisy: batch.noisy.readPointer, timesteps: batch.timesteps.readPointer) { seen in
            #expect((seen.imageStream == nil) == (seen.block.kind == .caption))
            #expect((seen.textStream != nil) == (seen.block.seesText || seen.block.kind == .caption))
            if let stream = seen.imageStream {
                last = Array(UnsafeBufferPointer(start: stream, count: configuration.imageStreamTokens * configuration.width))
            }
            guard seen.block.seesText else { return }
            let maps = seen.attention(), (queries, keys) = (seen.block.queryTokens, seen.block.keyTokens)
            for (row, sample) in seen.samples.enumerated() {
                let isHidden = seen.block == configuration.blocks[hidden] && (1..<4).contains(sample)
                for query in 0..<configuration.imageStreamTokens {
                    let map = maps.readPointer + (row * configuration.heads * queries + query) * keys
                    let text = (configuration.imageStreamTokens..<keys).reduce(0) { $0 + map[$1] }
                    #expect((text == 0) == isHidden)
                    #expect(abs((0..<keys).reduce(0) { $0 + map[$1] } - 1) < 1e-5)
                }
            }
        }
        #expect(out.array == expected)
        #expect(Set(last).count > configuration.width)
    }
}
