import Foundation

/// Student's t distribution, for intervals of means over few seeds.
enum StudentT {
    /// The value that |t| exceeds with probability 1 - `level`.
    ///
    /// - Precondition: 0 < level < 1, degreesOfFreedom >= 1.
    static func quantile(level: Double, degreesOfFreedom: Int) -> Double {
        precondition(level > 0 && level < 1 && degreesOfFreedom >= 1)
        let tail = 1 - level, degrees = Double(degreesOfFreedom)
        // P(|T| > t) = I_x(degrees/2, 1/2) with x = degrees/(degrees + t^2); bisection to the last bit.
        var low = 0.0, high = 2.0
        while twoSidedTail(high, degrees) > tail { high *= 2 }
        while true {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { return high }
            if twoSidedTail(middle, degrees) > tail { low = middle } else { high = middle }
        }
    }

    static func twoSidedTail(_ t: Double, _ degrees: Double) -> Double {
        incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
    }

    /// The regularised incomplete beta function I_x(a, b) by its continued fraction (Lentz).
    /// Source: Abramowitz and Stegun, 26.5.8.
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let logFront = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
        let tiny = 1e-300
        var c = 1.0, d = 1 / nonZero(1 - (a + b) * x / (a + 1), tiny), fraction = d
        for m in 1...500 {
            let m = Double(m)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / nonZero(1 + even * d, tiny)
            c = nonZero(1 + even / c, tiny)
            fraction *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / nonZero(1 + odd * d, tiny)
            c = nonZero(1 + odd / c, tiny)
            fraction *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return exp(logFront) * fraction / a
    }

    private static func nonZero(_ value: Double, _ tiny: Double) -> Double { abs(value) < tiny ? tiny : value }
}
