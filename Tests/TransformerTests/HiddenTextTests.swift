import Foundation
import Kernels
import Platform
import Testing

@testable import Transformer

@Suite("Text hidden from main tokens")
struct HiddenTextTests {
    private let samples = 3, mainTokens = 5, textTokens = 3, width = 12, heads = 3

    private func noise(_ count: Int, _ sample: UInt64) -> FloatBuffer {
        let buffer = FloatBuffer(count: count)
        fillNormal(buffer.pointer, count: count, key: RandomKey(seed: 3, purpose: .noise, sample: sample), deviation: 0.5)
        return buffer
    }

    /// A forward pass; `observe` sees every block behind the text blocks.
    private func run(
        _ shape: SmallStack, hidden: HiddenText?, text: UInt64 = 3, observe: (BlockRun) -> Void = { _ in }
    ) -> [Float] {
        let parameters = NetworkParameters(shape)
        parameters.storage.copy(from: noise(parameters.storage.count, 1))
        let stack = BlockStack(shape.blocks, mainTokens: mainTokens, textTokens: textTokens, layout: parameters.layout)
        let pool = BufferPool()
        let packed = PackedWeights(stack.linearLayers, parameters.layout, .prediction)
        let weights = packed.pack(parameters.storage.readPointer, pool: ThreadPool(threads: 1))
        let memory = StackMemory(stack, stack.lane(samples: samples), .prediction, from: pool)
        let workspace = StackWorkspace(stack, memory, samples: samples, layers: [])
        memory.main.update(from: noise(samples * mainTokens * width, 2).array, count: samples * mainTokens * width)
        memory.text.update(from: noise(samples * textTokens * width, text).array, count: samples * textTokens * width)
        workspace.forwardText(weights) { _ in }
        workspace.forwardMain(weights, hidden: hidden, observe: observe)
        let output = Array(UnsafeBufferPointer(start: workspace.output, count: samples * mainTokens * width))
        withExtendedLifetime((parameters, packed, pool)) {}
        return output
    }

    /// What every query reads with the scores of masked keys at minus infinity, in Double: probabilities and the mixture of values.
    private func naive(
        _ queries: QueryRows, _ keys: [KeySegment], sample: Int, head: Int, row: Int, masked: Bool
    ) -> (probabilities: [Double], mixture: [Double]) {
        let size = width / heads
        let query = queries.pointer + sample * queries.sampleStride + row * queries.rowStride + head * size
        var scores: [Double] = [], values: [In] = []
        for (number, segment) in keys.enumerated() {
            for token in 0..<segment.count {
                let place = sample * segment.sampleStride + token * segment.rowStride + head * size
                let dot = (0..<size).reduce(0.0) { $0 + Double(query[$1]) * Double(segment.key[place + $1]) }
                scores.append(masked && number > 0 ? -.infinity : dot / Double(size).squareRoot())
                values.append(segment.value + place)
            }
        }
        let top = scores.max()!
        let exponentials = scores.map { exp($0 - top) }
        let sum = exponentials.reduce(0, +)
        let probabilities = exponentials.map { $0 / sum }
        let mixture = (0..<size).map { i in zip(probabilities, values).reduce(0) { $0 + $1.0 * Double($1.1[i]) } }
        return (probabilities, mixture)
    }

    @Test("attention and its probabilities are those of a softmax with minus infinity for text", arguments: smallStacks, [0..<3, 1..<2])
    func reference(shape: SmallStack, hidden: Range<Int>) {
        var checked = 0
        _ = run(shape, hidden: HiddenText(blocks: [3, 5], samples: hidden)) { block in
            guard (3...5).contains(block.index) else { return }
            let a = block.activations
            let keyTokens = mainTokens + textTokens, queryTokens = shape.blocks[block.index].textRole == .constant ? mainTokens : keyTokens
            let maps = FloatBuffer(count: samples * heads * queryTokens * keyTokens)
            block.probabilities(maps.pointer)
            for sample in 0..<samples {
                for head in 0..<heads {
                    for (number, group) in a.queryGroups.enumerated() {
                        let masked = number == 0 && block.index != 4 && hidden.contains(sample)
                        for row in 0..<group.queries.count {
                            let expected = naive(group.queries, a.keys, sample: sample, head: head, row: row, masked: masked)
                            let out =
                                group.out.pointer + sample * group.out.sampleStride + row * group.out.rowStride + head * width / heads
                            for (i, value) in expected.mixture.enumerated() { #expect(abs(Double(out[i]) - value) < 1e-5) }
                            let map =
                                maps.readPointer
                                + ((sample * heads + head) * queryTokens + number * mainTokens + row) * keyTokens
                            for (key, value) in expected.probabilities.enumerated() { #expect(abs(Double(map[key]) - value) < 1e-5) }
                            checked += masked ? 1 : 0
                        }
                    }
                }
            }
        }
        #expect(checked == 2 * hidden.count * heads * mainTokens)
    }

    @Test("hidden everywhere it leaves no trace in the main stream, bit for bit; hidden nowhere it changes nothing", arguments: smallStacks)
    func independence(shape: SmallStack) {
        let everywhere = HiddenText(blocks: [3, 4, 5], samples: 0..<3)
        #expect(run(shape, hidden: everywhere) == run(shape, hidden: everywhere, text: 4))
        #expect(run(shape, hidden: nil) != run(shape, hidden: nil, text: 4))
        #expect(run(shape, hidden: everywhere) != run(shape, hidden: nil))
        #expect(run(shape, hidden: HiddenText(blocks: [0, 1, 2, 6], samples: 0..<3)) == run(shape, hidden: nil))
        #expect(run(shape, hidden: HiddenText(blocks: [], samples: 0..<3)) == run(shape, hidden: nil))
    }

    @Test("a block hands out the streams that leave it", arguments: smallStacks) func streams(shape: SmallStack) {
        var last: [Float] = [], texts: [Int: [Float]] = [:]
        let output = run(shape, hidden: nil) { block in
            last = Array(UnsafeBufferPointer(start: block.main, count: samples * mainTokens * width))
            if let text = block.text { texts[block.index] = Array(UnsafeBufferPointer(start: text, count: samples * textTokens * width)) }
        }
        #expect(last == output)
        #expect(texts.keys.sorted() == [3, 4, 5])
        // Cross-attention reads the text blocks' result everywhere; concat fusion changes it on the way.
        let isConstant = shape.blocks[3].textRole == .constant
        #expect((texts[3] == texts[4]) == isConstant)
        #expect(texts.values.allSatisfy { Set($0).count > 50 && $0.allSatisfy(\.isFinite) })
    }
}
