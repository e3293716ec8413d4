/// Somebody looked at two things and said which is better.
public struct PairedComparison: Sendable, Equatable {
    public var first: Int
    public var second: Int
    /// 1: the first is better, 0: the second, 0.5: neither.
    public var score: Double

    public init(first: Int, second: Int, score: Double) { (self.first, self.second, self.score) = (first, second, score) }
}

extension [PairedComparison] {
    /// Which of `count` things comparisons connect with the most others, each with each; of equals those with the least number.
    func largestConnected(of count: Int) -> [Int] {
        var group = Array<Int>(0..<count)
        func root(_ item: Int) -> Int {
            var item = item
            while group[item] != item { item = group[item] }
            return item
        }
        for comparison in self {
            let (a, b) = (root(comparison.first), root(comparison.second))
            group[Swift.max(a, b)] = Swift.min(a, b)
        }
        let members = Dictionary(grouping: 0..<count, by: root)
        return members.min { ($1.value.count, $0.key) < ($0.value.count, $1.key) }?.value ?? []
    }
}

/// The inverse of a symmetric positive definite matrix `[size][size]`; nil when it is none. For the few cells of a study.
func inverse(_ matrix: [[Double]]) -> [[Double]]? {
    let size = matrix.count
    var left = matrix
    var right = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0 } }
    for pivot in 0..<size {
        let value = left[pivot][pivot]
        guard value > 1e-12 else { return nil }
        for column in 0..<size {
            left[pivot][column] /= value
            right[pivot][column] /= value
        }
        for row in 0..<size where row != pivot {
            let factor = left[row][pivot]
            guard factor != 0 else { continue }
            for column in 0..<size {
                left[row][column] -= factor * left[pivot][column]
                right[row][column] -= factor * right[pivot][column]
            }
        }
    }
    return right
}
