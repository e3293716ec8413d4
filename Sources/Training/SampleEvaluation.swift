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
    /// Metrics, as shares of images in the splits `seen`, `held-out` and `all`: `oracle_count` (number of objects),
    /// `oracle_colour` and `oracle_shape` (the right ones in the right numbers), `oracle_palette` and
    /// `oracle_shape_set` (the right ones in any number), `oracle_relation` (of captions that state one),
    /// `oracle_all`; `oracle_images` is their number. Learned metrics in the same splits: see `JudgedSamples`.
    /// - Returns: nil when `shouldStop` said so.
    func run(generator: ImageGenerator, count: Int, step: Int, shouldStop: @escaping () -> Bool) throws -> Outcome? {
        let items = (0..<count).map { $0 % dataset.count(.test) }
        let captions = items.map { dataset.caption(.test, $0, wording: 0) }
        var (tallies, pictures): ([String: Tally], [PixelImage]) = ([:], [])
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
        let oracle = tallies.sorted { $0.key < $1.key }.flatMap { split, tally in tally.metrics(split: split, step: step) }
        return Outcome(
            metrics: oracle + learned.values, missing: learned.missing + missingJudge(step: step),
            grid: SampleSheet(
                step: step, captions: Array(captions.prefix(Self.gridImages)),
                png: try PixelImage.grid(pictures, columns: Self.gridColumns, padding: 2).encodePNG()))
    }

    private func missingJudge(step: Int) -> [MissingMetric] {
        judgeProblem.map { [MissingMetric("learned_metrics", split: "all", step: step, reason: $0)] } ?? []
    }

    private func picture(_ image: In) -> PixelImage {
        PixelImage(planarFloats: image, channels: 3, width: dataset.imageSize, height: dataset.imageSize)
    }

    private var elements: Int { dataset.channels * dataset.imageSize * dataset.imageSize }

    private func readOracle(_ image: In, item: Int, _ tallies: inout [String: Tally]) {
        guard let scene = dataset.scene(.test, item) else { return }
        let oracle = ShapeOracle()
        let score = oracle.score(oracle.read(image, imageSize: dataset.imageSize), against: scene)
        for split in ["all", dataset.isHeldOut(.test, item) ? "held-out" : "seen"] {
            tallies[split, default: Tally()].add(score)
        }
    }

    private struct Tally {
        var images = 0, count = 0, colour = 0, palette = 0, shape = 0, shapeSet = 0, all = 0, relations = 0, relation = 0

        mutating func add(_ score: OracleScore) {
            images += 1
            count += score.count ? 1 : 0
            colour += score.colour ? 1 : 0
            palette += score.palette ? 1 : 0
            shape += score.shape ? 1 : 0
            shapeSet += score.shapeSet ? 1 : 0
            all += score.all ? 1 : 0
            if let holds = score.relation {
                relations += 1
                relation += holds ? 1 : 0
            }
        }

        func metrics(split: String, step: Int) -> [MetricValue] {
            func share(_ name: String, _ hits: Int, of total: Int) -> [MetricValue] {
                total == 0 ? [] : [MetricValue(name, split: split, step: step, value: Double(hits) / Double(total))]
            }
            return share("oracle_count", count, of: images) + share("oracle_colour", colour, of: images)
                + share("oracle_palette", palette, of: images) + share("oracle_shape", shape, of: images)
                + share("oracle_shape_set", shapeSet, of: images)
                + share("oracle_relation", relation, of: relations) + share("oracle_all", all, of: images)
                + [MetricValue("oracle_images", split: split, step: step, value: Double(images))]
        }
    }
}
