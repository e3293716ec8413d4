import Datasets
import Evaluation
import MiniCLIP
import Results

/// The evaluator of a data set with its reference statistics: made once, shared by all jobs on that data.
public final class ImageJudge: Sendable {
    public let encoder: DualEncoder
    /// By split: `all`, and `seen` and `held-out` where the data set tells them apart.
    let reference: [Metric.Split: ReferenceSet]
    private let dataset: any CaptionedDataset
    private let hasHeldOut: Bool

    init(_ encoder: DualEncoder, dataset: any CaptionedDataset, testFeatures: [Float]) {
        self.encoder = encoder
        self.dataset = dataset
        let width = encoder.configuration.imageWidth
        let hasHeldOut = (0..<testFeatures.count / width).contains { dataset.isHeldOut(.test, $0) }
        self.hasHeldOut = hasHeldOut
        reference = ReferenceSet.bySplit(testFeatures, dimensions: width) {
            Self.splits(of: $0, in: dataset, hasHeldOut: hasHeldOut)
        }
    }

    /// The splits that a test item's results count in.
    func splits(of item: Int) -> [Metric.Split] { Self.splits(of: item, in: dataset, hasHeldOut: hasHeldOut) }

    private static func splits(of item: Int, in dataset: any CaptionedDataset, hasHeldOut: Bool) -> [Metric.Split] {
        hasHeldOut ? .sample(isHeldOut: dataset.isHeldOut(.test, item)) : [.all]
    }
}
