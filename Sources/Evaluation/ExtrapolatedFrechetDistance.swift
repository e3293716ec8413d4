import Kernels

/// The Frechet distance of infinitely many generated vectors, estimated from the finite set: the distance's bias falls as 1/N, so a
/// line is fitted to the distances of 15 subsets of growing size over 1/N, and its intercept taken.
///
/// Subset sizes are evenly spaced between a quarter of the set and all of it; each is a draw without replacement from a key of its own.
/// An estimate: it scatters more than the plain distance, and may fall below 0.
///
/// - Parameters:
///   - reference: of the real vectors; their number is as it is, so its own bias stays.
///   - seed: of the subsets.
/// - Returns: nil when it is undefined: fewer than `fewestVectorsToExtrapolate` vectors, or features that are not finite.
/// - Precondition: both sets have the same dimensions.
/// Source: Chong & Forsyth, "Effectively unbiased FID and inception score", arXiv 1911.07023.
public func extrapolatedFrechetDistance(_ features: FeatureMatrix, _ reference: FeatureStatistics, seed: UInt64 = 0) -> Double? {
    guard features.rows >= fewestVectorsToExtrapolate, features.values.allSatisfy(\.isFinite) else { return nil }
    let sizes = subsetSizes(of: features.rows)
    var (inverses, distances): ([Double], [Double]) = ([], [])
    for (number, size) in sizes.enumerated() {
        let chosen = subset(of: features.rows, size: size, RandomKey(seed: seed, purpose: .subsets, step: UInt64(number)))
        var part = FeatureMatrix(dimensions: features.dimensions)
        for row in chosen { part.append(features.values[row * features.dimensions..<(row + 1) * features.dimensions]) }
        guard let distance = frechetDistance(FeatureStatistics(part), reference) else { return nil }
        inverses.append(1 / Double(size))
        distances.append(distance)
    }
    return intercept(inverses, distances)
}

/// Of fewer the smallest subsets would hold less than 15 vectors.
public let fewestVectorsToExtrapolate = 60

/// 15 sizes from a quarter of `count` to `count`, evenly spaced, rounded down.
func subsetSizes(of count: Int) -> [Int] {
    let smallest = count / 4
    return (0..<15).map { smallest + (count - smallest) * $0 / 14 }
}

/// `size` different numbers of 0..<count, ascending.
func subset(of count: Int, size: Int, _ key: RandomKey) -> [Int] {
    var order = Array(0..<count)
    for place in 0..<size { order.swapAt(place, place + uniformInteger(below: count - place, key, place)) }
    return order[..<size].sorted()
}

/// Where the least-squares line through the points meets 0.
func intercept(_ x: [Double], _ y: [Double]) -> Double {
    let count = Double(x.count), meanX = x.reduce(0, +) / count, meanY = y.reduce(0, +) / count
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let variance = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    return meanY - covariance / variance * meanX
}
