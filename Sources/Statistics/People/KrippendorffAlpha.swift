/// How far raters agree beyond chance: 1 - observed over expected disagreement. 1 is perfect, 0 is chance.
///
/// Source: Krippendorff, "Computing Krippendorff's alpha-reliability" (2011).
public enum KrippendorffAlpha {
    /// When two values disagree, and how much.
    public enum Level: Sendable, CaseIterable {
        /// Different is different.
        case nominal
        /// By the values that lie between.
        case ordinal
        /// By the square of the distance.
        case interval
    }

    /// - Parameter units: the values that each unit was given, in any order; units with fewer than two say nothing.
    /// - Returns: nil where no unit has two values, or all values are alike: without variation there is no chance to compare with.
    public static func alpha(_ units: [[Int]], _ level: Level) -> Double? {
        let paired = units.filter { $0.count > 1 }
        let values = Array(Set(paired.joined())).sorted()
        guard values.count > 1 else { return nil }
        let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
        var together = [[Double]](repeating: [Double](repeating: 0, count: values.count), count: values.count)
        for unit in paired {
            var counts = [Double](repeating: 0, count: values.count)
            for value in unit { counts[places[value]!] += 1 }
            for a in values.indices where counts[a] > 0 {
                for b in values.indices where counts[b] > 0 {
                    together[a][b] += counts[a] * (counts[b] - (a == b ? 1 : 0)) / Double(unit.count - 1)
                }
            }
        }
        let totals = together.map { $0.reduce(0, +) }, all = totals.reduce(0, +)
        var observed = 0.0, expected = 0.0
        for a in values.indices {
            for b in values.indices where b != a {
                let distance = distance(values, totals, min(a, b), max(a, b), level)
                observed += together[a][b] * distance
                expected += totals[a] * totals[b] * distance
            }
        }
        return expected > 0 ? 1 - (all - 1) * observed / expected : nil
    }

    private static func distance(_ values: [Int], _ totals: [Double], _ a: Int, _ b: Int, _ level: Level) -> Double {
        switch level {
        case .nominal: return 1
        case .interval:
            let difference = Double(values[b] - values[a])
            return difference * difference
        case .ordinal:
            let between = totals[a...b].reduce(0, +) - (totals[a] + totals[b]) / 2
            return between * between
        }
    }
}
