import Kernels

/// Numbers, sums and products of the feature vectors of each class, gathered batch by batch: all that a ``LinearReader`` needs.
public struct ClassMoments: Sendable, Equatable {
    /// Length of one feature vector.
    public let dimensions: Int
    /// [classes]: vectors seen of each.
    public private(set) var counts: [Int]
    /// [classes, dimensions]
    private(set) var sums: [[Double]]
    /// [classes, dimensions, dimensions]
    private(set) var products: [[Double]]

    /// Of no vectors yet.
    /// - Precondition: both are at least 1.
    public init(dimensions: Int, classes: Int) {
        precondition(dimensions >= 1 && classes >= 1, "\(classes) classes of \(dimensions) features")
        self.dimensions = dimensions
        counts = Array(repeating: 0, count: classes)
        sums = Array(repeating: Array(repeating: 0, count: dimensions), count: classes)
        products = Array(repeating: Array(repeating: 0, count: dimensions * dimensions), count: classes)
    }

    /// Adds a batch.
    /// - Parameters:
    ///   - rows: [labels.count, dimensions].
    ///   - labels: each row's class; a row whose class is nil does not count.
    public mutating func add(_ rows: In, labels: [Int?]) {
        for kind in counts.indices {
            let members = labels.indices.filter { labels[$0] == kind }
            guard !members.isEmpty else { continue }
            var matrix: [Double] = []
            matrix.reserveCapacity(members.count * dimensions)
            for row in members {
                for column in 0..<dimensions {
                    let value = Double(rows[row * dimensions + column])
                    matrix.append(value)
                    sums[kind][column] += value
                }
            }
            counts[kind] += members.count
            matmul(
                &products[kind], matrix, matrix, m: dimensions, n: dimensions, k: members.count, transposeA: true, accumulate: true)
        }
    }
}
