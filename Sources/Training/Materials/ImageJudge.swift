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

    /// - Parameters:
    ///   - dataset: whose test images are the reference, and whose training images are fresh real ones.
    ///   - testFeatures: of the first test images.
    ///   - threads: no result depends on it.
    init(_ encoder: DualEncoder, dataset: any CaptionedDataset, testFeatures: [Float], threads: Int) {
        self.encoder = encoder
        self.dataset = dataset
        let width = encoder.configuration.imageWidth
        let items = testFeatures.count / width
        let hasHeldOut = (0..<items).contains { dataset.isHeldOut(.test, $0) }
        self.hasHeldOut = hasHeldOut
        let features = FeatureMatrix(dimensions: width, values: testFeatures.map(Double.init))
        let units = Self.matrix(
            EncodedImages(encoder, dataset, .test, items: items, threads: threads).units, encoder.configuration.embedding)
        let floors = KnownFloors<DistanceFloors, Never> { images in
            guard images <= dataset.count(.train) else { return nil }
            let fresh = EncodedImages(encoder, dataset, .train, items: images, threads: threads)
            return DistanceFloors(
                features: Self.matrix(fresh.features, width), units: Self.matrix(fresh.units, encoder.configuration.embedding),
                reference: features, referenceUnits: units)
        }
        let whole = ReferenceSet.Whole(
            units: units, neighbourhoods: FeatureManifold(features, neighbours: FeatureManifold.neighboursOfDensity),
            floors: floors.of)
        reference = ReferenceSet.bySplit(testFeatures, dimensions: width, whole: whole) {
            Self.splits(of: $0, in: dataset, hasHeldOut: hasHeldOut)
        }
    }

    private static func matrix(_ values: [Float], _ dimensions: Int) -> FeatureMatrix {
        FeatureMatrix(dimensions: dimensions, values: values.map(Double.init))
    }

    /// The splits that a test item's results count in.
    func splits(of item: Int) -> [Metric.Split] { Self.splits(of: item, in: dataset, hasHeldOut: hasHeldOut) }

    private static func splits(of item: Int, in dataset: any CaptionedDataset, hasHeldOut: Bool) -> [Metric.Split] {
        hasHeldOut ? .sample(isHeldOut: dataset.isHeldOut(.test, item)) : [.all]
    }
}
