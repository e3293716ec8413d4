import Foundation

/// Numbers on a line of pixels.
struct Scale {
    var low: Double
    var high: Double
    var isLogarithmic = false
    var pixels: ClosedRange<Double>

    /// - Returns: nil for no finite value.
    init?(_ values: some Sequence<Double>, isLogarithmic: Bool = false, pixels: ClosedRange<Double>) {
        let kept = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
        guard var low = kept.min(), var high = kept.max() else { return nil }
        if low == high {
            (low, high) = isLogarithmic ? (low / 2, high * 2) : (low - max(abs(low) * 0.1, 1e-9), high + max(abs(high) * 0.1, 1e-9))
        }
        (self.low, self.high, self.isLogarithmic, self.pixels) = (low, high, isLogarithmic, pixels)
    }

    /// From the left, or from the top where larger values stand higher.
    func place(_ value: Double, isUpward: Bool = false) -> Double {
        func own(_ value: Double) -> Double { isLogarithmic ? log(max(value, .leastNormalMagnitude)) : value }
        let share = min(max((own(value) - own(low)) / (own(high) - own(low)), 0), 1), length = pixels.upperBound - pixels.lowerBound
        return isUpward ? pixels.upperBound - share * length : pixels.lowerBound + share * length
    }

    /// Round numbers within, about five.
    var ticks: [Double] {
        if isLogarithmic {
            let decades = Int(floor(log10(low)))...Int(ceil(log10(high)))
            let steps: [Double] = decades.count > 4 ? [1] : [1, 2, 5]
            return decades.flatMap { decade in steps.map { $0 * pow(10, Double(decade)) } }.filter { (low...high).contains($0) }
        }
        let rough = (high - low) / 5, power = pow(10, floor(log10(rough)))
        let steps: [Double] = [1, 2, 5, 10].map { (factor: Double) in factor * power }
        guard let step = steps.first(where: { $0 >= rough }), step > 0, step.isFinite else { return [] }
        let first = ceil(low / step), slack = step * 1e-9
        return (0..<12).map { (number: Int) -> Double in
            let tick = (first + Double(number)) * step
            return abs(tick) < slack ? 0 : tick
        }.filter { $0 <= high + slack }
    }
}

/// A coordinate in a drawing: a tenth of a pixel is seen by nobody.
func point(_ value: Double) -> String {
    String(format: "%.1f", locale: Locale(identifier: "en_US_POSIX"), value.isFinite ? value : 0)
}

/// A tick's number, as short as it can be.
func tickText(_ value: Double, digits: Int = 4) -> String {
    String(format: "%.\(digits)g", locale: Locale(identifier: "en_US_POSIX"), value)
}
