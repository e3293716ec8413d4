/// The share of a map's energy (the sum of its squared singular values) that lies in the first few of them: a map of
/// rank k has share 1 in its first k. Low-rank attention has most of it in the first one or two.
public struct SpectrumEnergy: Sendable, Equatable {
    /// Share in the first singular value, in 0...1.
    public let first: Double
    /// Share in the first two; at least `first`.
    public let firstTwo: Double
    /// Share in the first four; 1 for maps with at most four rows or columns.
    public let firstFour: Double

    /// - Parameter singularValues: falling. nil when they are all 0 or there are none.
    public init?(singularValues: [Double]) {
        let squares = singularValues.map { $0 * $0 }
        let total = squares.reduce(0, +)
        guard total > 0 else { return nil }
        func share(_ count: Int) -> Double { min(1, squares.prefix(count).reduce(0, +) / total) }
        (first, firstTwo, firstFour) = (share(1), share(2), share(4))
    }
}
