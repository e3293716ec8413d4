import Datasets
import Diffusion
import Evaluation
import Experiments
import Kernels
import TextEncoding
import UViT

/// Where the attention to words of one role falls, for one head of one block at one timestep: means over words.
public struct LocalisationRecord: Sendable, Equatable {
    /// Pictures that were looked at.
    public enum Source: String, Sendable, CaseIterable {
        /// Test images, with their own masks.
        case test
        /// Images the network made for the same captions, with the masks of the oracle.
        case generated
    }

    public var source: Source
    public var role: CaptionReference.Role
    public var blockIndex: Int
    public var block: String
    public var head: Int
    public var timestep: Int
    /// Words in the means.
    public var words: Int
    /// Share of words whose brightest image token lies on the object; see ``AttentionLocalisation``.
    public var pointing: Double
    public var iou: Double
    /// What `pointing` is by chance: the object's share of the image tokens.
    public var area: Double
    public var chanceIoU: Double
}

/// Measures whether the attention to a word falls on the objects that the word names.
struct LocalisationCapture {
    let dataset: any CaptionedDataset
    let model: ModelConfiguration
    let encoder: any FrozenTextEncoder
    let schedule: NoiseSchedule
    /// Every job on the same data set sees the same noise.
    let dataSeed: UInt64

    /// Over the first `items` test items, noised to each timestep; empty when the data set knows no masks, nil when
    /// `shouldStop` said so.
    func onTestImages(
        items: Int, timesteps: [Int], predictor: Predictor, shouldStop: () -> Bool
    ) -> [LocalisationRecord]? {
        let image = FloatBuffer(count: elements)
        var sums = LocalisationSums()
        for item in 0..<min(items, dataset.count(.test)) {
            guard let objects = dataset.objects(.test, item) else { continue }
            dataset.fillImage(image.pointer, .test, item)
            guard
                add(
                    to: &sums, caption: dataset.caption(.test, item, wording: 0), item: item, image: image.readPointer,
                    objects: objects, timesteps: timesteps, predictor: predictor, shouldStop: shouldStop)
            else { return nil }
        }
        return sums.records(source: .test)
    }

    /// Over images generated for the captions of the first `items` test items; a word whose object the oracle does not
    /// see is left out.
    func onGeneratedImages(
        items: Int, timesteps: [Int], generator: ImageGenerator, oracle: any ImageOracle,
        shouldStop: @escaping () -> Bool
    ) -> [LocalisationRecord]? {
        let captions = (0..<min(items, dataset.count(.test))).map { dataset.caption(.test, $0, wording: 0) }
        guard let images = generator.generate(captions: captions, shouldStop: shouldStop) else { return nil }
        var sums = LocalisationSums()
        for (item, caption) in captions.enumerated() {
            let image = images.readPointer + item * elements
            let objects = oracle.objects(in: image, imageSize: model.imageSize)
            guard
                add(
                    to: &sums, caption: caption, item: item, image: image, objects: objects, timesteps: timesteps,
                    predictor: generator.predictor, shouldStop: shouldStop)
            else { return nil }
        }
        return sums.records(source: .generated)
    }

    /// Names the noise that a test item gets at a timestep.
    static func noise(dataSeed: UInt64, item: Int, timestep: Int) -> RandomKey {
        RandomKey(seed: dataSeed, purpose: .evaluation, step: UInt64(timestep), sample: 1 << 32 + UInt64(item))
    }

    private var elements: Int { model.channels * model.imageSize * model.imageSize }

