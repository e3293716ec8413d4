import Datasets
import Evaluation
import Experiments
import Foundation
import Kernels

/// What the generated images of a job show: oracle accuracies where the data set knows the truth, learned metrics where
/// there is a judge, and a contact sheet. Images are looked at batch by batch and not kept.
struct SampleEvaluation {
    static let gridColumns = 8
    static let gridImages = 64

    let dataset: any CaptionedDataset
    let oracle: (any ImageOracle)?
    let judge: ImageJudge?
    /// Why there is no judge although one was asked for.
    let judgeProblem: String?
    let threads: Int

    struct Outcome {
        var metrics: [MetricValue]
        var missing: [MissingMetric]
        var grid: SampleSheet
    }

    /// Generates `count` images for the first test captions (cycling when the split is shorter) and reads them back.
    ///
    /// Metrics are the shares and counts of ``OracleTally`` in the splits `seen`, `held-out` and `all`, and the learned metrics
    /// of `JudgedSamples` in the same splits.
    /// - Returns: nil when `shouldStop` said so.
    func run(generator: ImageGenerator, count: Int, step: Int, shouldStop: @escaping () -> Bool) throws -> Outcome? {
        let items = (0..<count).map { $0 % dataset.count(.test) }
        let captions = items.map { dataset.caption(.test, $0, wording: 0) }
        var (tallies, pictures): ([String: OracleTally], [PixelImage]) = ([:], [])
        let judged = judge.map { JudgedSamples(encoder: $0.encoder, reference: $0.reference, threads: threads) }
        let finished = generator.generate(captions: captions, shouldStop: shouldStop) { images, range in
            for (row, index) in range.enumerated() {
                readOracle(images + row * elements, item: items[index], &tallies)
                if index < Self.gridImages { pictures.append(picture(images + row * elements)) }
            }
            if let judge, let judged {
                judged.add(images, range.map { JudgedSamples.Subject(caption: captions[$0], splits: judge.splits(of: items[$0])) })
            }
        }
        guard finished else { return nil }
        let learned = judged?.measure(step: step) ?? MeasuredMetrics()
        let read = tallies.sorted { $0.key < $1.key }.flatMap { split, tally in tally.metrics(split: split, step: step) }
        return Outcome(
            metrics: read + learned.values, missing: learned.missing + missingJudge(step: step),
            grid: SampleSheet(
                step: step, captions: Array(captions.prefix(Self.gridImages)),
                png: try PixelImage.grid(pictures, columns: Self.gridColumns, padding: 2).encodePNG()))
    }

    private func missingJudge(step: Int) -> [MissingMetric] {
        judgeProblem.map { [MissingMetric("learned_metrics", split: "all", step: step, reason: $0)] } ?? []
    }

    private func picture(_ image: In) -> PixelImage {
        PixelImage(generated: image, channels: dataset.channels, side: dataset.imageSize)
    }

    private var elements: Int { dataset.channels * dataset.imageSize * dataset.imageSize }

    private func readOracle(_ image: In, item: Int, _ tallies: inout [String: OracleTally]) {
        guard let verdict = oracle?.verdict(on: image, of: dataset, .test, item) else { return }
        for split in ["all", dataset.isHeldOut(.test, item) ? "held-out" : "seen"] {
            tallies[split, default: OracleTally()].add(verdict)
        }
    }
}
