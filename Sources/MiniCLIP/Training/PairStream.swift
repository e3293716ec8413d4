import Datasets
import Kernels
import Platform
import TextEncoding

/// The endless stream of training batches: a pure function of (seed, step).
///
/// An epoch visits every training item once in an order drawn from the seed; a batch may span two epochs. Each visit
/// draws one of the item's wordings. Pairs of one of ``CaptionGroups`` say the same, whatever wordings were drawn.
struct PairStream: Sendable {
    private let dataset: any CaptionedDataset
    private let tokenizer: WordTokenizer
    private let configuration: DualEncoderConfiguration
    private let seed: UInt64
    private let groups: CaptionGroups
    private var epoch = -1
    private var order: [Int32] = []
    private var nextOrder: [Int32] = []

    /// - Throws: `MiniCLIPError` when the training split has nothing to tell apart.
    init(_ dataset: any CaptionedDataset, tokenizer: WordTokenizer, configuration: DualEncoderConfiguration, seed: UInt64) throws {
        self.dataset = dataset
        self.tokenizer = tokenizer
        self.configuration = configuration
        self.seed = seed
        let captions = dataset.captions(.train)
        guard captions.count >= 2 else { throw MiniCLIPError.tooFewItems(items: captions.count) }
        groups = CaptionGroups(first: captions) { dataset.wordings(.train, $0) }
        guard groups.count >= 2 else { throw MiniCLIPError.oneCaption(caption: captions[0], items: captions.count) }
    }

    /// Fills `batch` for `step` (from 0).
    mutating func fill(_ batch: PairBatch, step: Int, pool: ThreadPool) {
        let items = groups.group.count
        let first = step * batch.size
        select(epoch: first / items)
        let (stream, order, nextOrder, start) = (self, order, nextOrder, first - epoch * items)
        pool.forEach(batch.size) { row in
            let offset = start + row
            let item = offset < items ? order[offset] : nextOrder[(offset - items) % items]
            stream.fill(row: row, of: batch, item: Int(item), step: UInt64(step))
        }
    }

    private mutating func select(epoch wanted: Int) {
        guard wanted != epoch else { return }
        order = permutation(of: wanted)
        nextOrder = permutation(of: wanted + 1)
        epoch = wanted
    }

    private func permutation(of epoch: Int) -> [Int32] {
        Kernels.permutation(count: groups.group.count, key: RandomKey(seed: seed, purpose: .batchOrder, step: UInt64(epoch)))
    }

    private func fill(row: Int, of batch: PairBatch, item: Int, step: UInt64) {
        let key = RandomKey(seed: seed, purpose: .captions, step: step, sample: UInt64(row))
        let caption = dataset.caption(.train, item, wording: UInt64(uniformInteger(below: 1 << 16, key, 0)))
        dataset.fillImage(batch.images.pointer + row * configuration.imageElements, .train, item)
        batch.counts[row] = tokenizer.fill(
            batch.numbers + row * configuration.textTokens, caption: caption, tokens: configuration.textTokens)
        batch.groups[row] = groups.group[item]
    }
}

extension WordTokenizer {
    /// Overwrites `out[tokens]` with the numbers of a caption's first words, then padding; returns how many words those are.
    func fill(_ out: UnsafeMutablePointer<Int32>, caption: String, tokens: Int) -> Int32 {
        let numbers = encode(caption).prefix(tokens)
        for row in 0..<tokens { out[row] = row < numbers.count ? numbers[row] : Self.paddingID }
        return Int32(numbers.count)
    }
}
