import Datasets
import Evaluation
import Experiments
import Foundation
import Kernels

/// What the generated images of a job show: oracle accuracies where the data set knows the truth, and a contact sheet.
struct SampleEvaluation {
    static let gridColumns = 8
    static let gridImages = 64

    let dataset: any CaptionedDataset
    let seed: Int

    struct Outcome {
        var metrics: [MetricValue]
        var grid: SampleSheet
    }

    /// Generates `count` images for the first test captions (cycling when the split is shorter) and reads them back.
    ///
    /// Metrics, as shares of images in the splits `seen`, `held-out` and `all`: `oracle_count` (number of objects),
    /// `oracle_colour` and `oracle_shape` (the right ones in the right numbers), `oracle_palette` and
    /// `oracle_shape_set` (the right ones in any number), `oracle_relation` (of captions that state one),
    /// `oracle_all`; `oracle_images` is their number.
    /// - Returns: nil when `shouldStop` said so.
    func run(generator: ImageGenerator, count: Int, step: Int, shouldStop: @escaping () -> Bool) throws -> Outcome? {
        let items = (0..<count).map { $0 % dataset.count(.test) }
        let captions = items.map { dataset.caption(.test, $0, wording: 0) }
        guard let images = generator.generate(captions: captions, shouldStop: shouldStop) else { return nil }
        let grid = try contactSheet(images, captions: captions, step: step)
        return Outcome(metrics: oracleMetrics(images, items: items, step: step), grid: grid)
    }

    private var elements: Int { dataset.channels * dataset.imageSize * dataset.imageSize }

    private func oracleMetrics(_ images: FloatBuffer, items: [Int], step: Int) -> [MetricValue] {
        let oracle = ShapeOracle()
        var tallies: [String: Tally] = [:]
        for (row, item) in items.enumerated() {
            guard let scene = dataset.scene(.test, item) else { continue }
            let reading = oracle.read(images.pointer + row * elements, imageSize: dataset.imageSize)
            let score = oracle.score(reading, against: scene)
            for split in ["all", dataset.isHeldOut(.test, item) ? "held-out" : "seen"] {
                tallies[split, default: Tally()].add(score)
            }
        }
        return tallies.sorted { $0.key < $1.key }.flatMap { split, tally in tally.metrics(split: split, step: step) }
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

    private func contactSheet(_ images: FloatBuffer, captions: [String], step: Int) throws -> SampleSheet {
        let shown = min(captions.count, Self.gridImages)
        let pictures = (0..<shown).map {
            PixelImage(
                planarFloats: images.pointer + $0 * elements, channels: 3, width: dataset.imageSize, height: dataset.imageSize)
        }
        return SampleSheet(
            step: step, captions: Array(captions.prefix(shown)),
            png: try PixelImage.grid(pictures, columns: Self.gridColumns, padding: 2).encodePNG())
    }
}
