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
    let oracle: (any ImageOracle)?
    let seed: Int

    struct Outcome {
        var metrics: [MetricValue]
        var grid: SampleSheet
    }

    /// Generates `count` images for the first test captions (cycling when the split is shorter) and reads them back.
    ///
    /// Metrics are the shares and counts of ``OracleTally`` in the splits `seen`, `held-out` and `all`.
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
        guard let oracle else { return [] }
        var tallies: [String: OracleTally] = [:]
        for (row, item) in items.enumerated() {
            guard let verdict = oracle.verdict(on: images.readPointer + row * elements, of: dataset, .test, item) else { continue }
            for split in ["all", dataset.isHeldOut(.test, item) ? "held-out" : "seen"] {
                tallies[split, default: OracleTally()].add(verdict)
            }
        }
        return tallies.sorted { $0.key < $1.key }.flatMap { split, tally in tally.metrics(split: split, step: step) }
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
