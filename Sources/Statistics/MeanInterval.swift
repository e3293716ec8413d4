import Foundation
import Kernels
import Synchronization

/// An interval for the mean of few values, by the method that their number allows.
///
/// From ``bootstrapCount`` values on it is the studentised bootstrap (bootstrap-t): the distribution of
/// `(mean* - mean) / standard error*` over resamples takes the place of Student's t, so skew is followed. With fewer
/// values resamples are too alike for that (`docs/statistics.md` has the measured coverage) and the interval is
/// Student's. The resamples are counter-based draws: the same values give the same interval.
///
/// Source: Efron & Tibshirani, "An Introduction to the Bootstrap" (1993), section 12.5.
public struct MeanInterval: Sendable, Equatable {
    public enum Method: String, Sendable, Codable {
        case student
        case bootstrapT = "bootstrap-t"
    }

    public static let bootstrapCount = 10
    public static let resamples = 9_999
    public static let level = 0.95

    public let interval: ConfidenceInterval
    public let method: Method

    /// The 95 % interval.
    ///
    /// nil for fewer than two values, when one is not finite, and for values that are all alike: they show no spread to
    /// judge the next one by.
    public init?(_ values: [Double]) {
        guard let found = Self.intervals(values, levels: [Self.level]).first else { return nil }
        self = found
    }

    private init(_ interval: ConfidenceInterval, _ method: Method) { (self.interval, self.method) = (interval, method) }

    /// One interval a level, from the same resamples; none where ``init(_:)`` gives nil.
    /// - Parameter levels: the shares of such intervals that hold the true mean, between 0 and 1.
    public static func intervals(_ values: [Double], levels: [Double]) -> [MeanInterval] { intervals(ofEach: [values], levels: levels)[0] }

    /// The same of many lists at once, which is many times faster; each has the bits that it has alone.
    static func intervals(ofEach lists: [[Double]], levels: [Double]) -> [[MeanInterval]] {
        var found = [[MeanInterval]](repeating: [], count: lists.count)
        let judged = lists.indices.filter { hasSpread(lists[$0]) }
        for (count, places) in Dictionary(grouping: judged, by: { lists[$0].count }) where count >= bootstrapCount {
            for (place, ratios) in zip(places, BootstrapRatios.of(places.map { lists[$0] }, resamples: resamples)) {
                found[place] = bootstrapT(lists[place], ratios: ratios, levels: levels)
            }
        }
        for place in judged where found[place].isEmpty {
            let student = levels.compactMap { SeedStatistics.studentInterval(lists[place], level: $0) }
            if student.count == levels.count { found[place] = student.map { MeanInterval($0, .student) } }
        }
        return found
    }

    private static func hasSpread(_ values: [Double]) -> Bool {
        guard values.count >= 2, values.allSatisfy(\.isFinite) else { return false }
        // Equal differences of unequal numbers differ in their last bits.
        let size = values.reduce(0) { max($0, abs($1)) }
        return !values.allSatisfy { abs($0 - values[0]) <= 1e-12 * size }
    }

    /// Empty when so many resamples have no spread (values with many ties) that an end lies nowhere.
    private static func bootstrapT(_ values: [Double], ratios: [Double], levels: [Double]) -> [MeanInterval] {
        guard let mean = SeedStatistics.mean(values), let deviation = SeedStatistics.sampleStandardDeviation(values) else { return [] }
        let found = levels.compactMap { level -> MeanInterval? in
            let cut = Int((Double(resamples + 1) * (1 - level) / 2).rounded())
            let (low, high) = (ratios[cut - 1], ratios[resamples - cut])
            guard low.isFinite, high.isFinite else { return nil }
            return MeanInterval(ConfidenceInterval(low: mean - high * deviation, high: mean - low * deviation), .bootstrapT)
        }
        return found.count == levels.count ? found : []
    }
}

/// `(mean* - mean) / standard deviation*` of every resample, sorted.
private enum BootstrapRatios {
    /// - Parameter lists: all of one length.
    static func of(_ lists: [[Double]], resamples: Int) -> [[Double]] {
        let rows = lists.count, count = lists[0].count, table = ResamplePlaces.table(count: count)
        // By value, then by list: one draw is one pass over neighbours.
        let means = lists.map { SeedStatistics.mean($0) ?? 0 }
        let values = (0..<count).flatMap { place in lists.indices.map { lists[$0][place] - means[$0] } }
        var ratios = [[Double]](repeating: [], count: rows)
        for row in ratios.indices { ratios[row].reserveCapacity(resamples) }
        var sums = [Double](repeating: 0, count: rows), squares = sums
        for resample in 0..<resamples {
            draw(table, resample * count, count, values, rows, &sums, &squares)
            for row in 0..<rows {
                let offset = sums[row] / Double(count), variance = squares[row] - sums[row] * offset
                // Of one value drawn again and again rounding alone is left.
                if variance <= 1e-12 * squares[row] {
                    ratios[row].append(offset == 0 ? 0 : offset > 0 ? .infinity : -.infinity)
                } else {
                    ratios[row].append(offset / (variance / Double(count - 1)).squareRoot())
                }
            }
        }
        return ratios.map { $0.sorted() }
    }

    private static func draw(
        _ table: [UInt32], _ first: Int, _ count: Int, _ values: [Double], _ rows: Int, _ sums: inout [Double],
        _ squares: inout [Double]
    ) {
        table.withUnsafeBufferPointer { table in
            values.withUnsafeBufferPointer { values in
                sums.withUnsafeMutableBufferPointer { sums in
                    squares.withUnsafeMutableBufferPointer { squares in
                        sums.update(repeating: 0)
                        squares.update(repeating: 0)
                        for place in 0..<count {
                            let base = values.baseAddress! + Int(table[first + place]) * rows
                            for row in 0..<rows {
                                let value = base[row]
                                sums[row] += value
                                squares[row] += value * value
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Which values each resample draws: it depends on their number alone, so all intervals of one length share it.
private enum ResamplePlaces {
    private static let known = Mutex<[Int: [UInt32]]>([:])

    /// Row-major [resamples, count].
    static func table(count: Int) -> [UInt32] {
        known.withLock { known in
            if let table = known[count] { return table }
            let table = (0..<MeanInterval.resamples).flatMap { resample in
                let key = RandomKey(seed: 0, purpose: .bootstrap, step: 0, sample: UInt64(resample))
                return (0..<count).map { UInt32(uniformInteger(below: count, key, $0)) }
            }
            known[count] = table
            return table
        }
    }
}
