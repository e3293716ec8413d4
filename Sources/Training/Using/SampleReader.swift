import Datasets
import Evaluation
import Experiments

/// Reads pictures that networks drew for the test captions of a data section, with its oracle: what a metric only counts, picture by
/// picture.
public struct SampleReader: Sendable {
    /// What one picture shows.
    public struct Reading: Sendable, Equatable {
        /// In words: "two red circles".
        public var seen: String
        /// Everything that the caption asks for is there, and nothing else.
        public var isRight: Bool
        /// Objects that the caption asks for, and that the oracle sees.
        public var asked: Int
        public var objects: Int
    }

    private let dataset: any CaptionedDataset
    private let oracle: any ImageOracle

    /// - Returns: nil where no oracle knows the truth.
    /// - Throws: when the data cannot be read.
    public init?(_ data: JobConfiguration.Data, assets: JobAssets) throws {
        guard let oracle = try assets.oracle(data) else { return nil }
        (self.oracle, dataset) = (oracle, try assets.dataset(data))
    }

    /// Reads the picture number `number` of a job, which is of test item `number`, cycling as drawing does. The oracle sees 8-bit pixels
    /// here, and unrounded ones when a job counts.
    /// - Returns: nil when the picture is not of the data set's size, or that item has another caption.
    public func reading(of picture: PixelImage, number: Int, caption: String) -> Reading? {
        let item = number % dataset.count(.test)
        guard picture.channels == dataset.channels, picture.width == dataset.imageSize, picture.height == dataset.imageSize,
            dataset.caption(.test, item, wording: 0) == caption
        else { return nil }
        return picture.planarFloats().withUnsafeBufferPointer { pixels in
            let verdict = oracle.verdict(on: pixels.baseAddress!, .test, item)
            return Reading(
                seen: oracle.objects(in: pixels.baseAddress!, imageSize: dataset.imageSize).inWords,
                isRight: verdict.scores["all"] ?? false, asked: verdict.asked, objects: verdict.seen)
        }
    }
}
