import Foundation

/// A horizontal axis of numbers that occur, each with a tick.
struct NumberAxis {
    /// In rising order, each once.
    let values: [Double]
    /// Positive numbers over more than a factor of 20 would lie on top of each other at the left end.
    let isLogarithmic: Bool
    private static let longestLinearSpan = 20.0
    /// Pixels of the data's width, beside the narrowest legend.
    private static let width = 640.0

    init(_ values: [Double], mayBeLogarithmic: Bool) {
        self.values = Set(values).sorted()
        let low = self.values.first ?? 1, high = self.values.last ?? 1
        isLogarithmic = mayBeLogarithmic && low > 0 && high / low > Self.longestLinearSpan
    }

    /// Where a value lies on the axis, in steps of equal length.
    private func place(_ value: Double) -> Double { isLogarithmic ? log10(value) : value }

    var span: Double {
        let span = place(values.last ?? 1) - place(values.first ?? 0)
        return span > 0 ? span : 1
    }

    /// The least distance of two neighbours; 1 without any.
    var gap: Double { zip(values, values.dropFirst()).map { place($1) - place($0) }.min() ?? 1 }

    /// A `using` expression for `column`, moved along the axis.
    func shifted(_ column: String, by shift: Double) -> String {
        guard shift != 0 else { return column }
        return isLogarithmic ? "\(column)*10**(\(GnuplotScript.short(shift)))" : "\(column)+(\(GnuplotScript.short(shift)))"
    }

    var range: String {
        let low = place(values.first ?? 0) - 0.05 * span, high = place(values.last ?? 1) + 0.05 * span
        let ends = (isLogarithmic ? [pow(10, low), pow(10, high)] : [low, high]).map(GnuplotScript.short)
        return (isLogarithmic ? "set logscale x\n" : "") + "set xrange [\(ends[0]):\(ends[1])]\n"
    }

    /// A tick at each value, with its number wherever that has room: the ends first.
    var ticks: String {
        var ends: [(low: Double, high: Double)] = [], labelled: Set<Double> = []
        for value in [values.first, values.last].compactMap(\.self) + values {
            let middle = (place(value) - place(values[0])) / span * Self.width
            let half = Double(shortest(value).count) * 4.6 + 5
            guard !ends.contains(where: { $0.low < middle + half && middle - half < $0.high }) else { continue }
            ends.append((middle - half, middle + half))
            labelled.insert(value)
        }
        let ticks = values.map { "'\(labelled.contains($0) ? shortest($0) : "")' \(shortest($0))" }
        return "set xtics (\(ticks.joined(separator: ", ")))\n"
    }
}
