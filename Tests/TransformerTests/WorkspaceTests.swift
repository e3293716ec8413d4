import Kernels
import Platform
import Testing
@testable import Transformer

/// A small U of blocks around one way of treating text.
struct SmallStack: NetworkShape {
    let blocks: [BlockConfiguration]

    /// - Parameter roles: what becomes of text in the three blocks in the middle.
    init(_ roles: [TextRole], _ projections: ProjectionLayers) {
        let texts: [TextRole] = [.absent, .alone, .alone] + roles + [.absent]
        let skips: [SkipRole] = [.feeds, .none, .none, .feeds, .none, .merges, .merges]
        blocks = zip(texts, skips).enumerated().map { index, role in
            BlockConfiguration(
                name: "blocks.\(index)", width: 12, hiddenWidth: 20, heads: 3, projections: projections, projectionBias: true,
                textRole: role.0, skipRole: role.1)
        }
    }

    var parameterShapes: [NamedShape] { blocks.flatMap(\.parameterShapes) }
}

let smallStacks = [
    SmallStack([.updated, .updated, .lastUse], .packed), SmallStack([.constant, .constant, .constant], .separate),
]

@Suite("Workspaces of a stack of blocks")
struct WorkspaceTests {
    private func noise(_ count: Int, _ sample: UInt64) -> FloatBuffer {
        let buffer = FloatBuffer(count: count)
        fillNormal(buffer.pointer, count: count, key: RandomKey(seed: 1, purpose: .noise, sample: sample), deviation: 0.3)
        return buffer
    }

    /// The result of a forward pass of two samples, the blocks in the order they ran, and the floats of the memory.
    private func run(_ shape: SmallStack, _ purpose: WorkspacePurpose) throws -> (output: [Float], order: [Int], floats: Int) {
        let parameters = NetworkParameters(shape)
        parameters.storage.copy(from: noise(parameters.storage.count, 1))
        let stack = BlockStack(shape.blocks, mainTokens: 5, textTokens: 3, layout: parameters.layout)
        let pool = BufferPool()
        let packed = PackedWeights(stack.linearLayers, parameters.layout, .prediction)
        let weights = packed.pack(parameters.storage.readPointer, pool: ThreadPool(threads: 1))
        let memory = StackMemory(stack, stack.lane(samples: 4), purpose, from: pool)
        let workspace = StackWorkspace(stack, memory, samples: 4, layers: [])
        workspace.bind(samples: 2)
        memory.main.update(from: noise(2 * 5 * 12, 2).array, count: 2 * 5 * 12)
        memory.text.update(from: noise(2 * 3 * 12, 3).array, count: 2 * 3 * 12)
        var order: [Int] = []
        workspace.forwardText(weights) { order.append($0.index) }
        workspace.forwardMain(weights) { order.append($0.index) }
        let output = Array(UnsafeBufferPointer(start: workspace.output, count: 2 * 5 * 12))
        withExtendedLifetime((parameters, packed, pool)) {}
        return (output, order, pool.floats)
    }

    @Test("blocks that share their buffers compute what blocks with buffers of their own do", arguments: smallStacks)
    func sharing(shape: SmallStack) throws {
        let (own, shared) = (try run(shape, .training), try run(shape, .prediction))
        #expect(shared.output == own.output)
        #expect(own.output.allSatisfy(\.isFinite) && Set(own.output).count > 50)
        #expect(2 * shared.floats < own.floats)
    }

    @Test("halves that share their main rows compute what they do one by one, whichever text is hidden", arguments: smallStacks)
    func halves(shape: SmallStack) {
        let parameters = NetworkParameters(shape)
        parameters.storage.copy(from: noise(parameters.storage.count, 1))
        let stack = BlockStack(shape.blocks, mainTokens: 5, textTokens: 3, layout: parameters.layout)
        let pool = BufferPool()
        let packed = PackedWeights(stack.linearLayers, parameters.layout, .prediction)
        let weights = packed.pack(parameters.storage.readPointer, pool: ThreadPool(threads: 1))
        let workspace = StackWorkspace(stack, StackMemory(stack, stack.lane(samples: 6), .prediction, from: pool), samples: 6, layers: [])
        let (main, text) = (noise(2 * 5 * 12, 2).array, noise(4 * 3 * 12, 3).array)
        workspace.bind(samples: 4)
        workspace.memory.text.update(from: text, count: text.count)
        workspace.forwardText(weights) { _ in }
        func output(_ main: [Float], _ forward: () -> Void) -> [Float] {
            workspace.memory.main.update(from: main, count: main.count)
            forward()
            return Array(UnsafeBufferPointer(start: workspace.output, count: 4 * 5 * 12))
        }
        for hidden in [nil, HiddenText(blocks: [3, 5], samples: 1..<3)] {
            let plain = output(main + main) { workspace.forwardMain(weights, hidden: hidden) { _ in } }
            let shared = output(main + [Float](repeating: .nan, count: main.count)) {
                workspace.forwardMain(sharedByHalves: weights, hidden: hidden)
            }
            #expect(shared == plain)
            #expect(plain[..<120] != plain[120...] && plain.allSatisfy(\.isFinite))
        }
        withExtendedLifetime((parameters, packed, pool)) {}
    }

    @Test("an observer sees every block once, text blocks first", arguments: smallStacks)
    func observer(shape: SmallStack) throws {
        #expect(try run(shape, .prediction).order == [1, 2, 0, 3, 4, 5, 6])
    }

    @Test("measuring a workspace counts what building it takes", arguments: smallStacks)
    func measuring(shape: SmallStack) throws {
        let stack = BlockStack(shape.blocks, mainTokens: 5, textTokens: 3, layout: ParameterLayout(shape))
        for purpose in [WorkspacePurpose.training, .prediction] {
            let pool = BufferPool(measuresOnly: true)
            _ = StackMemory(stack, stack.lane(samples: 4), purpose, from: pool)
            #expect(pool.floats == (try run(shape, purpose)).floats)
            #expect(pool.allocatedFloats == 0)
        }
    }

    @Test("a step with the gradients of lanes is a step with their sum, and leaves them zero", arguments: [1, 2, 5])
    func optimizer(lanes: Int) {
        let pool = ThreadPool(threads: 2)
        let results = [false, true].map { summedFirst -> [UInt32] in
            let parameters = NetworkParameters(smallStacks[0])
            parameters.storage.copy(from: noise(parameters.storage.count, 1))
            let optimizer = AdamWOptimizer(parameters: parameters, pool: pool)
            for step in 0..<3 {
                let gradients = (0..<lanes).map { noise(parameters.storage.count, UInt64(10 * step + $0)) }
                if summedFirst {
                    reduceLanes(gradients, count: parameters.storage.count, pool: pool)
                    optimizer.step(parameters: parameters, gradients: gradients[0], learningRate: 0.1, settings: AdamWSettings())
                } else {
                    optimizer.step(parameters: parameters, laneGradients: gradients, learningRate: 0.1, settings: AdamWSettings())
                    #expect(gradients.allSatisfy { $0.array.allSatisfy { $0 == 0 } })
                }
            }
            return (parameters.storage.array + optimizer.average.array).map(\.bitPattern)
        }
        #expect(results[0] == results[1])
    }
}
