import Results

/// How often an encoder finds the right caption of a picture among all different captions of the pictures looked at.
/// Captions that say the same as the right one in other words are no rivals.
public struct RetrievalAccuracy: Sendable, Equatable, Codable {
    /// Which test items: all, seen or held-out ones.
    public var split: Metric.Split
    public var items: Int
    /// Different captions to choose from.
    public var candidates: Int
    /// Share of the items whose own caption is first.
    public var first: Double
    /// Share of the items whose own caption is among the first five.
    public var firstFive: Double

    public init(split: Metric.Split, items: Int, candidates: Int, first: Double, firstFive: Double) {
        self.split = split
        self.items = items
        self.candidates = candidates
        self.first = first
        self.firstFive = firstFive
    }
}
