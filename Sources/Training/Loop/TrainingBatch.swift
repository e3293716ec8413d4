import Choices
import Datasets
import Diffusion
import Experiments
import Kernels
import Platform
import TextEncoding

/// The buffers of one training batch, allocated once per job.
final class TrainingBatch: @unchecked Sendable {  // each sample writes its own rows only
    let size: Int
    let elements: Int
    let contextElements: Int
    /// [B,C,H,W]
    let clean, noise, noisy, target: FloatBuffer
    /// [B,T,textWidth]
    let context: FloatBuffer
    /// [B]
    let timesteps, weights, losses: FloatBuffer

    init(size: Int, elements: Int, contextElements: Int) {
        self.size = size
        self.elements = elements
        self.contextElements = contextElements
        clean = FloatBuffer(count: size * elements)
        noise = FloatBuffer(count: size * elements)
        noisy = FloatBuffer(count: size * elements)
        target = FloatBuffer(count: size * elements)
        context = FloatBuffer(count: size * contextElements)
        timesteps = FloatBuffer(count: size)
        weights = FloatBuffer(count: size)
        losses = FloatBuffer(count: size)
    }
}

/// The endless stream of training batches of a job: a pure function of (seed, step), so any step can be made anew.
///
/// An epoch visits every training item once in an order drawn from the seed; a batch may span two epochs.
struct BatchStream {
    let dataset: any CaptionedDataset
    let encoder: any FrozenTextEncoder
    let schedule: NoiseSchedule
    let prediction: Prediction
    let weighting: LossWeighting
    let unconditional: Double
    let seed: UInt64
    private var epoch = -1
    private var order: [Int32] = []
    private var nextOrder: [Int32] = []

    init(
        dataset: any CaptionedDataset, encoder: any FrozenTextEncoder, schedule: NoiseSchedule,
        configuration: JobConfiguration, seed: Int
    ) {
        self.dataset = dataset
        self.encoder = encoder
        self.schedule = schedule
        prediction = configuration.train.prediction
        weighting = configuration.train.weighting
        unconditional = configuration.train.unconditional
        self.seed = UInt64(bitPattern: Int64(seed))
    }

    /// Fills `batch` for `step` (from 0).
    mutating func fill(_ batch: TrainingBatch, step: Int, pool: ThreadPool) {
        let items = dataset.count(.train)
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
        let drop = chance < unconditional
        let wording = UInt64(uniformInteger(below: 1 << 16, key(.captions), 0))
        encoder.encode(
            drop ? "" : dataset.caption(.train, item, wording: wording),
            into: batch.context.pointer + row * batch.contextElements)
    }
}
