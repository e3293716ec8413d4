/// How the first object of a caption lies relative to the second. Raw values are the words of the captions.
public enum SpatialRelation: String, Sendable, Hashable, Codable, CaseIterable {
    case leftOf = "to the left of"
    case rightOf = "to the right of"
    case above = "above"
    case below = "below"

    public var inverse: SpatialRelation {
        switch self {
        case .leftOf: .rightOf
        case .rightOf: .leftOf
        case .above: .below
        case .below: .above
        }
    }

    /// A shorter way to say the same.
    var shortWords: String {
        switch self {
        case .leftOf: "left of"
        case .rightOf: "right of"
        case .above: "over"
        case .below: "under"
        }
    }

    /// How far the second centre lies from the first along the relation's direction and across it.
    public func offsets(from first: SIMD2<Double>, to second: SIMD2<Double>) -> (along: Double, across: Double) {
        let d = second - first
        switch self {
        case .leftOf: return (d.x, d.y)
        case .rightOf: return (-d.x, d.y)
        case .above: return (d.y, d.x)
        case .below: return (-d.y, d.x)
        }
    }

    /// Whether an object at `first` is in this relation to one at `second` (x to the right, y downwards):
    /// the offset must point the right way and more that way than across.
    public func holds(first: SIMD2<Double>, second: SIMD2<Double>) -> Bool {
        let (along, across) = offsets(from: first, to: second)
        return along > abs(across)
    }
}
