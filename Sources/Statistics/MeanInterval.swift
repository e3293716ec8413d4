import Foundation
import Kernels

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
            let open =
                count < costlyCount
                ? places
                : places.filter { place in
                    found[place] = known[Asked(values: lists[place], levels: levels)] ?? []
                    return found[place].isEmpty
                }
            for (place, ratios) in zip(open, BootstrapRatios.of(open.map { lists[$0] }, resamples: resamples)) {
                found[place] = bootstrapT(lists[place], ratios: ratios, levels: levels)
                if count >= costlyCount { known[Asked(values: lists[place], levels: levels)] = found[place] }
            }
        }
        for place in judged where found[place].isEmpty {
            let student = levels.compactMap { SeedStatistics.studentInterval(lists[place], level: $0) }
            if student.count == levels.count { found[place] = student.map { MeanInterval($0, .student) } }
        }
        return found
    }

    /// From so many values on an interval takes milliseconds: it is remembered.
    private static let costlyCount = 50
    private struct Asked: Hashable, Sendable {
        var values: [Double]
        var levels: [Double]
    }
    private static let known = Memory<Asked, [MeanInterval]>(mostWeight: 16 << 20) { $0.values.count * MemoryLayout<Double>.stride }

    private static func hasSpread(_ values: [Double]) -> Bool {
        guard values.count >= 2, values.allSatisfy(\.isFinite) else { return false }
        // Equal differences of unequal numbers differ in their last bits.
        let size = values.reduce(0) { max($0, abs($1)) }
        return !values.allSatisfy { abs($0 - values[0]) <= 1e-12 * size }
    }

    /// Empty when so many resamples have no spread (values with many ties) that an end lies nowhere.
    private static func bootstrapT(_ values: [Double], ratios: [Double], levels: [Double]) -> [MeanInterval] {
        guard let mean = SeedStatistics.mean(values), let deviation = SeedStatistics.sampleStandardDeviation(values) else { return [] }
        var order = OrderStatistics(ratios)
        let found = levels.compactMap { level -> MeanInterval? in
            let cut = Int((Double(resamples + 1) * (1 - level) / 2).rounded())
            let low = order.value(at: cut - 1), high = order.value(at: resamples - cut)
            guard low.isFinite, high.isFinite else { return nil }
            return MeanInterval(ConfidenceInterval(low: mean - high * deviation, high: mean - low * deviation), .bootstrapT)
        }
        return found.count == levels.count ? found : []
    }
}

/// `(mean* - mean) / standard deviation*` of every resample.
private enum BootstrapRatios {
    /// - Parameter lists: all of one length.
    static func of(_ lists: [[Double]], resamples: Int) -> [[Double]] {
        guard !lists.isEmpty else { return [] }
        let count = lists[0].count, rows = (lists.count + 7) / 8 * 8, table = ResamplePlaces.table(count: count)
        // By value, then by list: one draw is one pass over neighbours.
        let means = lists.map { SeedStatistics.mean($0) ?? 0 }
        var values = [Double](repeating: 0, count: count * rows)
        for (row, list) in lists.enumerated() { for place in 0..<count { values[place * rows + row] = list[place] - means[row] } }
        var ratios = [[Double]](repeating: [], count: lists.count)
        for row in ratios.indices { ratios[row].reserveCapacity(resamples) }
        var sums = [Double](repeating: 0, count: rows), squares = sums
        table.withUnsafeBufferPointer { table in
            for resample in 0..<resamples {
                sumPlaces(&sums, &squares, values, rows: rows, places: table.baseAddress! + resample * count, count: count)
                for row in ratios.indices { ratios[row].append(ratio(sums[row], squares[row], Double(count))) }
            }
        }
        return ratios
    }

    private static func ratio(_ sum: Double, _ squares: Double, _ count: Double) -> Double {
        let offset = sum / count, variance = squares - sum * offset
        // Of one value drawn again and again rounding alone is left.
        if variance <= 1e-12 * squares { return offset == 0 ? 0 : offset > 0 ? .infinity : -.infinity }
        return offset / (variance / (count - 1)).squareRoot()
    }
}

/// Which values each resample draws: it depends on their number alone, so all intervals of one length share it.
private enum ResamplePlaces {
    private static let known = Memory<Int, [UInt32]>(mostWeight: 64 << 20) { $0 * MeanInterval.resamples * 4 }

    /// Row-major [resamples, count].
    static func table(count: Int) -> [UInt32] {
        known.answer(count) {
            [UInt32](unsafeUninitializedCapacity: MeanInterval.resamples * count) { places, initialized in
                for resample in 0..<MeanInterval.resamples {
                    let key = RandomKey(seed: 0, purpose: .bootstrap, step: 0, sample: UInt64(resample))
                    fillUniformIntegers(places.baseAddress! + resample * count, count: count, below: count, key: key)
                }
                initialized = MeanInterval.resamples * count
            }
        }
    }
}
