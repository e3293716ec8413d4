import Foundation
import Kernels
import Testing
import Transformer
@testable import MiniCLIP

@Suite("Gradients of mini-clip")
struct GradientTests {
    /// The gradient of a direction equals the fourth-order difference quotient of the loss along it, tensor by tensor.
    @Test(
        "every tensor's gradient agrees with finite differences, with and without captions in common",
        arguments: [
            nil, [0, 1, 0, 2, 1, 0, 3],
        ] as [[Int32]?])
    func finiteDifferences(groups: [Int32]?) {
        let configuration = tinyConfiguration()
        let parameters = randomParameters(configuration)
        let batch = randomBatch(configuration, size: 7, groups: groups)
        let step = ContrastiveStep(configuration: configuration, batchSize: 7, lanes: 3, threads: 1)
        _ = step.run(parameters: parameters, batch: batch)
        let gradients = step.gradients.array
        let original = parameters.storage.array

        func loss(_ entry: ParameterEntry, _ distance: Double, _ direction: [Double]) -> Double {
            for i in 0..<entry.count {
                parameters.storage[entry.offset + i] = Float(Double(original[entry.offset + i]) + distance * direction[i])
            }
            defer { for i in 0..<entry.count { parameters.storage[entry.offset + i] = original[entry.offset + i] } }
            return step.run(parameters: parameters, batch: batch)
        }

        for entry in parameters.entries {
            let gradient = (0..<entry.count).map { Double(gradients[entry.offset + $0]) }
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

    @Test("the loss is the mean of both cross-entropies of the definition, captions in common left out")
    func definition() {
        let (batch, width, scale) = (4, 3, Float(1.25))
        let image = FloatBuffer(count: batch * width), text = FloatBuffer(count: batch * width)
        fillNormal(image.pointer, count: image.count, key: RandomKey(seed: 1, purpose: .noise))
        fillNormal(text.pointer, count: text.count, key: RandomKey(seed: 2, purpose: .noise))
        let (dImage, dText) = (FloatBuffer(count: batch * width), FloatBuffer(count: batch * width))
        let groups: [Int32] = [5, 6, 5, 7]
        let found = ContrastiveLoss(batch: batch, embedding: width).run(
            dImage: dImage.pointer, dText: dText.pointer, image: image.readPointer, text: text.readPointer, groups: groups,
            scale: scale)
        func logit(_ i: Int, _ j: Int) -> Double {
            exp(Double(scale)) * (0..<width).reduce(0) { $0 + Double(image[i * width + $1]) * Double(text[j * width + $1]) }
        }
        var wanted = 0.0
        for i in 0..<batch {
            let others = (0..<batch).filter { $0 == i || groups[$0] != groups[i] }
            wanted += log(others.reduce(0) { $0 + exp(logit(i, $1)) }) - logit(i, i)
            wanted += log(others.reduce(0) { $0 + exp(logit($1, i)) }) - logit(i, i)
        }
        #expect(abs(found.loss - wanted / 8) < 1e-5 * wanted)
    }

    @Test("a batch of one caption has no loss and no gradient")
    func oneGroup() {
        let configuration = tinyConfiguration()
        let step = ContrastiveStep(configuration: configuration, batchSize: 4, lanes: 2, threads: 1)
        let loss = step.run(
            parameters: randomParameters(configuration), batch: randomBatch(configuration, size: 4, groups: [1, 1, 1, 1]))
        #expect(loss == 0)
        #expect(step.gradients.array.allSatisfy { $0 == 0 })
    }
}
