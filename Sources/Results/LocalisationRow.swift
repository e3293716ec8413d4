import Choices

/// Where one head's attention to words of one role falls: means over words.
public struct LocalisationRow: Sendable, Equatable {
    /// Pictures that were looked at. Raw values are those of a store.
    public enum Source: String, Sendable, CaseIterable {
        /// Test images, with their own masks.
        case test
        /// Images the network made for the same captions, with the masks of the oracle.
        case generated

        public var split: Metric.Split {
            switch self {
            case .test: .test
            case .generated: .generated
            }
        }
    }

    public var step: Int
    public var source: Source
    public var role: WordRole
    public var blockIndex: Int
    public var block: String
    public var head: Int
    public var timestep: Int
    /// Words in the means.
    public var words: Int
    /// Share of words whose brightest image token lies on the object.
    public var pointing: Double
    public var iou: Double
    /// What `pointing` is by chance: the object's share of the image tokens.
    public var area: Double
    /// What `iou` is by chance.
    public var chanceIoU: Double

    public init(
        step: Int, source: Source, role: WordRole, blockIndex: Int, block: String, head: Int, timestep: Int, words: Int, pointing: Double,
        iou: Double, area: Double, chanceIoU: Double
    ) {
        (self.step, self.source, self.role, self.blockIndex, self.block, self.head) = (step, source, role, blockIndex, block, head)
        (self.timestep, self.words, self.pointing, self.iou, self.area) = (timestep, words, pointing, iou, area)
        self.chanceIoU = chanceIoU
    }
}
