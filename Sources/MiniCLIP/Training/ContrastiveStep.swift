import Kernels
import Platform
import Transformer

/// A batch of pairs in the form that training reads.
///
/// `@unchecked Sendable`: lanes write disjoint rows.
final class PairBatch: @unchecked Sendable {
    let size: Int
    /// [size, C, H, W]
    let images: FloatBuffer
    /// [size, textTokens]: word numbers.
    var numbers: UnsafeMutablePointer<Int32> { numberStorage.pointer }
    /// [size]: words of each caption.
    var counts: UnsafeMutablePointer<Int32> { countStorage.pointer }
    /// [size]: equal for pairs whose captions say the same.
    var groups: UnsafeMutablePointer<Int32> { groupStorage.pointer }
    private let numberStorage, countStorage, groupStorage: Int32Buffer

    init(_ configuration: DualEncoderConfiguration, size: Int) {
        self.size = size
        images = FloatBuffer(count: size * configuration.imageElements)
        numberStorage = Int32Buffer(count: size * configuration.textTokens)
        countStorage = Int32Buffer(count: size)
        groupStorage = Int32Buffer(count: size)
    }
}

/// Loss and gradients of one batch of pairs: both towers forward, the loss over all pairs, both towers backward.
///
/// The batch is cut into lanes with their own activations and gradients. The result does not depend on the number of
/// threads. Not reentrant.
final class ContrastiveStep {
    let configuration: DualEncoderConfiguration
    let batchSize: Int
    /// The batch's gradients after `run`, laid out like the parameters.
    var gradients: FloatBuffer { laneGradients[0] }
    private let network: DualEncoderNetwork
    private let pool: ThreadPool
    private let slices: [Range<Int>]
    private let lanes: [DualEncoderLane]
    private let laneGradients: [FloatBuffer]
    private let packed: PackedWeights
    private let units: PairUnits
    private let loss: ContrastiveLoss

    /// - Parameter lanes: how many slices the batch is cut into; part of the result's identity, unlike `threads`.
    init(configuration: DualEncoderConfiguration, batchSize: Int, lanes: Int, threads: Int) {
        precondition(batchSize >= 1 && lanes >= 1, "batch \(batchSize) in \(lanes) lanes")
        let network = DualEncoderNetwork(configuration)
        self.configuration = configuration
        self.batchSize = batchSize
        self.network = network
        pool = ThreadPool(threads: threads)
        slices = laneSlices(batch: batchSize, lanes: min(lanes, batchSize))
        self.lanes = slices.map { DualEncoderLane(network, samples: $0.count, .training) }
        laneGradients = slices.map { _ in FloatBuffer(count: network.layout.storageCount) }
        packed = network.packedWeights(.training)
        units = PairUnits(batchSize * configuration.embedding)
        loss = ContrastiveLoss(batch: batchSize, embedding: configuration.embedding)
    }

    /// Overwrites `gradients`; returns the loss.
    func run(parameters: DualEncoderParameters, batch: PairBatch) -> Double {
        precondition(parameters.configuration == configuration && batch.size == batchSize, "a batch of another shape")
        let c = configuration
        let weights = packed.pack(parameters.storage.readPointer, pool: pool)
        pool.forEach(lanes.count) { [lanes, slices, units] index in
            let (lane, first, samples) = (lanes[index], slices[index].lowerBound, slices[index].count)
            lane.forwardImages(batch.images.readPointer + first * c.imageElements, weights, samples: samples)
            lane.forwardTexts(batch.numbers + first * c.textTokens, counts: batch.counts + first, weights, samples: samples)
            let place = first * c.embedding
            (units.image.pointer + place).update(from: lane.image.unit, count: samples * c.embedding)
            (units.text.pointer + place).update(from: lane.text.unit, count: samples * c.embedding)
        }
        let result = loss.run(
            dImage: units.dImage.pointer, dText: units.dText.pointer, image: units.image.readPointer,
            text: units.text.readPointer, groups: batch.groups, scale: parameters.storage[network.scale])
        pool.forEach(lanes.count) { [lanes, slices, units, laneGradients] index in
            laneGradients[index].fill(0)
            let place = slices[index].lowerBound * c.embedding
            lanes[index].backward(
                dImage: units.dImage.readPointer + place, dText: units.dText.readPointer + place,
                weights, laneGradients[index].pointer, samples: slices[index].count)
        }
        reduceLanes(laneGradients, count: network.layout.storageCount, pool: pool)
        laneGradients[0][network.scale] = Float(result.dScale)
        return result.loss
    }
}

/// The batch's vectors and their gradients, [batch, embedding] each.
private final class PairUnits: Sendable {
    let image, text, dImage, dText: FloatBuffer

    init(_ count: Int) {
        image = FloatBuffer(count: count)
        text = FloatBuffer(count: count)
        dImage = FloatBuffer(count: count)
        dText = FloatBuffer(count: count)
    }
}
