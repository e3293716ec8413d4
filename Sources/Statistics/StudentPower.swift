import Foundation

/// How likely a two-sided Student test of a mean decides, and what it takes.
///
/// Source: Johnson, Kotz & Balakrishnan, "Continuous univariate distributions" (1995), chapter 31: the non-central t.
public enum StudentPower {
    /// What is asked of an experiment by custom.
    public static let wanted = 0.8

    /// The probability that |t| reaches `critical` when the true mean lies `shift` standard errors from the hypothesis.
    /// - Precondition: `degreesOfFreedom > 0`.
    public static func power(shift: Double, degreesOfFreedom: Double, critical: Double) -> Double {
        precondition(degreesOfFreedom > 0, "\(degreesOfFreedom) degrees of freedom")
        guard critical.isFinite else { return 0 }
        // Over the spread s that the sample shows instead of the true one: s² x freedom is chi-squared.
        let half = 10 / (2 * degreesOfFreedom).squareRoot()
        let (low, high) = (max(0, 1 - half), 1 + half)
        let steps = 300, width = (high - low) / Double(steps)
        let scale = log(2) + degreesOfFreedom / 2 * log(degreesOfFreedom / 2) - lgamma(degreesOfFreedom / 2)
        func density(_ s: Double) -> Double {
            if s == 0 { return degreesOfFreedom > 1 ? 0 : exp(scale) }
            return exp(scale + (degreesOfFreedom - 1) * log(s) - degreesOfFreedom * s * s / 2)
        }
        func normal(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
        func missed(_ s: Double) -> Double { density(s) * (normal(critical * s - shift) - normal(-critical * s - shift)) }
        // Simpson's rule.
        let sum = (0...steps).reduce(0.0) { sum, step in
            sum + missed(low + Double(step) * width) * (step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2)
        }
        return min(1, max(0, 1 - sum * width / 3))
    }

    /// How many standard errors from the hypothesis the true mean must lie to be found with `power`; nil when no distance is enough.
    public static func shift(power wanted: Double = wanted, degreesOfFreedom: Double, critical: Double) -> Double? {
        guard critical.isFinite, wanted > 0, wanted < 1 else { return nil }
        func excess(_ shift: Double) -> Double {
            power(shift: shift, degreesOfFreedom: degreesOfFreedom, critical: critical) - wanted
        }
        // With a sample's spread in place of the true one it lies beyond the critical value.
        var low = (shift: 0.0, excess: excess(0)), high = (shift: critical + 1, excess: excess(critical + 1))
        guard low.excess < 0 else { return 0 }
        while high.excess < 0 {
            low = high
            high.shift *= 2
            guard high.shift < 1e9 else { return nil }
            high.excess = excess(high.shift)
        }
        // The Illinois form of the false position.
        var keptLow = 0, keptHigh = 0
        for _ in 0..<100 where high.shift - low.shift > 1e-9 * high.shift {
            let middle = high.shift - high.excess * (high.shift - low.shift) / (high.excess - low.excess)
            let found = excess(middle)
            if abs(found) < 1e-12 { return middle }
            if found < 0 {
                low = (middle, found)
                (keptHigh, keptLow) = (keptHigh + 1, 0)
                if keptHigh > 1 { high.excess /= 2 }
            } else {
                high = (middle, found)
                (keptLow, keptHigh) = (keptLow + 1, 0)
                if keptLow > 1 { low.excess /= 2 }
            }
        }
        return high.shift
    }

    /// The fewest pairs that find an effect of so many standard deviations with ``wanted`` power at a two-sided level, and whose
    /// sign flips can reach the level at all; nil when `most` are not enough.
    public static func pairs(effect: Double, level: Double, most: Int = 100_000) -> Int? {
        guard effect > 0, effect.isFinite, level > 0, level < 1 else { return nil }
        func isEnough(_ pairs: Int) -> Bool {
            guard SignFlipTest.smallestP(pairs: pairs) <= max(level, SignFlipTest.smallestP(pairs: SignFlipTest.exactPairs)),
                let critical = studentQuantile(1 - level / 2, degreesOfFreedom: Double(pairs - 1))
            else { return false }
            return power(shift: effect * Double(pairs).squareRoot(), degreesOfFreedom: Double(pairs - 1), critical: critical) >= wanted
        }
        var (low, high) = (1, 2)
        while !isEnough(high) {
            if high >= most { return nil }
            (low, high) = (high, min(2 * high, most))
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            if isEnough(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
