import Kernels
import Platform
import UViT

/// A job's network with the weights of one moment, ready to predict and to draw. One thread at a time.
final class JobNetwork {
    let materials: JobMaterials
    /// Of everything that is drawn.
    let seed: UInt64
    /// Finished optimiser steps of the weights.
    let step: Int
    let threads: Int
    let stop: StopSignal
    let predictor: Predictor
    /// As many as there are threads: each sees batches of its own.
    private(set) lazy var observers = (0..<threads).map {
        BatchObserver(materials, $0 == 0 ? predictor : makePredictor(ImageGenerator.batch))
    }
    private lazy var generator = Result { try ImageGenerator(materials, predictor: predictor, seed: seed) }

    /// - Parameter weights: held, not copied.
    init(_ materials: JobMaterials, weights: Parameters, seed: Int, step: Int, threads: Int, stop: StopSignal) {
        (self.materials, self.seed, self.step, self.threads, self.stop) = (materials, seed.randomBits, step, threads, stop)
        let configuration = materials.configuration
        predictor = Predictor(
            configuration: materials.model, parameters: weights,
            maximumBatch: ImageGenerator.networkBatch(guidance: configuration.sample.guidance),
            lanes: configuration.train.lanes, threads: threads)
    }

    private func makePredictor(_ batch: Int) -> Predictor {
        Predictor(
            configuration: materials.model, parameters: predictor.parameters, maximumBatch: batch,
            lanes: materials.configuration.train.lanes, threads: 1)
    }

    /// Images for `captions`, planar [count,C,S,S] around 0.
    /// - Throws: `Stopped`; `DiffusionError` when the sampling options are out of range.
    func images(for captions: [String]) throws -> FloatBuffer {
        let elements = materials.model.imageElements
        let images = FloatBuffer(count: captions.count * elements)
        try forEachBatch(of: captions) { batch, range in
            (images.pointer + range.lowerBound * elements).update(from: batch, count: range.count * elements)
        }
        return images
    }

    /// The same batch by batch: `consume` gets the images of a range of captions, which it may read during the call.
    /// - Parameter hidden: places in `ModelConfiguration.blocks` where the captions' images do not see their text.
    func forEachBatch(
        of captions: [String], hidingTextIn hidden: Set<Int> = [], consume: (_ images: In, _ range: Range<Int>) throws -> Void
    ) throws {
        try generator.get().generate(captions, hidingTextIn: hidden, stop: stop, consume: consume)
    }
}
