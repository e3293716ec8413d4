import Foundation
import Kernels
import Testing
import Transformer
@testable import UViT

@Suite("Gradients")
struct GradientTests {
    /// The gradient of a direction equals the fourth-order difference quotient of the loss along it, tensor by tensor.
    @Test(
        "every tensor's gradient agrees with finite differences of the weighted loss",
        arguments: [
            tinyConfiguration(.concat, qkvBias: true, timeMLP: true),
            tinyConfiguration(.concat, imageDepth: 1, textDepth: 2, qkvBias: true, timeMLP: true),
            tinyConfiguration(.concat, imageDepth: 2, textDepth: 1, qkvBias: true, timeMLP: true),
            tinyConfiguration(.crossAttention, qkvBias: true, timeMLP: true),
            tinyConfiguration(.crossAttention, imageDepth: 1, textDepth: 2, qkvBias: true, timeMLP: true),
            tinyConfiguration(.crossAttention, imageDepth: 2, textDepth: 1, qkvBias: true, timeMLP: true),
            oddConfiguration(.concat), oddConfiguration(.crossAttention),
        ])
    func finiteDifferences(configuration: ModelConfiguration) {
        let parameters = randomParameters(configuration)
        let batch = RandomBatch(configuration, size: 3)
        let step = TrainingStep(configuration: configuration, batchSize: 3, lanes: 2, threads: 1)
        _ = step.run(parameters, batch, weighted: true)
        let gradients = FloatBuffer(count: step.gradients.count)
        gradients.copy(from: step.gradients)
        let original = FloatBuffer(count: parameters.storage.count)
        original.copy(from: parameters.storage)

        func loss(_ entry: ParameterEntry, _ distance: Double, _ direction: [Double]) -> Double {
            for i in 0..<entry.count {
                parameters.storage.pointer[entry.offset + i] = Float(
                    Double(original.pointer[entry.offset + i]) + distance * direction[i])
            }
            let losses = step.run(parameters, batch, weighted: true)
            for i in 0..<entry.count { parameters.storage.pointer[entry.offset + i] = original.pointer[entry.offset + i] }
            return zip(losses, batch.weights.array).reduce(0) { $0 + Double($1.0) * Double($1.1) } / Double(batch.size)
        }

        for entry in parameters.entries {
            let gradient = (0..<entry.count).map { Double(gradients.pointer[entry.offset + $0]) }
            let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
            #expect(norm > 1e-4, "\(entry.name) has the gradient norm \(norm)")
            let direction = gradient.map { $0 / norm }
            let h = min(0.004 / norm, 0.012)
            let quotient =
                (8 * (loss(entry, h, direction) - loss(entry, -h, direction))
                    - (loss(entry, 2 * h, direction) - loss(entry, -2 * h, direction))) / (12 * h)
            #expect(abs(quotient - norm) <= 1e-3 * norm + 3e-5, "\(entry.name): difference quotient \(quotient), gradient \(norm)")
        }
    }

    @Test(
        "the key biases' gradient is exactly zero, as softmax ignores them",
        arguments: [
            (tinyConfiguration(.concat, textDepth: 1, qkvBias: true), "attn.qkv.bias", 12),
            (tinyConfiguration(.crossAttention, textDepth: 1, qkvBias: true), "attn.kv.bias", 0),
        ])
    func keyBiases(configuration: ModelConfiguration, suffix: String, firstKey: Int) {
        let step = TrainingStep(configuration: configuration, batchSize: 3, lanes: 2, threads: 1)
        _ = step.run(randomParameters(configuration), RandomBatch(configuration, size: 3))
        let gradients = Parameters(configuration, sharing: step.gradients)
        let biases = gradients.entries.filter { $0.name.hasSuffix(suffix) }
        #expect(biases.count == 6)
        for entry in biases {
            let values = gradients[entry.name]
            #expect((firstKey..<firstKey + 12).allSatisfy { values[$0] == 0 }, "\(entry.name)")
            #expect((firstKey + 12..<firstKey + 24).contains { values[$0] != 0 }, "\(entry.name)")
        }
    }

    @Test("cutting the batch into lanes changes gradients by rounding only")
    func lanes() {
        let configuration = tinyConfiguration(.concat, imageDepth: 1, textDepth: 1)
        let parameters = randomParameters(configuration)
        let batch = RandomBatch(configuration, size: 5)
        let whole = TrainingStep(configuration: configuration, batchSize: 5, lanes: 1, threads: 1)
        let cut = TrainingStep(configuration: configuration, batchSize: 5, lanes: 3, threads: 1)
        let losses = whole.run(parameters, batch)
        for (a, b) in zip(losses, cut.run(parameters, batch)) { #expect(abs(a - b) <= 1e-5 * a) }
        let scale = whole.gradients.array.map(abs).max() ?? 0
        for (a, b) in zip(whole.gradients.array, cut.gradients.array) { #expect(abs(a - b) <= 1e-5 * scale) }
    }

    @Test("the padding between tensors has no gradient and a second run overwrites the first", arguments: allFusions)
    func overwrites(configuration: ModelConfiguration) {
        let parameters = randomParameters(configuration)
        let batch = RandomBatch(configuration, size: 2)
        let step = TrainingStep(configuration: configuration, batchSize: 2, lanes: 2, threads: 1)
        let losses = step.run(parameters, batch)
        let first = step.gradients.array
        #expect(step.run(parameters, batch) == losses)
        #expect(step.gradients.array == first)
        var isPadding = [Bool](repeating: true, count: first.count)
        for entry in parameters.entries { for i in entry.offset..<entry.offset + entry.count { isPadding[i] = false } }
        #expect(zip(first, isPadding).allSatisfy { !$1 || $0 == 0 })
        #expect(first.contains { $0 != 0 })
    }
}
