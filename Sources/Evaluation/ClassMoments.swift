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

    /// Adds what another gathered of the same classes.
    /// - Precondition: both have as many classes and dimensions.
    public mutating func add(_ other: ClassMoments) {
        precondition(other.dimensions == dimensions && other.counts.count == counts.count, "moments of other classes")
        for kind in counts.indices {
            counts[kind] += other.counts[kind]
            for place in sums[kind].indices { sums[kind][place] += other.sums[kind][place] }
            for place in products[kind].indices { products[kind][place] += other.products[kind][place] }
        }
    }

    /// Moments of classes into which all vectors of `whole` fall: the largest class is what the others leave of it, so that only theirs
    /// are multiplied.
    /// - Parameters:
    ///   - whole: of one class, all vectors.
    ///   - rows: the same vectors, [labels.count, dimensions].
    ///   - labels: each row's class.
    /// - Precondition: `whole` has as many vectors as there are labels.
    public init(_ rows: In, labels: [Int], classes: Int, of whole: ClassMoments) {
        self.init(dimensions: whole.dimensions, classes: classes)
        var members = [Int](repeating: 0, count: classes)
        precondition(whole.counts == [labels.count], "\(labels.count) labels of \(whole.counts) vectors")
        for label in labels { members[label] += 1 }
        let largest = members.indices.max { (members[$0], $1) < (members[$1], $0) }!
        add(rows, labels: labels.map { $0 == largest ? nil : $0 })
        counts[largest] = members[largest]
        (sums[largest], products[largest]) = (whole.sums[0], whole.products[0])
        for kind in counts.indices where kind != largest && counts[kind] > 0 {
            for place in sums[kind].indices { sums[largest][place] -= sums[kind][place] }
            for place in products[kind].indices { products[largest][place] -= products[kind][place] }
        }
    }
}
