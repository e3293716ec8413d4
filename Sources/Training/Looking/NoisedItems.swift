import Diffusion
import Kernels
import UViT

/// One test item at one timestep under one noise.
struct NoisedItem {
    var item: Int
    /// 1...1000.
    var timestep: Int
    /// Names the noise.
    var key: RandomKey
}

/// What a network answered for one noised test item; each [C,H,W], readable during the call that hands it out.
struct NoisedAnswer {
    var clean: In
    var noise: In
    var noisy: In
    /// What the network should have answered.
    var target: In
    var output: In
}

extension JobNetwork {
    /// Runs noised test items through the network, `captions[item]` being what an item's image is said to show, and hands out each
    /// answer in order.
    /// - Throws: `Stopped`.
    func answer(_ items: [NoisedItem], captions: [String], _ body: (_ index: Int, _ answer: NoisedAnswer) -> Void) throws {
        // A constant: it is part of what a result means.
        let batch = 32
        let (elements, contextElements) = (materials.model.imageElements, materials.model.contextElements)
        let buffers = (0..<5).map { _ in FloatBuffer(count: batch * elements) }
        let (clean, noise, noisy, target, output) = (buffers[0], buffers[1], buffers[2], buffers[3], buffers[4])
        let context = FloatBuffer(count: batch * contextElements)
        let times = FloatBuffer(count: batch)
        for first in stride(from: 0, to: items.count, by: batch) {
            try stop.check()
            let rows = items[first..<min(first + batch, items.count)]
            for (row, drawn) in rows.enumerated() {
                let base = row * elements
                materials.dataset.fillImage(clean.pointer + base, .test, drawn.item)
                fillNormal(noise.pointer + base, count: elements, key: drawn.key)
                times.pointer[row] = Float(drawn.timestep)
                materials.encoder.encode(captions[drawn.item], into: context.pointer + row * contextElements)
            }
            makeTrainingBatch(
                noisy: noisy.pointer, target: target.pointer, images: clean.readPointer, noise: noise.readPointer,
                timesteps: times.readPointer, samples: rows.count, elements: elements,
                prediction: materials.configuration.train.prediction, schedule: materials.schedule)
            predictor.setContext(context.pointer, batch: rows.count)
            predictor.predict(output.pointer, noisy: noisy.readPointer, timesteps: times.readPointer)
            for row in 0..<rows.count {
                let base = row * elements
                body(
                    first + row,
                    NoisedAnswer(
                        clean: clean.readPointer + base, noise: noise.readPointer + base, noisy: noisy.readPointer + base,
                        target: target.readPointer + base, output: output.readPointer + base))
            }
        }
    }
}

/// The test items of validations with their captions: the same for every job on the same data set.
struct ValidationItems {
    let captions: [String]

    init(_ materials: JobMaterials) {
        let count = min(materials.configuration.evaluate.validation, materials.dataset.count(.test))
        captions = (0..<count).map { materials.dataset.caption(.test, $0, wording: 0) }
    }

    var count: Int { captions.count }

    /// Each item with another item's caption: the first one that differs after a fixed rotation.
    var shuffledCaptions: [String] {
        captions.indices.map { item in
            let others = (1..<max(captions.count, 2)).lazy.map { captions[(item + captions.count / 2 + $0) % captions.count] }
            return others.first { $0 != captions[item] } ?? captions[item]
        }
    }
}

extension [Double] {
    /// nil of nothing.
    var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}
