import Datasets
import Kernels
import UViT

extension JobNetwork {
    /// The first pictures of a split, noised to a timestep, run through the network and seen on the way: `input` gets noisy images
    /// [pictures, C, H, W], `block` every block of a batch right after it has run, each with the pictures it is about.
    /// - Parameter withCaptions: each picture with its own caption; false: all with the empty one.
    ///
    /// For any one block pictures come in order. Every job on the same data sees the same noise.
    /// - Throws: `Stopped`, and what the closures throw.
    func observe(
        _ split: Split, first pictures: Int, timestep: Int, withCaptions: Bool, input: (_ noisy: In, _ pictures: Range<Int>) throws -> Void,
        block: (_ seen: BlockObservation, _ pictures: Range<Int>) throws -> Void
    ) throws {
        let (model, dataset, size) = (materials.model, materials.dataset, ImageGenerator.batch)
        let clean = FloatBuffer(count: model.imageElements), noisy = FloatBuffer(count: size * model.imageElements)
        let output = FloatBuffer(count: size * model.imageElements), context = FloatBuffer(count: size * model.contextElements)
        let times = FloatBuffer(Array(repeating: Float(timestep), count: size))
        for first in stride(from: 0, to: pictures, by: size) {
            try stop.check()
            let batch = first..<min(first + size, pictures)
            for (row, item) in batch.enumerated() {
                dataset.fillImage(clean.pointer, split, item)
                materials.noise(
                    clean.readPointer, into: noisy.pointer + row * model.imageElements, timestep: timestep,
                    key: noise(split, item, timestep: timestep))
                materials.encoder.encode(
                    withCaptions ? dataset.caption(split, item, wording: 0) : "", into: context.pointer + row * model.contextElements)
            }
            try input(noisy.readPointer, batch)
            predictor.setContext(context.readPointer, batch: batch.count)
            try predictor.predict(output.pointer, noisy: noisy.readPointer, timesteps: times.readPointer) { seen in
                try block(seen, first + seen.samples.lowerBound..<first + seen.samples.upperBound)
            }
        }
    }

    private func noise(_ split: Split, _ item: Int, timestep: Int) -> RandomKey {
        RandomKey(
            seed: materials.configuration.data.seed.randomBits, purpose: .blockProbes, step: UInt64(timestep),
            sample: (split == .test ? 1 << 32 : 0) + UInt64(item))
    }
}
