import Choices
import Datasets
import Diffusion
import Experiments
import Kernels
import Platform

/// The endless stream of training batches of a job: a pure function of (seed, step), so any step can be made anew.
///
/// An epoch visits every training item once in an order drawn from the seed; a batch may span two epochs.
struct BatchStream {
    private let materials: JobMaterials
    private let prediction: Prediction
    private let weighting: LossWeighting
    private let seed: UInt64
    private var epoch = -1
    private var order: [Int32] = []
    private var nextOrder: [Int32] = []

    init(_ materials: JobMaterials, seed: Int) {
        self.materials = materials
        prediction = materials.configuration.train.prediction
        weighting = materials.configuration.train.weighting
        self.seed = seed.randomBits
    }

    /// Fills `batch` for `step` (from 0).
    mutating func fill(_ batch: TrainingBatch, step: Int, pool: ThreadPool) {
        let items = materials.dataset.count(.train)
        let first = step * batch.size
        select(epoch: first / items, items: items)
        let (order, nextOrder, epoch) = (order, nextOrder, epoch)
        let stream = self
        pool.forEach(batch.size) { row in
            let position = first + row
            let offset = position - epoch * items
            let item = Int(offset < items ? order[offset] : nextOrder[(offset - items) % items])
            stream.fill(row: row, of: batch, item: item, step: UInt64(step))
        }
    }

    private mutating func select(epoch wanted: Int, items: Int) {
        guard wanted != epoch else { return }
        order = wanted == epoch + 1 && !nextOrder.isEmpty ? nextOrder : permutation(of: wanted, items: items)
        nextOrder = permutation(of: wanted + 1, items: items)
        epoch = wanted
    }

    private func permutation(of epoch: Int, items: Int) -> [Int32] {
        Kernels.permutation(
            count: items, key: RandomKey(seed: seed, purpose: .batchOrder, step: UInt64(epoch), sample: 0))
    }

    private func fill(row: Int, of batch: TrainingBatch, item: Int, step: UInt64) {
        func key(_ purpose: RandomPurpose) -> RandomKey {
            RandomKey(seed: seed, purpose: purpose, step: step, sample: UInt64(row))
        }
        let (dataset, schedule) = (materials.dataset, materials.schedule)
        let base = row * batch.elements
        dataset.fillImage(batch.clean.pointer + base, .train, item, draw: key(.latents))
        fillNormal(batch.noise.pointer + base, count: batch.elements, key: key(.noise))
        let timestep = 1 + uniformInteger(below: schedule.timesteps, key(.timesteps), 0)
        batch.timesteps.pointer[row] = Float(timestep)
        batch.weights.pointer[row] = Float(
            weighting.weight(timestep: timestep, prediction: prediction, schedule: schedule))
        makeTrainingBatch(
            noisy: batch.noisy.pointer + base, target: batch.target.pointer + base,
            images: batch.clean.pointer + base, noise: batch.noise.pointer + base,
            timesteps: batch.timesteps.pointer + row, samples: 1, elements: batch.elements,
            prediction: prediction, schedule: schedule)
        let chance: Double = uniform(key(.dropout), 0)
        let drop = chance < materials.configuration.train.unconditional
        let wording = UInt64(uniformInteger(below: 1 << 16, key(.captions), 0))
        materials.encoder.encode(
            drop ? "" : dataset.caption(.train, item, wording: wording),
            into: batch.context.pointer + row * batch.contextElements)
    }
}
