import Datasets
import Evaluation
import FrozenNetworks
import Results

/// Gathers what outside networks see in a set of generated pictures, batch by batch: the pictures themselves are not kept.
final class OutsideSamples {
    /// A picture's caption in words, and the splits that it counts in.
    struct Subject {
        /// nil where nobody knows the words.
        var caption: String?
        var splits: [Metric.Split]
    }

    private let view: OutsideView
    private let threads: Int
    private var features: FeatureMatrix?
    private var units: FeatureMatrix?
    private var scores: [Metric.Split: Scores] = [:]
    private var count: [Metric.Split: Int] = [:]
    /// Unit vectors of captions, plain and with the prefix.
    private var texts: [String: (plain: ArraySlice<Float>, prefixed: ArraySlice<Float>)] = [:]

    private struct Scores {
        var plain = 0.0, prefixed = 0.0
        var pictures = 0
    }

    init(_ view: OutsideView, threads: Int) {
        (self.view, self.threads) = (view, threads)
        features = view.judge.map { FeatureMatrix(dimensions: $0.network.dimensions) }
        units = view.scorer.map { FeatureMatrix(dimensions: $0.network.embedding) }
    }

    func add(_ pictures: [PixelImage], _ subjects: [Subject]) {
        for subject in subjects { for split in subject.splits { count[split, default: 0] += 1 } }
        if let judge = view.judge { features?.append(judge.network.features(of: pictures, threads: threads)) }
        guard let scorer = view.scorer else { return }
        let seen = scorer.network.units(of: pictures), width = scorer.network.embedding
        units?.append(seen)
        read(subjects.compactMap(\.caption), scorer.network)
        for (row, subject) in subjects.enumerated() {
            guard let text = subject.caption.flatMap({ texts[$0] }) else { continue }
            let picture = seen[row * width..<(row + 1) * width]
            for split in subject.splits {
                scores[split, default: Scores()].plain += Self.score(picture, text.plain)
                scores[split, default: Scores()].prefixed += Self.score(picture, text.prefixed)
                scores[split, default: Scores()].pictures += 1
            }
        }
    }

    private static func score(_ picture: ArraySlice<Float>, _ text: ArraySlice<Float>) -> Double {
        picture.withUnsafeBufferPointer { picture in
            text.withUnsafeBufferPointer { CLIPScore.score(picture.baseAddress!, $0.baseAddress!, count: picture.count) }
        }
    }

    private func read(_ captions: [String], _ network: any PictureScorer) {
        var seen: Set<String> = []
        let new = captions.filter { texts[$0] == nil && seen.insert($0).inserted }
        guard !new.isEmpty else { return }
        let plain = network.units(of: new, prefixed: false), prefixed = network.units(of: new, prefixed: true)
        for (row, caption) in new.enumerated() {
            let own = row * network.embedding..<(row + 1) * network.embedding
            texts[caption] = (plain[own], prefixed[own])
        }
    }

    /// - Throws: when real pictures for the floor cannot be read.
    func measure(step: Int) throws -> Findings {
        var findings = Findings()
        for (split, count) in count.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            findings.metrics.append(Metric.outsideImages.value(Double(count), on: split, step: step))
        }
        func report(_ metric: Metric, _ value: Double?, on split: Metric.Split = .all, otherwise reason: String) {
            if let value, value.isFinite {
                findings.metrics.append(metric.value(value, on: split, step: step))
            } else {
                findings.missing.append(metric.missing(because: value == nil ? reason : "it is not a finite number", on: split, step: step))
            }
        }
        if let judge = view.judge, let features { try measure(features, against: judge, report: { report($0, $1, otherwise: $2) }) }
        if let scorer = view.scorer, let units {
            report(Metric.clipDiscrepancy, meanDiscrepancy(units, scorer.units), otherwise: "it takes 2 pictures of each kind")
            for split in count.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
                let sums = scores[split] ?? Scores()
                func mean(_ sum: Double) -> Double? { sums.pictures > 0 ? sum / Double(sums.pictures) : nil }
                let unknown = "the words of these captions are not known (val.captions.jsonl)"
                report(Metric.pretrainedClipScore, mean(sums.plain), on: split, otherwise: unknown)
                report(Metric.pretrainedClipScorePrefixed, mean(sums.prefixed), on: split, otherwise: unknown)
            }
        }
        return findings
    }

    private func measure(
        _ features: FeatureMatrix, against judge: OutsideView.Judge, report: (Metric, Double?, _ otherwise: String) -> Void
    ) throws {
        let fewest = JudgedSamples.fewestImages, names = judge.metrics
        guard features.rows >= fewest else {
            for metric in [names.frechet, names.kernel] + [names.discrepancy].compactMap({ $0 }) {
                report(metric, nil, "\(features.rows) generated image(s); at least \(fewest) are needed")
            }
            return
        }
        report(
            names.frechet, FeatureStatistics(features).fit.flatMap { frechetDistance($0, judge.fit) }, "features of images are not finite")
        let unknown = "only statistics of real images are known (evaluate.reference_statistics)"
        report(
            names.frechetFloor, try judge.floor(features.rows),
            judge.features == nil ? unknown : "there are not as many other real images as were generated")
        report(names.kernel, judge.features.flatMap { KernelDistance(features, $0)?.value }, unknown)
        if let discrepancy = names.discrepancy {
            report(discrepancy, judge.features.flatMap { meanDiscrepancy(features.unitRows, $0.unitRows) }, unknown)
        }
    }
}
