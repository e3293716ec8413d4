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
    public static func intervals(_ values: [Double], levels: [Double]) -> [MeanInterval] {
        guard values.count >= 2, values.allSatisfy(\.isFinite), let mean = SeedStatistics.mean(values) else { return [] }
        // Equal differences of unequal numbers differ in their last bits.
        let size = values.reduce(0) { max($0, abs($1)) }
        if values.allSatisfy({ abs($0 - values[0]) <= 1e-12 * size }) { return [] }
        if values.count >= bootstrapCount, let found = bootstrapT(values, mean: mean, levels: levels) {
            return found.map { MeanInterval($0, .bootstrapT) }
        }
        let found = levels.compactMap { SeedStatistics.studentInterval(values, level: $0) }
        return found.count == levels.count ? found.map { MeanInterval($0, .student) } : []
    }

    /// nil when so many resamples have no spread (values with many ties) that an end lies nowhere.
    private static func bootstrapT(_ values: [Double], mean: Double, levels: [Double]) -> [ConfidenceInterval]? {
        let count = values.count
        guard let deviation = SeedStatistics.sampleStandardDeviation(values) else { return nil }
        let places = ResamplePlaces.table(count: count)
        var ratios = places.withUnsafeBufferPointer { places in
            values.withUnsafeBufferPointer { values in
                (0..<resamples).map { resample -> Double in
                    let drawn = places[(resample * count)..<((resample + 1) * count)]
                    let drawnMean = drawn.reduce(0) { $0 + values[Int($1)] } / Double(count)
                    let squares = drawn.reduce(0) { $0 + (values[Int($1)] - drawnMean) * (values[Int($1)] - drawnMean) }
                    let offset = drawnMean - mean, spread = (squares / Double(count - 1)).squareRoot()
                    if spread <= 1e-12 * deviation { return offset == 0 ? 0 : offset > 0 ? .infinity : -.infinity }
                    return offset / spread
                }
            }
        }
        ratios.sort()
        let found = levels.compactMap { level -> ConfidenceInterval? in
            let cut = Int((Double(resamples + 1) * (1 - level) / 2).rounded())
            let (low, high) = (ratios[cut - 1], ratios[resamples - cut])
            guard low.isFinite, high.isFinite else { return nil }
            return ConfidenceInterval(low: mean - high * deviation, high: mean - low * deviation)
        }
        return found.count == levels.count ? found : nil
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
