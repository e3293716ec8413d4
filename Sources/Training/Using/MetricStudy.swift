import Datasets
import Evaluation
import Experiments
import Kernels
import MiniCLIP

/// Tries every learned metric on real test images that are spoilt in known ways.
///
/// Every fourth test item and the one after it are judged, the others are the reference: real images against other real
/// images. What is drawn is a function of the data set alone.
public final class MetricStudy {
    /// One strength of one corruption.
    public struct Trial: Sendable, Equatable {
        public var corruption: Corruption
        /// 0: undamaged.
        public var strength: Double
        /// By metric name.
        public var values: [String: Double]
        /// Why metrics have no value, by name.
        public var missing: [String: String]
    }

    /// Whether a metric moved as it must.
    public struct Verdict: Sendable, Equatable {
        public var corruption: Corruption
        public var metric: String
        public var rises: Bool
        /// Strictly, from each strength to the next; nil when a value is missing.
        public var holds: Bool?
    }

    /// A corruption that this data set cannot show.
    public struct Skipped: Sendable, Equatable {
        public var corruption: Corruption
        public var reason: String
    }

    public let encoder: DualEncoder
    public let dataset: any CaptionedDataset
    let oracle: (any ImageOracle)?
    private let threads: Int
    private let items: [Int]
    private let reference: ReferenceSet
    /// Training items by their first wording.
    private let training: [String: [Int]]
    private let seed: UInt64 = 0

    /// Trains (or finds) the evaluator that jobs of this configuration would have, whether it asks for one or not.
    /// - Parameter images: test items that are looked at, at most.
    /// - Throws: data set errors, `MiniCLIPError`.
    public init(
        _ configuration: JobConfiguration, assets: JobAssets, images: Int, threads: Int,
        report: @escaping (EncoderProgress) -> Void
    ) throws {
        dataset = try assets.dataset(configuration.data)
        let learned = try assets.evaluatorItems(configuration, judging: dataset)
        encoder = try assets.miniCLIPs.encoder(
            .evaluator, steps: configuration.evaluate.evaluatorSteps, seed: configuration.evaluate.evaluatorSeed,
            dataset: learned, Preparation(report: report))
        oracle = try assets.oracle(configuration.data)
        let features = try assets.miniCLIPs.cache.testFeatures(encoder, learned)
        let width = encoder.configuration.imageWidth
        let used = min(images, features.count / width)
        items = (0..<used).filter { $0 / 2 % 2 == 1 }
        var real = FeatureMatrix(dimensions: width)
        for item in 0..<used where item / 2 % 2 == 0 { real.append(features[item * width..<(item + 1) * width]) }
        reference = ReferenceSet(real)
        training = Dictionary(grouping: 0..<dataset.count(.train)) { [dataset] in dataset.caption(.train, $0, wording: 0) }
        self.threads = threads
    }

    /// All trials, the undamaged images of each corruption first.
    public func run() -> (trials: [Trial], verdicts: [Verdict], skipped: [Skipped]) {
        var (trials, verdicts, skipped): ([Trial], [Verdict], [Skipped]) = ([], [], [])
        for corruption in Corruption.allCases {
            let subjects = subjects(of: corruption)
            guard subjects.count >= JudgedSamples.fewestImages else {
                skipped.append(Skipped(corruption: corruption, reason: Self.reason(corruption, found: subjects.count)))
                continue
            }
            let own = ([0] + corruption.strengths).map { trial(corruption, $0, subjects) }
            trials += own
            verdicts += corruption.expectations.map { metric, rises in
                let values = own.map { $0.values[metric] }
                let holds: Bool? =
                    values.contains(nil)
                    ? nil
                    : zip(values, values.dropFirst()).allSatisfy { rises ? $1! > $0! : $1! < $0! }
                return Verdict(corruption: corruption, metric: metric, rises: rises, holds: holds)
            }
        }
        return (trials, verdicts, skipped)
    }

    private static func reason(_ corruption: Corruption, found: Int) -> String {
        corruption.kind.map {
            "\(found) test image(s) have a training image whose caption differs in its \($0.rawValue) only; "
                + "at least \(JudgedSamples.fewestImages) are needed"
        } ?? "\(found) test image(s); at least \(JudgedSamples.fewestImages) are needed"
    }

