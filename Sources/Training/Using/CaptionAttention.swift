import Datasets
import Evaluation
import Results

/// The attention of a trained network to one caption, and what it was measured on.
public struct CaptionAttention {
    /// Whether one head's attention to one word falls on the word's objects.
    public struct WordLocalisation {
        /// Place in ``CaptionAttention/records``.
        public var record: Int
        public var reference: CaptionReference
        public var value: AttentionLocalisation
    }

    /// The picture it was taken on, without the noise.
    public var picture: PixelImage
    /// One a block, head and timestep.
    public var records: [AttentionRecord]
    /// What each word names, by place in the caption, where it is known (test items) or an oracle sees it:
    /// [imageSize, imageSize], true on the object.
    public var masks: [Int: [Bool]]
    /// One a record and word whose object is seen, in the order of `records`.
    public var localisations: [WordLocalisation]

    /// The sheet of one timestep.
    public func sheet(timestep: Int) -> AttentionSheet {
        AttentionSheet(picture: picture, records: records.filter { $0.site.timestep == timestep }, masks: masks)
    }
}
