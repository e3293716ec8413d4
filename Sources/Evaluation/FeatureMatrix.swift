/// A set of feature vectors, one row per image: what the distances between image sets are computed from.
public struct FeatureMatrix: Sendable, Equatable {
    /// Length of one feature vector.
    public let dimensions: Int
    /// Row-major, [rows, dimensions].
    public private(set) var values: [Double]

    /// Number of feature vectors.
    public var rows: Int { values.count / dimensions }

    /// An empty set of vectors of this length.
    /// - Precondition: `dimensions > 0`.
    public init(dimensions: Int) {
        precondition(dimensions > 0, "features of \(dimensions) dimensions")
        self.dimensions = dimensions
        values = []
    }

    /// A set from row-major [rows, dimensions] values.
    /// - Precondition: `values.count` is a multiple of `dimensions`.
    public init(dimensions: Int, values: [Double]) {
        self.init(dimensions: dimensions)
        append(values)
    }

    /// Adds rows.
    /// - Precondition: `rows.count` is a multiple of `dimensions`.
    public mutating func append(_ rows: some Collection<Double>) {
        precondition(rows.count.isMultiple(of: dimensions), "\(rows.count) values in rows of \(dimensions)")
        values.append(contentsOf: rows)
    }

    /// Adds rows of single precision, as evaluators give them.
    /// - Precondition: `rows.count` is a multiple of `dimensions`.
    public mutating func append(_ rows: some Collection<Float>) {
        precondition(rows.count.isMultiple(of: dimensions), "\(rows.count) values in rows of \(dimensions)")
        values.append(contentsOf: rows.lazy.map(Double.init))
    }

    /// [rows].
    var squaredNorms: [Double] {
        (0..<rows).map { row in values[row * dimensions..<(row + 1) * dimensions].reduce(0) { $0 + $1 * $1 } }
    }
}
