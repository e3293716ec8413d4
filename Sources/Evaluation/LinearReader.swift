import Kernels

/// Reads a class from features by a linear map: ridge regression on one-hot targets, the greatest of which is the answer.
///
/// Features are standardised; each class weighs the same however often it occurs; the penalty is a fixed part of the features' mean
/// variance and leaves the constant alone. Closed form, in Double: `(S + lambda I) w = cov(z, target)`.
///
/// A *probe* in the sense of Alain & Bengio, "Understanding intermediate layers using linear classifier probes", arXiv 1610.01644.
public struct LinearReader: Sendable {
    /// `lambda` over the mean variance of the standardised features.
    public static let penalty = 0.1

    /// [classes, dimensions] and [classes], for features as they come. Classes never seen have no say.
    private let weights: [Double]
    private let constants: [Double]
    private let dimensions: Int

    /// - Returns: nil with fewer than two classes that have vectors, for features that do not vary, or that are not finite.
    public init?(_ moments: ClassMoments, penalty: Double = LinearReader.penalty) {
        let size = moments.dimensions
        guard let statistics = BalancedStatistics(moments) else { return nil }
        var covariance = statistics.covariance
        let trace = (0..<size).reduce(0) { $0 + covariance[$1 * size + $1] }
        for place in 0..<size { covariance[place * size + place] += penalty * trace / Double(size) }
        let sides = statistics.classMeans.flatMap { classMean in
            zip(classMean, statistics.centre).map { statistics.share * ($0 - $1) }
        }
        guard trace > 0, let solution = solvePositiveDefinite(covariance, size: size, sides) else { return nil }

        var weights = [Double](repeating: 0, count: moments.counts.count * size)
        var constants = [Double](repeating: -.infinity, count: moments.counts.count)
        for (place, kind) in statistics.seen.enumerated() {
            var constant = statistics.share
            for column in 0..<size {
                let weight = solution[place * size + column] * statistics.scale[column]
                constant -= solution[place * size + column] * statistics.centre[column] + weight * statistics.mean[column]
                weights[kind * size + column] = weight
            }
            constants[kind] = constant
        }
        guard weights.allSatisfy(\.isFinite) else { return nil }
        (self.weights, self.constants, dimensions) = (weights, constants, size)
    }

    /// The fitted targets of `count` rows [count, dimensions], which sum to 1 over the classes seen: [count, classes].
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
    /// Classes that have vectors, and the weight of each.
    let seen: [Int]
    let share: Double
    /// [dimensions], of all vectors alike: features become `(x - mean) * scale`; a constant feature becomes 0.
    let mean, scale: [Double]
    /// Of standardised features: [seen, dimensions], their mean, and [dimensions, dimensions].
    let classMeans: [[Double]]
    let centre: [Double]
    let covariance: [Double]

    init?(_ moments: ClassMoments) {
        let size = moments.dimensions
        let seen = moments.counts.indices.filter { moments.counts[$0] > 0 }
        guard seen.count >= 2 else { return nil }
        let total = Double(moments.counts.reduce(0, +)), share = 1 / Double(seen.count)
        let mean = (0..<size).map { column in seen.reduce(0) { $0 + moments.sums[$1][column] } / total }
        let scale = (0..<size).map { column in
            let square = seen.reduce(0) { $0 + moments.products[$1][column * size + column] } / total
            let variance = square - mean[column] * mean[column]
            // A constant's variance is rounding noise, which a division would blow up.
            return variance > 1e-12 * square ? 1 / variance.squareRoot() : 0
        }
        let classMeans = seen.map { kind in
            (0..<size).map { (moments.sums[kind][$0] / Double(moments.counts[kind]) - mean[$0]) * scale[$0] }
        }
        let centre = (0..<size).map { column in share * classMeans.reduce(0) { $0 + $1[column] } }
        var covariance = [Double](repeating: 0, count: size * size)
        for (kind, classMean) in zip(seen, classMeans) {
            let count = Double(moments.counts[kind]), products = moments.products[kind]
            let raw = moments.sums[kind].map { $0 / count }
            for row in 0..<size {
                for column in 0..<size {
                    let place = row * size + column
                    let within = (products[place] / count - raw[row] * raw[column]) * scale[row] * scale[column]
                    let between = (classMean[row] - centre[row]) * (classMean[column] - centre[column])
                    covariance[place] += share * (within + between)
                }
            }
        }
        (self.seen, self.share, self.mean, self.scale) = (seen, share, mean, scale)
        (self.classMeans, self.centre, self.covariance) = (classMeans, centre, covariance)
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

    /// nil with fewer than two true classes.
    public var value: Double? {
        guard asked.count >= 2 else { return nil }
        let recalls = asked.sorted { $0.key < $1.key }.map { Double(right[$0.key]!) / Double($0.value) }
        return recalls.reduce(0, +) / Double(recalls.count)
    }
}
