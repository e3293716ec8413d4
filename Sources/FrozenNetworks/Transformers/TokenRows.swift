/// The rows of several sequences in one matrix, one after the other. Sequences need not be equally long: what does not exist needs no
/// mask.
public struct TokenRows: Sendable, Equatable {
    /// Where each sequence begins, and where the last one ends.
    public let starts: [Int]

    /// - Precondition: every sequence has at least one row.
    public init(counts: [Int]) {
        precondition(counts.allSatisfy { $0 > 0 }, "a sequence without rows")
        starts = counts.reduce(into: [0]) { $0.append($0.last! + $1) }
    }

    public var sequences: Int { starts.count - 1 }
    /// Of all sequences together.
    public var count: Int { starts[sequences] }

    public func rows(_ sequence: Int) -> Range<Int> { starts[sequence]..<starts[sequence + 1] }

    var longest: Int { (0..<sequences).map { rows($0).count }.max() ?? 0 }
}
