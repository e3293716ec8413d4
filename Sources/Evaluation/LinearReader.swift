import Kernels

/// Reads a class from features by linear functions: a *probe* in the sense of Alain & Bengio, "Understanding intermediate layers using
/// linear classifier probes", arXiv 1610.01644.
///
/// Ridge regression on one-hot targets, and among its fitted values the class whose mean is nearest, as within-class scatter measures; both
/// together are the penalised discriminant analysis of Hastie, Buja & Tibshirani (1995): `argmax (x - m_c / 2)' (W + lambda I)^-1 m_c`. The
/// greatest fitted value itself would not do: of classes in a row, such as counts, those in the middle are never the greatest. For two
/// classes it is the ridge regression's answer.
///
/// Features are standardised; each class weighs the same however often it occurs; the penalty is a fixed part of the features' mean
/// variance. Closed form, in Double.
public struct LinearReader: Sendable {
    /// `lambda` over the mean variance of the standardised features.
    public static let penalty = 0.03

    /// [classes, dimensions] and [classes], for features as they come. Classes never seen have no say.
    private let weights: [Double]
    private let constants: [Double]
    private let dimensions: Int

    /// - Returns: nil with fewer than two classes that have vectors, for features that do not vary, or that are not finite.
    public init?(_ moments: ClassMoments, penalty: Double = LinearReader.penalty) {
        let size = moments.dimensions
        guard let statistics = BalancedStatistics(moments), statistics.meanVariance > 0 else { return nil }
        var scatter = statistics.within
        for place in 0..<size { scatter[place * size + place] += penalty * statistics.meanVariance }
        guard let solution = solvePositiveDefinite(scatter, size: size, statistics.classMeans.flatMap(\.self)) else { return nil }

        var weights = [Double](repeating: 0, count: moments.counts.count * size)
        var constants = [Double](repeating: -.infinity, count: moments.counts.count)
        for (place, kind) in statistics.seen.enumerated() {
            var constant = 0.0
            for column in 0..<size {
                let factor = solution[place * size + column]
                weights[kind * size + column] = factor * statistics.scale[column]
                constant -= factor * (statistics.classMeans[place][column] / 2 + statistics.centre[column] * statistics.scale[column])
            }
            constants[kind] = constant
        }
        guard weights.allSatisfy(\.isFinite) else { return nil }
        (self.weights, self.constants, dimensions) = (weights, constants, size)
    }

    /// The discriminants of `count` rows [count, dimensions], of which the greatest decides: [count, classes].
    public func scores(_ rows: In, count: Int) -> [Double] {
        let classes = constants.count
        var scores = (0..<count).flatMap { _ in constants }
        let features = (0..<count * dimensions).map { Double(rows[$0]) }
        matmul(&scores, features, weights, m: count, n: classes, k: dimensions, transposeB: true, accumulate: true)
        return scores
    }

    /// The class of each of `count` rows [count, dimensions]; of equals the first.
    public func classes(_ rows: In, count: Int) -> [Int] {
        let scores = scores(rows, count: count), classes = constants.count
        return (0..<count).map { row in
            (1..<classes).reduce(0) { scores[row * classes + $1] > scores[row * classes + $0] ? $1 : $0 }
        }
    }
}

/// What standardised features are like when each class weighs the same.
private struct BalancedStatistics {
    /// Classes that have vectors.
    let seen: [Int]
    /// [dimensions]: features become `(x - centre) * scale`, of mean 0; a constant feature becomes 0. Deviations are those of all vectors
    /// alike, the mean is that of the classes' means.
    let centre, scale: [Double]
    /// [seen, dimensions], of standardised features.
    let classMeans: [[Double]]
    /// [dimensions, dimensions]: their mean covariance within a class.
    let within: [Double]
    /// Within and between classes, mean over features.
    let meanVariance: Double

    init?(_ moments: ClassMoments) {
        let size = moments.dimensions
        let seen = moments.counts.indices.filter { moments.counts[$0] > 0 }
        guard seen.count >= 2 else { return nil }
        let total = Double(moments.counts.reduce(0, +)), share = 1 / Double(seen.count)
        let scale = (0..<size).map { column in
            let mean = seen.reduce(0) { $0 + moments.sums[$1][column] } / total
            let square = seen.reduce(0) { $0 + moments.products[$1][column * size + column] } / total
            let variance = square - mean * mean
            // A constant's variance is rounding noise, which a division would blow up.
            return variance > 1e-12 * square ? 1 / variance.squareRoot() : 0
        }
        let raw = seen.map { kind in moments.sums[kind].map { $0 / Double(moments.counts[kind]) } }
        let centre = (0..<size).map { column in share * raw.reduce(0) { $0 + $1[column] } }
        var within = [Double](repeating: 0, count: size * size)
        for (kind, mean) in zip(seen, raw) {
            let count = Double(moments.counts[kind]), products = moments.products[kind]
            for row in 0..<size {
                for column in 0..<size {
                    let place = row * size + column
                    within[place] += share * (products[place] / count - mean[row] * mean[column]) * scale[row] * scale[column]
                }
            }
        }
        let classMeans = raw.map { mean in (0..<size).map { (mean[$0] - centre[$0]) * scale[$0] } }
        let between = share * classMeans.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
        meanVariance = ((0..<size).reduce(0) { $0 + within[$1 * size + $1] } + between) / Double(size)
        (self.seen, self.centre, self.scale, self.classMeans, self.within) = (seen, centre, scale, classMeans, within)
    }
}

/// The mean over the true classes of the share of their members that are found: by chance 1 over the number of classes, however often
/// each occurs.
public struct BalancedAccuracy: Sendable, Equatable {
    private var right: [Int: Int] = [:]
    private var asked: [Int: Int] = [:]

    public init() {}

    public mutating func add(truth: Int, answer: Int) {
        asked[truth, default: 0] += 1
        right[truth, default: 0] += truth == answer ? 1 : 0
    }

    /// Adds what another counted.
    public mutating func add(_ other: BalancedAccuracy) {
        right.merge(other.right, uniquingKeysWith: +)
        asked.merge(other.asked, uniquingKeysWith: +)
    }

    /// nil with fewer than two true classes.
    public var value: Double? {
        guard asked.count >= 2 else { return nil }
        let recalls = asked.sorted { $0.key < $1.key }.map { Double(right[$0.key]!) / Double($0.value) }
        return recalls.reduce(0, +) / Double(recalls.count)
    }
}
