import Kernels
import Platform
import Testing
@testable import MiniCLIP

@Suite("Mini-clip does not depend on the number of threads")
struct DeterminismTests {
    @Test("gradients and loss are bit-identical for 1, 2 and 3 threads")
    func step() {
        let configuration = tinyConfiguration()
        let parameters = randomParameters(configuration)
        let batch = randomBatch(configuration, size: 11)
        let results = [1, 2, 3].map { threads -> [UInt64] in
            let step = ContrastiveStep(configuration: configuration, batchSize: 11, lanes: 4, threads: threads)
            let loss = step.run(parameters: parameters, batch: batch)
            return [loss.bitPattern] + step.gradients.array.map { UInt64($0.bitPattern) }
        }
        #expect(results[1] == results[0])
        #expect(results[2] == results[0])
    }

    @Test("cutting the batch into lanes changes gradients by rounding only, and a second run overwrites the first")
    func lanes() {
        let configuration = tinyConfiguration()
        let parameters = randomParameters(configuration)
        let batch = randomBatch(configuration, size: 6)
        let whole = ContrastiveStep(configuration: configuration, batchSize: 6, lanes: 1, threads: 1)
        let cut = ContrastiveStep(configuration: configuration, batchSize: 6, lanes: 4, threads: 1)
        let loss = whole.run(parameters: parameters, batch: batch)
        #expect(abs(loss - cut.run(parameters: parameters, batch: batch)) < 1e-5)
        let scale = whole.gradients.array.map(abs).max() ?? 0
        for (a, b) in zip(whole.gradients.array, cut.gradients.array) { #expect(abs(a - b) <= 1e-5 * scale) }
        let first = cut.gradients.array
        _ = cut.run(parameters: parameters, batch: batch)
        #expect(cut.gradients.array == first)
    }

    @Test("trained weights are bit-identical for 1, 2 and 3 threads")
    func training() throws {
        let request = tinyRequest(try tinyShapes())
        let weights = try [1, 2, 3].map { threads in
            try DualEncoderTrainer(
                configuration: request.configuration, recipe: request.recipe, seed: 5, dataset: request.dataset,
                tokenizer: request.tokenizer, threads: threads
            ).run(progress: { _ in }, stop: StopSignal()).storage.array.map(\.bitPattern)
        }
        #expect(weights[1] == weights[0])
        #expect(weights[2] == weights[0])
    }

    @Test("vectors of images and captions are bit-identical for 1, 2 and 3 threads")
    func encoding() throws {
        let dataset = try tinyShapes()
        let encoder = try EncoderCache(folder: nil, threads: 1).encoder(tinyRequest(dataset))
        let elements = encoder.configuration.imageElements
        let images = FloatBuffer(count: 40 * elements)
        for item in 0..<40 { dataset.fillImage(images.pointer + item * elements, .test, item) }
        let results = [1, 2, 3].map { threads -> [UInt32] in
            let session = EncoderSession(encoder, threads: threads)
            let found = session.encodeImages(images.readPointer, count: 40)
            return (found.features + found.units + session.encodeTexts(dataset.captions(.test))).map(\.bitPattern)
        }
        #expect(results[1] == results[0])
        #expect(results[2] == results[0])
        #expect(results[0].count == 40 * (32 + 16 + 16))
    }
}
