import Datasets
import Evaluation
import Kernels
import MiniCLIP
import Results

/// What oracle and judge see in images sampled with one choice of blocks.
struct KnockoutReading {
    private let materials: JobMaterials
    private let captions: [String]
    private var right: [String: Int] = [:]
    private var asked: [String: Int] = [:]
    private var judge: Judged?

    private struct Judged {
        let session: EncoderSession
        let reference: ReferenceSet?
        var features: FeatureMatrix
        var scores: [Double] = []
        var truncated = false
    }

    init(_ materials: JobMaterials, captions: [String], threads: Int) {
        (self.materials, self.captions) = (materials, captions)
        judge = materials.judge.map {
            Judged(
                session: EncoderSession($0.encoder, threads: threads), reference: $0.reference[.all],
                features: FeatureMatrix(dimensions: $0.encoder.configuration.imageWidth))
        }
    }

    /// Adds images [items, C, H, W] of the captions in `range`.
    mutating func add(_ images: In, items: ArraySlice<Int>, _ range: Range<Int>) {
        for (row, item) in items.enumerated() {
            let image = images + row * materials.dataset.imageElements
            guard let verdict = materials.oracle?.verdict(on: image, .test, item) else { continue }
            for (question, isRight) in verdict.scores {
                asked[question, default: 0] += 1
                right[question, default: 0] += isRight ? 1 : 0
            }
        }
        guard var judged = judge else { return }
        let encoded = judged.session.encodeImages(images, count: range.count)
        let texts = judged.session.encodeTexts(Array(captions[range]))
        let width = judged.session.encoder.configuration.embedding
        judged.features.append(encoded.features)
        for (row, index) in range.enumerated() {
            let cosine = (row * width..<(row + 1) * width).reduce(0) { $0 + Double(encoded.units[$1]) * Double(texts[$1]) }
            judged.scores.append(2.5 * max(cosine, 0))
            judged.truncated = judged.truncated || judged.session.encoder.truncates(captions[index])
        }
        judge = judged
    }

    /// Shares of the images of which a question's answer is right, of those whose captions ask it.
    var oracleShares: [String: Double] { asked.mapValues { Double($0) }.merging(right.mapValues { Double($0) }) { $1 / $0 } }

    /// Empty without a judge.
    /// - Parameter place: as in names of metrics.
    func judged(as place: String) -> [(Metric, Result<Double, JudgedSamples.Problem>)] {
        guard let judge else { return [] }
        return [
            (Metric.knockoutFrechetDistance[place], frechet(judge)),
            (Metric.knockoutClipScore[place], clipScore(judge)),
        ]
    }

    private func frechet(_ judge: Judged) -> Result<Double, JudgedSamples.Problem> {
        let fewest = JudgedSamples.fewestImages
        guard judge.features.rows >= fewest else {
            return .failure(.init(reason: "\(judge.features.rows) generated image(s); at least \(fewest) are needed"))
        }
        guard let reference = judge.reference, reference.features.rows >= fewest else {
            return .failure(.init(reason: "\(judge.reference?.features.rows ?? 0) real test image(s); at least \(fewest) are needed"))
        }
        let distance = frechetDistance(FeatureStatistics(judge.features), reference.statistics)
        return distance.map { .success($0) } ?? .failure(.init(reason: "it is not a finite number"))
    }

    private func clipScore(_ judge: Judged) -> Result<Double, JudgedSamples.Problem> {
        if judge.truncated { return .failure(.init(reason: "a caption has more words than the evaluator reads")) }
        let mean = judge.scores.reduce(0, +) / Double(judge.scores.count)
        return mean.isFinite ? .success(mean) : .failure(.init(reason: "scores are not finite"))
    }
}
