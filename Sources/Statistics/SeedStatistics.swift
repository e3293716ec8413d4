import Foundation

/// A symmetric or skew interval around an estimate.
public struct ConfidenceInterval: Sendable, Equatable {
    public let low: Double
    public let high: Double

    public init(low: Double, high: Double) {
        (self.low, self.high) = (low, high)
    }
}

/// What repeated seeds say about one number. Everything that needs more values than there are is nil.
public enum SeedStatistics {
    /// The arithmetic mean; nil for no values. NaN and infinity pass through.
    public static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// The sample standard deviation (n - 1 below); nil for fewer than two values.
    public static func sampleStandardDeviation(_ values: [Double]) -> Double? {
        guard values.count >= 2, let mean = mean(values) else { return nil }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }

    /// Student's interval for the mean of normal values; nil for fewer than two values, or a level outside 0...1
    /// (ends excluded).
    /// - Parameter level: the share of such intervals that hold the true mean, 0.95 by custom.
    public static func studentInterval(_ values: [Double], level: Double = 0.95) -> ConfidenceInterval? {
        guard level > 0, level < 1, let mean = mean(values), let deviation = sampleStandardDeviation(values),
            let quantile = studentQuantile(0.5 + level / 2, degreesOfFreedom: Double(values.count - 1))
        else { return nil }
        let half = quantile * deviation / Double(values.count).squareRoot()
        return ConfidenceInterval(low: mean - half, high: mean + half)
    }

    /// Wilson's interval for a share of successes, inside 0...1 and of use at 0 and `trials` successes too; nil for
    /// no trials, for successes outside `0...trials`, or a level outside 0...1 (ends excluded).
    /// Source: Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
    public static func wilsonInterval(
        successes: Int, trials: Int, level: Double = 0.95
    ) -> ConfidenceInterval? {
        guard trials >= 1, 0...trials ~= successes, level > 0, level < 1,
            let quantile = normalQuantile(0.5 + level / 2)
        else { return nil }
        let (n, share, z2) = (Double(trials), Double(successes) / Double(trials), quantile * quantile)
        let centre = (share + z2 / (2 * n)) / (1 + z2 / n)
        let half = quantile / (1 + z2 / n) * (share * (1 - share) / n + z2 / (4 * n * n)).squareRoot()
        // At the ends the formula gives 0 or 1 exactly, rounding does not.
        return ConfidenceInterval(
            low: successes == 0 ? 0 : max(0, centre - half),
            high: successes == trials ? 1 : min(1, centre + half))
    }
}