    // MARK: Trials

    private struct Subject {
        var item: Int
        var caption: String
        /// Training items whose captions are wrong in one word.
        var wrong: [Int] = []
    }

    private func subjects(of corruption: Corruption) -> [Subject] {
        items.compactMap { item in
            let caption = dataset.caption(.test, item, wording: 0)
            guard let kind = corruption.kind else { return Subject(item: item, caption: caption) }
            let wrong = (CaptionDistractors.of(caption)[kind] ?? []).flatMap { training[$0] ?? [] }
            return wrong.isEmpty ? nil : Subject(item: item, caption: caption, wrong: wrong)
        }
    }

    private func trial(_ corruption: Corruption, _ strength: Double, _ subjects: [Subject]) -> Trial {
        let judged = JudgedSamples(encoder: encoder, reference: [.all: reference], threads: threads)
        let elements = dataset.imageElements
        let batch = 64
        let images = FloatBuffer(count: batch * elements)
        let kept = corruption == .modeDrop ? keptCaptions(share: 1 - strength) : []
        var oracleTally = OracleTally()
        for first in stride(from: 0, to: subjects.count, by: batch) {
            let range = first..<min(first + batch, subjects.count)
            judged.add(
                images.readPointer,
                range.map { index in
                    let image = images.pointer + (index - first) * elements
                    let caption = draw(image, subjects[index], index, corruption, strength, kept: kept)
                    if corruption.keepsObjects, let verdict = oracle?.verdict(on: image, .test, subjects[index].item) {
                        oracleTally.add(verdict)
                    }
                    return JudgedSamples.Subject(caption: caption, splits: [.all])
                })
        }
        let measured = judged.measure(step: 0)
        return Trial(
            corruption: corruption, strength: strength,
            values: Dictionary(
                uniqueKeysWithValues: (measured.metrics + oracleTally.metrics(split: .all, step: 0)).map { ($0.name.name, $0.value) }),
            missing: Dictionary(uniqueKeysWithValues: measured.missing.map { ($0.name.name, $0.reason) }))
    }

    /// Draws the spoilt image of a subject; returns the caption it is judged by.
    private func draw(
        _ image: Out, _ subject: Subject, _ index: Int, _ corruption: Corruption, _ strength: Double, kept: Set<String>
    ) -> String {
        let key = RandomKey(seed: seed, purpose: .evaluation, step: UInt64(subject.item))
        // The same draw at every strength: who is spoilt at a low one stays spoilt at a higher one.
        let draw: Double = uniform(key, 0)
        let chosen = draw < strength
        switch corruption {
        case .wrongCount, .wrongColour, .wrongShape, .wrongRelation:
            if chosen {
                dataset.fillImage(image, .train, subject.wrong[uniformInteger(below: subject.wrong.count, key, 1)])
            } else {
                dataset.fillImage(image, .test, subject.item)
            }
        case .blur:
            dataset.fillImage(image, .test, subject.item)
            guard strength > 0 else { break }
            blur(image, channels: dataset.channels, side: dataset.imageSize, deviation: strength * Double(dataset.imageSize))
        case .noise:
            dataset.fillImage(image, .test, subject.item)
            guard strength > 0 else { break }
            var noiseKey = key
            noiseKey.sample = 1
            addNoise(image, count: dataset.imageElements, deviation: strength, key: noiseKey)
        case .modeDrop:
            guard strength > 0, !kept.contains(subject.caption) else {
                dataset.fillImage(image, .test, subject.item)
                break
            }
            let others = items.filter { kept.contains(dataset.caption(.test, $0, wording: 0)) }
            let other = others[uniformInteger(below: others.count, key, 2)]
            dataset.fillImage(image, .test, other)
            return dataset.caption(.test, other, wording: 0)
        }
        return subject.caption
    }

    /// A share of the judged items' different captions, at least one; a smaller share is part of a larger one.
    private func keptCaptions(share: Double) -> Set<String> {
        let captions = Set(items.map { dataset.caption(.test, $0, wording: 0) }).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        let order = permutation(count: captions.count, key: RandomKey(seed: seed, purpose: .shuffle))
        return Set(order.prefix(max(1, Int((share * Double(captions.count)).rounded()))).map { captions[Int($0)] })
    }
}
