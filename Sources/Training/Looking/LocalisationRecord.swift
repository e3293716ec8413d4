import Datasets

/// Where the attention to words of one role falls, for one head of one block at one timestep: means over words.
public struct LocalisationRecord: Sendable, Equatable {
    /// Pictures that were looked at.
    public enum Source: String, Sendable, CaseIterable {
        /// Test images, with their own masks.
        case test
        /// Images the network made for the same captions, with the masks of the oracle.
        case generated
    }

    public var source: Source
    public var role: CaptionReference.Role
    public var blockIndex: Int
    public var block: String
    public var head: Int
    public var timestep: Int
    /// Words in the means.
    public var words: Int
    /// Share of words whose brightest image token lies on the object; see ``AttentionLocalisation``.
    public var pointing: Double
    public var iou: Double
    /// What `pointing` is by chance: the object's share of the image tokens.
    public var area: Double
    public var chanceIoU: Double
}

extension [LocalisationRecord] {
    /// Means of the nouns over all blocks, heads and timesteps, as metrics; empty without nouns.
    func metrics(source: LocalisationRecord.Source, step: Int) -> [MetricValue] {
        let nouns = filter { $0.source == source && $0.role == .noun }
        guard !nouns.isEmpty else { return [] }
        func mean(_ name: String, _ value: (LocalisationRecord) -> Double) -> MetricValue {
            MetricValue(
                name, split: source.rawValue, step: step, value: nouns.reduce(0) { $0 + value($1) } / Double(nouns.count))
        }
        return [
            mean("attention_pointing") { $0.pointing }, mean("attention_pointing_chance") { $0.area },
            mean("attention_iou") { $0.iou }, mean("attention_iou_chance") { $0.chanceIoU },
        ]
    }
}
