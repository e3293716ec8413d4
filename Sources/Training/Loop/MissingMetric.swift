/// A metric that has no value for a reason that is no failure.
public struct MissingMetric: Sendable, Equatable {
    public var name: String
    public var split: String
    public var step: Int
    /// In words.
    public var reason: String

    public init(_ name: String, split: String, step: Int, reason: String) {
        self.name = name
        self.split = split
        self.step = step
        self.reason = reason
    }
}
