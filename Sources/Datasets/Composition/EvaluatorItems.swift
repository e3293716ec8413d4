/// What an evaluator learns from and is tried on: training items of its own, and the test items of the data set that it judges.
public final class EvaluatorItems: CaptionedDataset {
    private let own, judged: any CaptionedDataset

    public let fingerprint: String
    public var imageSize: Int { judged.imageSize }
    public var channels: Int { judged.channels }

    /// - Precondition: images of one size and kind.
    public init(own: any CaptionedDataset, judged: any CaptionedDataset) {
        precondition(own.imageSize == judged.imageSize && own.channels == judged.channels, "images of two sizes")
        (self.own, self.judged) = (own, judged)
        fingerprint = ContentHash.hex(["evaluator items 1", own.fingerprint, judged.fingerprint])
    }

    private func source(_ split: Split) -> any CaptionedDataset { split.choose(train: own, test: judged) }

    public func count(_ split: Split) -> Int { source(split).count(split) }

    public func wordings(_ split: Split, _ index: Int) -> [String] { source(split).wordings(split, index) }

    public func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int) {
        source(split).fillImage(out, split, index)
    }

    public func isHeldOut(_ split: Split, _ index: Int) -> Bool { source(split).isHeldOut(split, index) }

    public func objects(_ split: Split, _ index: Int) -> [LocatedObject]? { source(split).objects(split, index) }

    public func references(in words: [String]) -> [CaptionReference] { judged.references(in: words) }
}
