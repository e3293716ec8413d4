import Kernels
import Testing
@testable import UViT

@Suite("Prediction")
struct PredictorTests {
    /// The training step's own forward pass, read off its losses: with a target of zero and one value changed, the loss changes by it.
    @Test("the predictor computes what the training step computes", arguments: allFusions)
    func agreesWithTraining(configuration: ModelConfiguration) {
        let parameters = randomParameters(configuration)
        let batch = RandomBatch(configuration, size: 5)
        let prediction = Predictor(configuration: configuration, parameters: parameters, maximumBatch: 5, lanes: 2, threads: 1).run(batch)
        let losses = TrainingStep(configuration: configuration, batchSize: 5, lanes: 2, threads: 1).run(parameters, batch)
        let elements = configuration.imageElements
        for sample in 0..<5 {
            let squares = (0..<elements).reduce(0.0) { sum, i in
                let error = Double(prediction[sample * elements + i]) - Double(batch.target.pointer[sample * elements + i])
                return sum + error * error
            }
            #expect(abs(squares / Double(elements) - Double(losses[sample])) <= 2e-6 * Double(losses[sample]))
        }
    }

    @Test("the context is set once, then images and times change freely", arguments: allFusions)
    func contextIsKept(configuration: ModelConfiguration) {
        let parameters = randomParameters(configuration)
        let (first, second) = (RandomBatch(configuration, size: 3), RandomBatch(configuration, size: 3, seed: 8))
        let predictor = Predictor(configuration: configuration, parameters: parameters, maximumBatch: 3, lanes: 2, threads: 1)
        let expected = predictor.run(first)
        let out = FloatBuffer(count: expected.count)
        predictor.predict(out.pointer, noisy: second.noisy.readPointer, timesteps: second.timesteps.readPointer)
        #expect(out.array != expected)
        predictor.predict(out.pointer, noisy: first.noisy.readPointer, timesteps: first.timesteps.readPointer)
        #expect(out.array == expected)
        #expect(predictor.run(second) != out.array)
    }

    @Test("batches of any size up to the maximum follow one another")
    func batchSizes() {
        let configuration = tinyConfiguration(.concat, imageDepth: 1, textDepth: 1)
        let parameters = randomParameters(configuration)
        let shared = Predictor(configuration: configuration, parameters: parameters, maximumBatch: 6, lanes: 3, threads: 2)
        #expect(shared.batch == 0)
        for size in [6, 1, 4, 2, 5, 3, 6] {
            let batch = RandomBatch(configuration, size: size)
            let fresh = Predictor(configuration: configuration, parameters: parameters, maximumBatch: size, lanes: 3, threads: 1)
            #expect(shared.run(batch) == fresh.run(batch))
            #expect(shared.batch == size)
        }
    }

    @Test("capturing gives every block's softmax rows and the same prediction", arguments: allFusions)
    func capturing(configuration: ModelConfiguration) {
        let parameters = randomParameters(configuration)
        let batch = RandomBatch(configuration, size: 4)
        let predictor = Predictor(configuration: configuration, parameters: parameters, maximumBatch: 4, lanes: 3, threads: 1)
        let expected = predictor.run(batch)
        let out = FloatBuffer(count: expected.count)
        var seen: [Range<Int>: [BlockDescription]] = [:]
        predictor.predict(out.pointer, noisy: batch.noisy.readPointer, timesteps: batch.timesteps.readPointer) { observation in
            let (block, probabilities) = (observation.block, observation.attention())
            seen[observation.samples, default: []].append(block)
            #expect(probabilities.count == observation.samples.count * configuration.heads * block.queryTokens * block.keyTokens)
            for row in 0..<probabilities.count / block.keyTokens {
                let sum = (0..<block.keyTokens).reduce(0) { $0 + probabilities[row * block.keyTokens + $1] }
                #expect(abs(sum - 1) < 1e-5)
            }
        }
        // Text blocks first; then, as among them, in the order of the model.
        let order = configuration.blocks.filter { $0.kind == .caption } + configuration.blocks.filter { $0.kind != .caption }
        #expect(seen == [0..<1: order, 1..<2: order, 2..<4: order])
        #expect(out.array == expected)
        predictor.predict(out.pointer, noisy: batch.noisy.readPointer, timesteps: batch.timesteps.readPointer)
        #expect(out.array == expected)
    }

    @Test("text reaches the prediction, and its order matters", arguments: allFusions)
    func textMatters(configuration: ModelConfiguration) {
        let parameters = randomParameters(configuration)
        let batch = RandomBatch(configuration, size: 2)
        let predictor = Predictor(configuration: configuration, parameters: parameters, maximumBatch: 2, lanes: 1, threads: 1)
        let before = predictor.run(batch)
        let width = configuration.textWidth
        for i in 0..<width {
            let value = batch.context.pointer[i]
            batch.context.pointer[i] = batch.context.pointer[width + i]
            batch.context.pointer[width + i] = value
        }
        let after = predictor.run(batch)
        let elements = configuration.imageElements
        #expect(before[..<elements] != after[..<elements])
        #expect(before[elements...] == after[elements...])
    }
}
