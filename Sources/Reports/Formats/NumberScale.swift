import Foundation

/// How the numbers of one column are written where room is scarce: in units of a power of ten that they share, with the digits that
/// their spread leaves of interest.
struct NumberScale: Equatable {
    /// Values are shown in units of ten to this power.
    var exponent = 0
    /// Decimals.
    var digits: Int
    private let factor: Double

    /// - Parameters:
    ///   - values: of the column, in stored units; what is not finite is ignored.
    ///   - spreads: half-widths of their intervals; without any, digits are those of the metric.
    init(_ metric: MetricDefinition, values: [Double], spreads: [Double]) {
        let largest = values.filter(\.isFinite).map { abs($0 * metric.scale) }.max() ?? 0
        if largest > 0, largest < 0.1 { exponent = Self.thousands(largest) }
        let factor = metric.scale * pow(10, Double(-exponent))
        self.factor = factor
        let most = max(0, metric.digits + exponent)
        let found = spreads.filter { $0.isFinite && $0 > 0 }.map { $0 * factor }.sorted()
        guard !found.isEmpty else {
            digits = most
            return
        }
        // One digit of the spread, two where the first is a 1 or a 2; the table in full says how many digits there are.
        let middle = found[found.count / 2], order = Int(floor(log10(middle)))
        let wanted = -order + (middle / pow(10, Double(order)) < 2.95 ? 1 : 0)
        digits = min(max(0, wanted), max(most, -order))
    }

    /// The multiple of three that leaves up to two digits before the point.
    private static func thousands(_ value: Double) -> Int { 3 * Int(((log10(value) - 2) / 3).rounded(.up)) }

    func text(_ value: Double) -> String { fixed(value * factor, digits: digits) }

    /// With its sign, unless it is shown as zero.
    func signedText(_ value: Double) -> String { signed(value * factor, digits: digits) }

    /// "10⁻³", "%", "10⁻³ GFLOP"; "" without either. Units that are sentences stay with the metric's definition.
    func unit(_ metric: MetricDefinition, power: (Int) -> String = { "10" + superscript($0) }) -> String {
        let unit = (1...12).contains(metric.shownUnit.count) ? metric.shownUnit : ""
        return [exponent == 0 ? "" : power(exponent), unit].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// "⁻³".
func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (number < 0 ? "⁻" : "") + String(abs(number)).map { String(digits[$0.wholeNumberValue ?? 0]) }.joined()
}