    /// False when `shouldStop` said so.
    private func add(
        to sums: inout LocalisationSums, caption: String, item: Int, image: In, objects: [LocatedObject],
        timesteps: [Int], predictor: Predictor, shouldStop: () -> Bool
    ) -> Bool {
        let words = WordOnObject.all(
            in: encoder.tokens(caption), dataset: dataset, objects: objects, imageSize: model.imageSize,
            patchSize: model.patchSize)
        guard !words.isEmpty else { return !shouldStop() }
        let pass = AttentionPass(model: model, encoder: encoder, schedule: schedule)
        for timestep in timesteps {
            if shouldStop() { return false }
            let key = Self.noise(dataSeed: dataSeed, item: item, timestep: timestep)
            for head in pass.run(caption: caption, image: image, timestep: timestep, noise: key, predictor: predictor) {
                for word in words {
                    guard let found = word.localisation(in: head.map, textTokens: model.textTokens) else { continue }
                    sums.add(found, role: word.reference.role, head: head, timestep: timestep)
                }
            }
        }
        return true
    }
}

/// A word of a caption and the image tokens on the objects it names.
struct WordOnObject {
    let reference: CaptionReference
    let mask: TokenMask

    /// All words of a caption whose objects are among `objects`.
    static func all(
        in tokens: [String], dataset: any CaptionedDataset, objects: [LocatedObject], imageSize: Int, patchSize: Int
    ) -> [WordOnObject] {
        dataset.references(in: tokens).compactMap { reference in
            objects.mask(of: reference.kind)
                .flatMap { TokenMask(mask: $0, imageSize: imageSize, patchSize: patchSize) }
                .map { WordOnObject(reference: reference, mask: $0) }
        }
    }

    /// - Parameter map: [image tokens, textTokens]
    func localisation(in map: [Float], textTokens: Int) -> AttentionLocalisation? {
        AttentionLocalisation(
            map: mask.tokens.indices.map { map[$0 * textTokens + reference.position] }, mask: mask)
    }
}

/// Sums of localisations by role, block, head and timestep.
private struct LocalisationSums {
    private struct Place: Hashable {
        var role: CaptionReference.Role
        var blockIndex, head, timestep: Int
    }

    private struct Sum {
        var block: String
        var words = 0, pointing = 0.0, iou = 0.0, area = 0.0, chanceIoU = 0.0
    }

    private var sums: [Place: Sum] = [:]

    mutating func add(_ found: AttentionLocalisation, role: CaptionReference.Role, head: HeadMap, timestep: Int) {
        let place = Place(role: role, blockIndex: head.blockIndex, head: head.head, timestep: timestep)
        var sum = sums[place] ?? Sum(block: head.block)
        sum.words += 1
        sum.pointing += found.pointing
        sum.iou += found.iou
        sum.area += found.area
        sum.chanceIoU += found.chanceIoU
        sums[place] = sum
    }

    /// In order of role, block, head and timestep.
    func records(source: LocalisationRecord.Source) -> [LocalisationRecord] {
        sums.map { place, sum in
            let words = Double(sum.words)
            return LocalisationRecord(
                source: source, role: place.role, blockIndex: place.blockIndex, block: sum.block, head: place.head,
                timestep: place.timestep, words: sum.words, pointing: sum.pointing / words, iou: sum.iou / words,
                area: sum.area / words, chanceIoU: sum.chanceIoU / words)
        }
        .sorted {
            ($0.role.rawValue, $0.blockIndex, $0.head, $0.timestep) < ($1.role.rawValue, $1.blockIndex, $1.head, $1.timestep)
        }
    }
}

extension [LocalisationRecord] {
    /// Means of the nouns over all blocks, heads and timesteps, as metrics; empty without nouns.
    func metrics(source: LocalisationRecord.Source, step: Int) -> [MetricValue] {
        let nouns = filter { $0.source == source && $0.role == .noun }
        guard !nouns.isEmpty else { return [] }
        func mean(_ name: String, _ value: (LocalisationRecord) -> Double) -> MetricValue {
            MetricValue(
                name, split: source.rawValue, step: step, value: nouns.reduce(0) { $0 + value($1) } / Double(nouns.count))
        }
        return [
            mean("attention_pointing") { $0.pointing }, mean("attention_pointing_chance") { $0.area },
            mean("attention_iou") { $0.iou }, mean("attention_iou_chance") { $0.chanceIoU },
        ]
    }
}
