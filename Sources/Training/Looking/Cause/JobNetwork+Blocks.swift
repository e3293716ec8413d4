import Datasets
import Kernels
import Platform
import Synchronization
import UViT

extension JobNetwork {
    /// The first pictures of a split, noised to a timestep, run through the network and seen on the way, batch by batch and as many
    /// batches at once as there are threads.
    ///
    /// Each batch begins with a copy of `empty`: `input` adds what its noisy images [pictures, C, H, W] say, `block` what every block does
    /// right after it has run, each with the pictures it is about, for any one block in order. `take` gets the parts one after the other
    /// in the order of pictures, on the calling thread. Every job on the same data sees the same noise.
    /// - Parameter withCaptions: each picture with its own caption; false: all with the empty one.
    /// - Throws: `Stopped`.
    func observe<Part: Sendable>(
        _ split: Split, first pictures: Int, timestep: Int, withCaptions: Bool, into empty: Part,
        input: @Sendable (_ part: inout Part, _ noisy: In, _ pictures: Range<Int>) -> Void = { _, _, _ in },
        block: @Sendable (_ part: inout Part, _ seen: BlockObservation, _ pictures: Range<Int>) -> Void, take: (Part) -> Void
    ) throws {
        let observers = observers, pool = ThreadPool(threads: threads)
        let batches = stride(from: 0, to: pictures, by: BatchObserver.batch).map { $0..<min($0 + BatchObserver.batch, pictures) }
        for first in stride(from: 0, to: batches.count, by: observers.count) {
            try stop.check()
            let together = Array(batches[first..<min(first + observers.count, batches.count)])
            let parts = Mutex([Part?](repeating: nil, count: together.count))
            pool.forEach(together.count) { index in
                let observer = observers[index], batch = together[index]
                var part = empty
                observer.fill(split, batch, timestep: timestep, withCaptions: withCaptions)
                input(&part, observer.noisy.readPointer, batch)
                observer.run(batch) { seen, pictures in block(&part, seen, pictures) }
                parts.withLock { [part] in $0[index] = part }
            }
            for part in parts.withLock({ $0 }) { take(part!) }
        }
    }
}

/// Runs noised pictures through a network and shows its blocks.
///
/// `@unchecked Sendable`: one thread at a time.
final class BatchObserver: @unchecked Sendable {
    /// Pictures at once. A constant: sums over a batch are part of what a result means.
    static let batch = ImageGenerator.batch

    private let materials: JobMaterials
    private let predictor: Predictor
    private let clean, output, context, times: FloatBuffer
    /// [batch, C, H, W]
    let noisy: FloatBuffer

    init(_ materials: JobMaterials, _ predictor: Predictor) {
        (self.materials, self.predictor) = (materials, predictor)
        let model = materials.model
        clean = FloatBuffer(count: model.imageElements)
        noisy = FloatBuffer(count: Self.batch * model.imageElements)
        output = FloatBuffer(count: Self.batch * model.imageElements)
        context = FloatBuffer(count: Self.batch * model.contextElements)
        times = FloatBuffer(count: Self.batch)
    }

    /// Overwrites `noisy` and what goes with it.
    func fill(_ split: Split, _ pictures: Range<Int>, timestep: Int, withCaptions: Bool) {
        let (model, dataset) = (materials.model, materials.dataset)
        for (row, item) in pictures.enumerated() {
            dataset.fillImage(clean.pointer, split, item)
            materials.noise(
                clean.readPointer, into: noisy.pointer + row * model.imageElements, timestep: timestep,
                key: noise(split, item, timestep: timestep))
            materials.encoder.encode(
                withCaptions ? dataset.caption(split, item, wording: 0) : "", into: context.pointer + row * model.contextElements)
            times.pointer[row] = Float(timestep)
        }
    }

    func run(_ pictures: Range<Int>, block: (_ seen: BlockObservation, _ pictures: Range<Int>) -> Void) {
        let first = pictures.lowerBound
        predictor.setContext(context.readPointer, batch: pictures.count)
        predictor.predict(output.pointer, noisy: noisy.readPointer, timesteps: times.readPointer) { seen in
            block(seen, first + seen.samples.lowerBound..<first + seen.samples.upperBound)
        }
    }

    private func noise(_ split: Split, _ item: Int, timestep: Int) -> RandomKey {
        RandomKey(
            seed: materials.configuration.data.seed.randomBits, purpose: .blockProbes, step: UInt64(timestep),
            sample: (split == .test ? 1 << 32 : 0) + UInt64(item))
    }
}
