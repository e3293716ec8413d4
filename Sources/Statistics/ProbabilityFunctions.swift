import Foundation
import Synchronization

/// The regularised incomplete beta function `I_x(a, b)`, for `a, b > 0` and `x` in 0...1.
///
/// Source: the continued fraction of Abramowitz & Stegun 26.5.8, evaluated by Lentz's method.
func regularisedIncompleteBeta(_ x: Double, a: Double, b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let logFactor = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    // The fraction converges fast left of the mean only; the symmetry covers the rest.
    return x < (a + 1) / (a + b + 2)
        ? exp(logFactor) * betaFraction(x, a, b) / a
        : 1 - exp(logFactor) * betaFraction(1 - x, b, a) / b
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var numerator = 1.0
    var denominator = 1 / away(1 - (a + b) * x / (a + 1))
    var fraction = denominator
    for step in 1...10_000 {
        let m = Double(step)
        for coefficient in [
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ] {
            denominator = 1 / away(1 + coefficient * denominator)
            numerator = away(1 + coefficient / numerator)
            fraction *= numerator * denominator
        }
        if abs(numerator * denominator - 1) < 1e-16 { break }
    }
    return fraction
}

/// The probability that a Student-t variable exceeds `t >= 0`.
func studentUpperTail(_ t: Double, degreesOfFreedom: Double) -> Double {
    0.5
        * regularisedIncompleteBeta(
            degreesOfFreedom / (degreesOfFreedom + t * t), a: degreesOfFreedom / 2, b: 0.5)
}

/// The Student-t quantile: the value that a t variable stays below with `probability`. nil unless
/// `0 < probability < 1` and `degreesOfFreedom > 0`.
public func studentQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double? {
    guard probability > 0, probability < 1, degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return nil }
    let tail = min(probability, 1 - probability)
    if tail == 0.5 { return 0 }
    let question = [tail, degreesOfFreedom]
    let size =
        knownQuantiles.withLock { $0[question] }
        ?? root(above: 0) {
            studentUpperTail($0, degreesOfFreedom: degreesOfFreedom) - tail
        }
    knownQuantiles.withLock { if $0.count < 10_000 { $0[question] = size } }
    return probability < 0.5 ? -size : size
}

/// Student quantiles by tail and degrees of freedom: a report asks for the same few thousands of times.
private let knownQuantiles = Mutex<[[Double]: Double]>([:])

/// The standard normal quantile; nil unless `0 < probability < 1`.
public func normalQuantile(_ probability: Double) -> Double? {
    guard probability > 0, probability < 1 else { return nil }
    let tail = min(probability, 1 - probability)
    if tail == 0.5 { return 0 }
    let size = root(above: 0) { 0.5 * erfc($0 / 2.0.squareRoot()) - tail }
    return probability < 0.5 ? -size : size
}

/// Where a falling function that is positive at `start` becomes 0, to the last bits: doubling, then bisection.
private func root(above start: Double, _ function: (Double) -> Double) -> Double {
    var (low, high) = (start, start + 1)
    while function(high) > 0, high < 1e300 { (low, high) = (high, high * 2) }
    while true {
        let middle = low + (high - low) / 2
        if middle <= low || middle >= high { return middle }
        if function(middle) > 0 { low = middle } else { high = middle }
    }
}
